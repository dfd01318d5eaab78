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
    path("events/<slug:slug>/walk-ins/", staff.walk_in, name="walk-in"),
    path(
        "events/<slug:slug>/walk-ins/<uuid:tap_id>/undo/",
        staff.undo_walk_in_view,
        name="walk-in-undo",
    ),
    path(
        "events/<slug:slug>/open-to-walk-ins/",
        staff.open_to_walk_ins_view,
        name="open-to-walk-ins",
    ),
    path("events/<slug:slug>/pair/", staff.pair, name="device-pair"),
    path(
        "events/<slug:slug>/devices/<uuid:device_id>/revoke/",
        staff.revoke,
        name="device-revoke",
    ),
]
