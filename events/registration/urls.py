"""Addresses of who will come, one list per audience."""

from django.urls import path

from events.registration.views import (
    line,
    lottery,
    public,
    resident,
    staff,
    staff_lottery,
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
    path("events/<slug:slug>/lottery.json", lottery.proof, name="lottery-proof"),
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
    path("events/<slug:slug>/lottery/", staff_lottery.lottery, name="lottery"),
    path(
        "events/<slug:slug>/lottery/freeze/",
        staff_lottery.freeze,
        name="lottery-freeze",
    ),
    path("events/<slug:slug>/lottery/draw/", staff_lottery.draw, name="lottery-draw"),
    path(
        "events/<slug:slug>/lottery/repeat/",
        staff_lottery.repeat,
        name="lottery-repeat",
    ),
    path(
        "events/<slug:slug>/lottery/decide/",
        staff_lottery.decide,
        name="lottery-decide",
    ),
]
