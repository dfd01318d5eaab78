"""Health data, printed sheets, what is kept until when."""

from django.urls import path

from network.youth.views import (
    secretariat_health,
    secretariat_retention,
    secretariat_sheets,
)

urlpatterns = [
    # Health data, sheets, what is kept
    path("network/years/<int:year>/health/", secretariat_health.health, name="health"),
    path(
        "network/years/<int:year>/health/<int:pk>/",
        secretariat_health.read,
        name="health-read",
    ),
    path(
        "network/years/<int:year>/health/sheet/",
        secretariat_health.sheet,
        name="health-sheet",
    ),
    path(
        "network/years/<int:year>/health-readers/",
        secretariat_health.readers,
        name="health-readers",
    ),
    path("network/sheets/", secretariat_sheets.sheets, name="sheets"),
    path(
        "network/years/<int:year>/sheets/",
        secretariat_sheets.sheets,
        name="sheets-year",
    ),
    path(
        "network/years/<int:year>/sheets/<slug:sheet>/",
        secretariat_sheets.sheet,
        name="sheet",
    ),
    path(
        "network/prints/<int:pk>/shredded/",
        secretariat_sheets.shredded,
        name="sheet-shredded",
    ),
    path("network/years/<int:year>/rooms/", secretariat_sheets.rooms, name="rooms"),
    path("network/retention/", secretariat_retention.retention, name="retention"),
]
