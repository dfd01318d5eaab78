"""Addresses of sources."""

from django.urls import URLPattern, path

from events.outreach.views import source, staff_prints, staff_results, staff_sources

# Under the language prefix.
urlpatterns: list[URLPattern] = []
# Without one. With and without a last slash: it is typed from paper.
bare_urls: list[URLPattern] = [
    path("s/<str:code>", source.follow, name="source"),
    path("s/<str:code>/", source.follow, name="source-slash"),
]
# /staff/
staff_urls: list[URLPattern] = [
    path("outreach/sources/", staff_sources.sources, name="sources"),
    path("outreach/sources/new/", staff_sources.new, name="sources-new"),
    path("outreach/sources/labels/", staff_sources.labels, name="sources-labels"),
    path("outreach/sources/check/", staff_sources.check, name="sources-check"),
    path("outreach/sources/results/", staff_results.year, name="sources-results"),
    path(
        "outreach/sources/results/export/",
        staff_results.year_export,
        name="sources-results-export",
    ),
    path("outreach/sources/<str:code>/", staff_sources.source, name="sources-one"),
    path(
        "outreach/sources/<str:code>/switch/",
        staff_sources.switch,
        name="sources-switch",
    ),
    path("events/<slug:slug>/outreach/", staff_sources.event, name="event-outreach"),
    path(
        "events/<slug:slug>/outreach/results/",
        staff_results.event,
        name="event-results",
    ),
    path(
        "events/<slug:slug>/outreach/results/export/",
        staff_results.event_export,
        name="event-results-export",
    ),
    path("events/<slug:slug>/outreach/texts/", staff_prints.texts, name="event-texts"),
    path("events/<slug:slug>/outreach/print/", staff_prints.prints, name="event-print"),
    path(
        "events/<slug:slug>/outreach/print/file/",
        staff_prints.file,
        name="event-print-file",
    ),
]
