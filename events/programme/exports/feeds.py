"""What programs read to know what is new: an Atom feed and the map of the site."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from io import StringIO

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator

from events.programme.models import Event, Programme
from peace.language.dates import date_long, time_range
from peace.language.ruby import without_ruby
from peace.site import HREFLANG

_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
# Pages that are always there, by the name of their address.
STANDING = ("home", "programme:opendata", "network:cities", "privacy", "accessibility")


def events_atom(events: Sequence[Event], *, title: str, page: str, feed: str) -> str:
    """EVENTS as Atom (RFC 4287), in the language in force; nothing personal in it.

    PAGE and FEED are paths. An entry is new again when its event changed.
    """
    atom = Atom1Feed(
        title=without_ruby(title),
        link=settings.SITE_URL + page,
        feed_url=settings.SITE_URL + feed,
        description="",
        language=HREFLANG[translation.get_language()],
        author_name=without_ruby(translation.gettext("国立市")),
    )
    for event in events:
        url = _url("programme:event", event.slug)
        atom.add_item(
            title=without_ruby(" ".join(filter(None, _heading(event)))),
            link=url,
            unique_id=url,
            description=without_ruby(_summary(event)),
            pubdate=event.published_at,
            updateddate=last_change(event),
            categories=[without_ruby(str(event.programme.title))],
        )
    return atom.writeString("utf-8")


def last_change(event: Event) -> datetime:
    """When EVENT last changed; those from before that was noted have a fixed day."""
    known = event.changed_at or event.cancelled_at or event.opens_at
    return known or event.starts_at - timedelta(days=60)


def sitemap(events: Iterable[Event], programmes: Iterable[Programme]) -> str:
    """Every public page in every language, each with its others (hreflang)."""
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for name in STANDING:
        _page(xml, _in_each_language(name))
    for programme in programmes:
        _page(xml, _in_each_language("programme:programme", programme.slug))
    for event in events:
        _page(xml, _in_each_language("programme:event", event.slug), last_change(event))
    xml.endElement("urlset")
    xml.endDocument()
    return out.getvalue()


def _page(
    xml: SimplerXMLGenerator, urls: Mapping[str, str], changed: datetime | None = None
) -> None:
    for url in urls.values():
        xml.startElement("url", {})
        xml.addQuickElement("loc", url)
        if changed:
            xml.addQuickElement("lastmod", changed.isoformat(timespec="seconds"))
        default = {"x-default": urls[settings.LANGUAGE_CODE]}
        named = {HREFLANG[code]: each for code, each in urls.items()} | default
        for language, each in named.items():
            link = {"rel": "alternate", "hreflang": language, "href": each}
            xml.addQuickElement("xhtml:link", attrs=link)
        xml.endElement("url")


def _in_each_language(name: str, *args: str) -> dict[str, str]:
    found = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found[code] = _url(name, *args)
    return found


def _url(name: str, *args: str) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _heading(event: Event) -> tuple[str, ...]:
    called_off = f"【{translation.gettext('中止')}】" if event.is_cancelled else ""
    return called_off, str(event.occasion), str(event.title)


def _summary(event: Event) -> str:
    hours = str(event.hours) or time_range(event.starts_at, event.ends_at)
    facts = f"{date_long(event.starts_at)} {hours} {event.venue.name}"
    return "\n".join([facts, str(event.cancel_reason or event.lead)])
