"""Addresses of what is offered, one list per audience."""

from django.urls import path

from events.programme.views import editor, library, public, staff, storytellers

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
    path(
        "storytellers/<str:code>.ics",
        storytellers.calendar,
        name="storyteller-calendar",
    ),
]

# /staff/
staff_urls = [
    path("", staff.calendar, name="calendar"),
    path("events/new/", editor.new_event, name="event-new"),
    path("events/<slug:slug>/edit/body/", editor.body, name="event-body"),
    path(
        "events/<slug:slug>/edit/admission/", editor.admission, name="event-admission"
    ),
    path(
        "events/<slug:slug>/edit/questions/", editor.questions, name="event-questions"
    ),
    path("events/<slug:slug>/copy/", editor.copy, name="event-copy"),
    path(
        "events/<slug:slug>/preview/<slug:language>/",
        editor.preview,
        name="event-preview",
    ),
    path("library/", library.library, name="library"),
    path("library/venues/new/", library.new_venue, name="venue-new"),
    path("library/venues/<int:pk>/", library.venue, name="venue"),
    path("library/phrases/new/", library.new_phrase, name="phrase-new"),
    path("library/phrases/<int:pk>/", library.phrase, name="phrase"),
    path(
        "library/phrases/<int:pk>/remove/", library.phrase_remove, name="phrase-remove"
    ),
    path("library/storytellers/", storytellers.storytellers, name="storytellers"),
    path(
        "library/storytellers/new/",
        storytellers.new_storyteller,
        name="storyteller-new",
    ),
    path(
        "library/storytellers/<int:pk>/", storytellers.storyteller, name="storyteller"
    ),
    path(
        "library/storytellers/<int:pk>/renew/",
        storytellers.renew,
        name="storyteller-renew",
    ),
]
