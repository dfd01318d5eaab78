"""Addresses of the network's cities."""

from django.urls import path

from network.cities.views import invitation, notices, offices, public, team

app_name = "network"

urlpatterns = [
    path("network/", public.cities, name="cities"),
    path("network/invitation/<str:code>/", invitation.invitation, name="invitation"),
    path("network/team/", team.team, name="team"),
    path("network/team/<int:pk>/end/", team.end, name="team-end"),
    path("network/cities/<str:code>/team/", team.city_team, name="city-team"),
    path(
        "network/cities/<str:code>/team/<int:pk>/end/",
        team.end_for_city,
        name="city-team-end",
    ),
    path(
        "network/team/invitations/<int:pk>/withdraw/",
        team.uninvite,
        name="team-uninvite",
    ),
    path(
        "network/cities/<str:code>/team/invitations/<int:pk>/withdraw/",
        team.uninvite_for_city,
        name="city-team-uninvite",
    ),
    # Notices: a city's own, then the secretariat's
    path("network/city-notices/", notices.city_notices, name="city-notices"),
    path("network/city-notices/<int:pk>/", notices.city_notice, name="city-notice"),
    path(
        "network/city-notices/<int:pk>/open/",
        notices.open_notice,
        name="city-notice-open",
    ),
    path(
        "network/city-notices/<int:pk>/acknowledge/",
        notices.acknowledge,
        name="city-notice-acknowledge",
    ),
    path("network/notices/", notices.notices, name="notices"),
    path("network/notices/<int:pk>/", notices.notice, name="notice"),
    path("network/notices/<int:pk>/approve/", notices.approve, name="notice-approve"),
    path(
        "network/notices/<int:pk>/withdraw/", notices.withdraw, name="notice-withdraw"
    ),
    path("network/notices/<int:pk>/remind/", notices.remind, name="notice-remind"),
    # Chair and vice-chair
    path("network/offices/", offices.offices, name="offices"),
    path("network/offices/<int:pk>/", offices.office, name="office"),
    path("network/offices/<int:pk>/remove/", offices.remove, name="office-remove"),
]
