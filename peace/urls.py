"""Every address of the house. Each stands in docs/access-matrix.toml as well."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from events.door import urls as door
from events.outreach import urls as outreach
from events.programme import urls as programme
from events.programme.views import public as programme_pages
from events.registration import urls as registration
from events.reminders import urls as reminders
from events.results import urls as results
from peace import health, pages

handler400 = "peace.errors.not_understood"
handler403 = "peace.errors.not_allowed"
handler404 = "peace.errors.not_found"
handler500 = "peace.errors.server_error"

staff_urls = [
    *programme.staff_urls,
    *registration.staff_urls,
    *door.staff_urls,
    *reminders.staff_urls,
    *outreach.staff_urls,
    *results.staff_urls,
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include((programme.feed_urls, "feeds"))),
    *outreach.bare_urls,
    path("scanner/", include(door)),
    path("staff/", include((staff_urls, "staff"))),
    *i18n_patterns(
        path("", programme_pages.home, name="home"),
        path("privacy/", pages.privacy, name="privacy"),
        path("accessibility/", pages.accessibility, name="accessibility"),
        path("", include(programme)),
        path("", include(registration)),
        path("", include(outreach)),
        path("", include(results)),
        path("count/", include((door.public_urls, "count"))),
        path("", include("network.cities.urls")),
        path("", include("network.youth.urls")),
        path("", include("network.summit.urls")),
        path("accounts/", include("peace.accounts.urls")),
        prefix_default_language=False,
    ),
]

if settings.DEMO:
    urlpatterns = [path("demo/", include("peace.demo.urls")), *urlpatterns]
