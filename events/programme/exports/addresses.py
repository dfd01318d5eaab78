"""Addresses for those who link to us: built from SITE_URL, never from a request."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.programme.exports.picture import Words
from events.programme.models import Event
from peace.language.dates import date_long, time_range
from peace.language.ruby import without_ruby


def picture_url(event: Event) -> str:
    """The picture beside a link to EVENT; another address once its words change."""
    path = reverse("feeds:event-picture", args=[event.slug, get_language()])
    return f"{settings.SITE_URL}{path}?v={event_words(event).fingerprint}"


def site_picture_url() -> str:
    path = reverse("feeds:site-picture", args=[get_language()])
    return f"{settings.SITE_URL}{path}?v={site_words().fingerprint}"


def event_words(event: Event) -> Words:
    """What the picture of EVENT says, in the language in force."""
    hours = str(event.hours) or time_range(event.starts_at, event.ends_at)
    days = date_long(event.starts_at)
    if event.lasts_days:
        last = date_long(event.ends_at)
        days, hours = _("%(first)s～%(last)s") % {"first": days, "last": last}, ""
    title = str(event.title)
    above = str(event.occasion or event.programme.title)
    return Words(
        **{
            name: without_ruby(text)
            for name, text in {
                "brand": _("国立市 平和の催し"),
                "eyebrow": above if above != title else "",
                "title": title,
                "when": f"{days} {hours}".strip(),
                "where": str(event.venue.name),
                "stamp": _("中止") if event.is_cancelled else "",
            }.items()
        }
    )


def site_words() -> Words:
    brand = without_ruby(_("国立市 平和の催し"))
    return Words(
        brand=brand,
        eyebrow="",
        title=brand,
        where=without_ruby(_("戦争や原爆の体験を聞く講話、平和の日、展示")),
    )
