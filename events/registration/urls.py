"""Addresses of who will come, one list per audience."""

from django.urls import path

from events.registration.views import (
    editor,
    editor_timeslots,
    line,
    lottery,
    public,
    resident,
    staff,
)

app_name = "registration"

# Under the language prefix.
urlpatterns = [
    path("events/<slug:slug>/register/", public.register_party, name="register"),
    path("registration/<str:token>/", public.detail, name="detail"),
    path("registration/<str:token>/cancel/", public.cancel, name="cancel"),
    path(
        "registration/<str:token>/calendar.ics",
        public.private_calendar,
        name="calendar",
    ),
    path("registration/<str:token>/offer/", line.offer, name="offer"),
    path("events/<slug:slug>/line/", line.line, name="line"),
    path("events/<slug:slug>/lottery/", lottery.lottery, name="lottery"),
    path("find/", public.find, name="find"),
    path("mine/", resident.mine, name="mine"),
]

# /staff/
staff_urls = [
    path(
        "events/<slug:slug>/registrations/", staff.registrations, name="registrations"
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/",
        staff.registration,
        name="registration",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/cancel/",
        staff.cancel_registration,
        name="registration-cancel",
    ),
    path(
        "events/<slug:slug>/registrations/<str:receipt>/reissue/",
        staff.reissue,
        name="ticket-reissue",
    ),
    path("events/<slug:slug>/cancel/", staff.cancel_whole_event, name="event-cancel"),
    # The editor, where it meets registrations; the rest of it is programme's.
    path("events/<slug:slug>/edit/", editor.edit, name="event-edit"),
    path("events/<slug:slug>/edit/check/", editor.check, name="event-check"),
    path("events/<slug:slug>/unpublish/", editor.unpublish, name="event-unpublish"),
    path(
        "events/<slug:slug>/edit/timeslots/",
        editor_timeslots.timeslots,
        name="timeslots",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/new/",
        editor_timeslots.new_timeslot,
        name="timeslot-new",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/",
        editor_timeslots.timeslot,
        name="timeslot-edit",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/open/",
        editor_timeslots.open_rest,
        name="timeslot-open",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/cancel/",
        editor_timeslots.cancel,
        name="timeslot-cancel",
    ),
    path(
        "events/<slug:slug>/edit/timeslots/<int:timeslot_id>/remove/",
        editor_timeslots.remove,
        name="timeslot-remove",
    ),
]
