"""The trip: its timetable, its tickets, the roll."""

from django.urls import path

from network.youth.views import (
    roll_call,
    trip,
)

urlpatterns = [
    # The trip: its timetable, tickets, and the roll
    path("network/trips/<int:year>/", trip.trip, name="trip"),
    path("network/trips/<int:year>/timetable/", trip.timetable, name="trip-timetable"),
    path("network/trips/<int:year>/tickets/", trip.tickets, name="trip-tickets"),
    path("network/trips/<int:year>/attendance/", trip.attended, name="trip-attendance"),
    path(
        "network/trips/<int:year>/roll-call/<int:timeslot_id>/",
        roll_call.roll_call,
        name="roll-call",
    ),
    path(
        "network/trips/<int:year>/roll-call/<int:timeslot_id>/live/",
        roll_call.live,
        name="roll-call-live",
    ),
    path(
        "network/trips/<int:year>/roll-call/<int:timeslot_id>/count/",
        roll_call.count,
        name="roll-call-count",
    ),
]
