"""Addresses of who hears of it, one file a subject."""

from django.urls import path

from events.outreach.urls import kotoba, news, sources, talks
from events.outreach.views import hub

app_name = "outreach"

# Under the language prefix.
urlpatterns = [
    *sources.urlpatterns,
    *news.urlpatterns,
    *talks.urlpatterns,
    *kotoba.urlpatterns,
]

# Without one: short links, and addresses that mail programs call.
bare_urls = [
    *sources.bare_urls,
    *news.bare_urls,
    *talks.bare_urls,
    *kotoba.bare_urls,
]

# /staff/
staff_urls = [
    path("outreach/", hub.hub, name="outreach"),
    *sources.staff_urls,
    *news.staff_urls,
    *talks.staff_urls,
    *kotoba.staff_urls,
]
