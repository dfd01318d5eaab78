"""What the pages about letters say of them."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from events.programme.models import Event, Programme
from events.programme.publishing import LANGUAGE_NAMES
from events.reminders.catalogue import letters
from peace.outbox.models import LetterText

register = template.Library()


@register.filter
def language_label(language: str) -> str:
    return str(LANGUAGE_NAMES.get(language, language))


@register.filter
def language_labels(languages: Iterable[str]) -> str:
    return _("、").join(map(language_label, languages))


@register.filter
def used(rows: Mapping[str, LetterText], language: str) -> bool:
    """The office's own words are in use in LANGUAGE."""
    return language in rows and rows[language].in_use


@register.filter
def short_meaning(meaning: str) -> str:
    """For a button: without what stands in brackets."""
    return meaning.partition("（")[0].partition(" (")[0]


@register.filter
def is_letter(name: str) -> bool:
    return name in letters()


@register.filter
def letter_label(name: str) -> str:
    return str(letters()[name].about.label)


@register.filter
def text_url(row: LetterText) -> str:
    """Where a text is edited, for what it is about."""
    address = reverse("staff:text", args=row.name.split("/"))
    room, _colon, pk = row.scope.partition(":")
    model = {"event": Event, "programme": Programme}.get(room)
    found = model.objects.filter(pk=pk).first() if model and pk.isdecimal() else None
    return f"{address}?{urlencode({room: found.slug})}" if found else address
