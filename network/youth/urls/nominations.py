"""A city's nominations, and the secretariat's reviews and rules."""

from django.urls import path

from network.youth.views import (
    city,
    secretariat,
)

urlpatterns = [
    # A city's own
    path("network/city/", city.city, name="city"),
    path("network/city/<int:year>/recruiting/", city.recruiting, name="recruiting"),
    path(
        "network/city/<int:year>/new/<slug:kind>/",
        city.new_nomination,
        name="nomination-new",
    ),
    path("network/city/nominations/<int:pk>/", city.nomination, name="nomination"),
    path("network/city/nominations/<int:pk>/edit/", city.edit, name="nomination-edit"),
    path(
        "network/city/nominations/<int:pk>/submit/",
        city.submit_view,
        name="nomination-submit",
    ),
    path(
        "network/city/nominations/<int:pk>/withdraw/",
        city.withdraw_view,
        name="nomination-withdraw",
    ),
    # The secretariat's reviews and rules
    path("network/reviews/<int:pk>/", secretariat.review, name="review"),
    path("network/reviews/<int:pk>/decide/", secretariat.decide, name="decide"),
    path("network/years/<int:year>/new/", secretariat.new_year, name="year-new"),
    path("network/years/<int:year>/rules/", secretariat.rules_edit, name="rules-edit"),
    path(
        "network/years/<int:year>/rules/publish/",
        secretariat.rules_publish,
        name="rules-publish",
    ),
]
