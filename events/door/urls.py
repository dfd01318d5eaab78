"""Addresses of the door, one list per audience."""

from django.urls import path

from events.door.views import api, scanner, staff

# /scanner/: no language prefix, no session.
urlpatterns = [
    path("", scanner.scanner, name="scanner"),
    path("api/pair", api.pair, name="scanner-pair"),
    path("api/scans", api.scans, name="scanner-scans"),
    path("api/timeslots", api.timeslots, name="scanner-timeslots"),
    path("api/manifest", api.manifest_view, name="scanner-manifest"),
]

# /staff/
staff_urls = [
    path("events/<slug:slug>/", staff.event, name="event"),
    path("events/<slug:slug>/live/", staff.live, name="event-live"),
    path("events/<slug:slug>/pair/", staff.pair, name="device-pair"),
    path(
        "events/<slug:slug>/devices/<uuid:device_id>/revoke/",
        staff.revoke,
        name="device-revoke",
    ),
]
