"""Addresses of what is offered, one list per audience."""

from django.urls import path

from events.programme.views import (
    editor,
    embed,
    feeds,
    library,
    opendata,
    public,
    staff,
    staff_embed,
    storytellers,
)

app_name = "programme"

# Under the language prefix.
urlpatterns = [
    path("programmes/<slug:slug>/", public.programme, name="programme"),
    path("programmes/<slug:slug>.atom", feeds.programme_atom, name="programme-atom"),
    path("events/<slug:slug>/", public.event, name="event"),
    path("events.atom", feeds.atom, name="atom"),
    path("opendata/", opendata.page, name="opendata"),
]

# Without one: files have no language switch.
feed_urls = [
    path("events.ics", feeds.calendar, name="calendar"),
    path("events/<slug:slug>.ics", feeds.event_calendar, name="event-calendar"),
    path(
        "programmes/<slug:slug>.ics",
        feeds.programme_calendar,
        name="programme-calendar",
    ),
    path("sitemap.xml", feeds.site_map, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path(
        "pictures/events/<slug:slug>.<slug:language>.png",
        feeds.event_picture,
        name="event-picture",
    ),
    path("pictures/site.<slug:language>.png", feeds.site_picture, name="site-picture"),
    path("opendata/events.csv", opendata.events_csv, name="opendata-csv"),
    path("embed/events/", embed.events, name="embed"),
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
    path("outreach/embed/", staff_embed.embed, name="embed"),
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
