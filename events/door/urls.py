"""Addresses of the door, one list per audience."""

from django.urls import path

from events.door.views import (
    api,
    api_by_hand,
    board,
    conflicts,
    count,
    install,
    pairing,
    paper,
    scanner,
    search,
    staff,
    staff_count,
    walk_ins,
)

# /scanner/: no language prefix, no session.
urlpatterns = [
    path("", scanner.scanner, name="scanner"),
    path("app.webmanifest", install.app, name="door-app"),
    path("sw.js", install.service_worker, name="door-worker"),
    path("decoder.js", install.decoder, name="door-decoder"),
    path("api/pair", api.pair, name="scanner-pair"),
    path("api/scans", api.scans, name="scanner-scans"),
    path("api/undo", api.undos, name="scanner-undo"),
    path("api/moves", api_by_hand.moves, name="scanner-moves"),
    path("api/overrides", api_by_hand.overrides, name="scanner-overrides"),
    path("api/walk-ins", walk_ins.walk_ins, name="scanner-walk-ins"),
    path("api/walk-ins/named", walk_ins.named_walk_in, name="scanner-named-walk-in"),
    path("api/line", walk_ins.line, name="scanner-line"),
    path("api/search", search.search, name="scanner-search"),
    path("api/timeslots", api.timeslots, name="scanner-timeslots"),
    path("api/manifest", api.manifest_view, name="scanner-manifest"),
    path("api/conflicts", conflicts.for_phone, name="scanner-conflicts"),
    path(
        "api/conflicts/close",
        conflicts.close_from_phone,
        name="scanner-conflict-close",
    ),
]

# Under the language prefix: visitors count themselves.
public_urls = [
    path("<str:code>/", count.count, name="visitor"),
    path("<str:code>/thanks/", count.thanks, name="thanks"),
]

# /staff/
staff_urls = [
    path("events/<slug:slug>/", board.event, name="event"),
    path("events/<slug:slug>/live/", board.live, name="event-live"),
    path("events/<slug:slug>/board/", board.wall_view, name="event-board"),
    path("events/<slug:slug>/board/live/", board.wall_live, name="event-board-live"),
    path("events/<slug:slug>/walk-ins/", staff.walk_in, name="walk-in"),
    path(
        "events/<slug:slug>/walk-ins/<uuid:tap_id>/undo/",
        staff.undo_walk_in_view,
        name="walk-in-undo",
    ),
    path(
        "events/<slug:slug>/walk-ins/named/",
        staff_count.named_walk_in,
        name="walk-in-named",
    ),
    path(
        "events/<slug:slug>/count-poster/",
        staff_count.poster,
        name="count-poster",
    ),
    path(
        "events/<slug:slug>/open-to-walk-ins/",
        staff.open_to_walk_ins_view,
        name="open-to-walk-ins",
    ),
    path("events/<slug:slug>/pair/", pairing.pair, name="device-pair"),
    path(
        "events/<slug:slug>/practice/",
        pairing.practice_sheet,
        name="practice-sheet",
    ),
    path(
        "events/<slug:slug>/devices/<uuid:device_id>/revoke/",
        staff.revoke,
        name="device-revoke",
    ),
    path("events/<slug:slug>/conflicts/", conflicts.conflicts, name="conflicts"),
    path("events/<slug:slug>/conflicts/live/", conflicts.live, name="conflicts-live"),
    path(
        "events/<slug:slug>/conflicts/<int:conflict_id>/close/",
        conflicts.close,
        name="conflict-close",
    ),
    path(
        "events/<slug:slug>/conflicts/<int:conflict_id>/reopen/",
        conflicts.reopen,
        name="conflict-reopen",
    ),
    path(
        "events/<slug:slug>/conflicts/<int:conflict_id>/undo-scan/",
        conflicts.undo_scan,
        name="conflict-undo-scan",
    ),
    path("events/<slug:slug>/paper/", paper.paper, name="paper"),
    path("events/<slug:slug>/paper/check/", paper.check, name="paper-check"),
    path(
        "events/<slug:slug>/paper/<uuid:entry_id>/undo/",
        paper.undo,
        name="paper-undo",
    ),
]
