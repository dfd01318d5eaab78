"""Addresses of the summit: everybody's, a city's, the secretariat's, the day's."""

from django.urls import path

from network.summit.views import board, city, public, secretariat, stage

app_name = "summit"

urlpatterns = [
    path("network/summit/<int:year>/", public.summit, name="public"),
    # A city's own
    path("network/city/summit/", city.city, name="city"),
    path("network/city/summit/<int:year>/", city.city_form, name="reply"),
    # The secretariat's
    path("network/summits/", secretariat.summits, name="summits"),
    path("network/summits/new/", secretariat.new, name="new"),
    path("network/summits/<int:year>/", secretariat.plan, name="plan"),
    path("network/summits/<int:year>/seats/", secretariat.seats, name="seats"),
    path("network/summits/<int:year>/open/", secretariat.open_view, name="open"),
    path("network/summits/<int:year>/give/", secretariat.give, name="give"),
    path("network/summits/<int:year>/export/", secretariat.export, name="export"),
    path(
        "network/summits/<int:year>/cities/<str:code>/",
        city.secretariat_form,
        name="city-reply",
    ),
    path("network/summits/<int:year>/stage/", stage.programme, name="stage"),
    path("network/summits/<int:year>/stage/new/", stage.new, name="stage-new"),
    path("network/summits/<int:year>/stage/<int:pk>/", stage.edit, name="stage-edit"),
    path(
        "network/summits/<int:year>/stage/<int:pk>/remove/",
        stage.remove,
        name="stage-remove",
    ),
    # The day's: the secretariat, and staff on the day itself
    path("network/summit/<int:year>/board/", board.day, name="board"),
    path("network/summit/<int:year>/board/live/", board.live, name="board-live"),
    path("network/summit/<int:year>/board/wall/", board.wall, name="wall"),
    path(
        "network/summit/<int:year>/board/wall/live/", board.wall_live, name="wall-live"
    ),
    path("network/summit/<int:year>/board/guests/", board.guests, name="guests"),
    path("network/summit/<int:year>/board/guests/<int:pk>/", board.tick, name="tick"),
    path(
        "network/summit/<int:year>/board/citizens/<str:code>/",
        board.citizens,
        name="citizens",
    ),
    path("network/summit/<int:year>/board/stage/<int:pk>/", board.tap, name="tap"),
]
