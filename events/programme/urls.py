"""Addresses of what is offered, one list per audience."""

from django.urls import path

from events.programme.views import public, staff

app_name = "programme"

# Under the language prefix.
urlpatterns = [
    path("programmes/<slug:slug>/", public.programme, name="programme"),
    path("events/<slug:slug>/", public.event, name="event"),
]

# Without one: files have no language switch.
feed_urls = [
    path("events.ics", public.calendar, name="calendar"),
    path("events/<slug:slug>.ics", public.event_calendar, name="event-calendar"),
]

# /staff/
staff_urls = [
    path("", staff.calendar, name="calendar"),
]
