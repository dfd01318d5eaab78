"""Draws registrations: where somebody stands in a line."""

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from events.registration.models import Seat
from events.registration.reports import TicketSheet
from peace.language.names import either
from peace.language.ruby import convert_page

register = template.Library()


@register.simple_tag
def waiting_place(sheet: TicketSheet, seat: Seat) -> str:
    """The number that the party was given in the line of this timeslot."""
    entry = sheet.line.get(seat.timeslot_id)
    if entry is None:
        return _("キャンセル待ち")
    return _("キャンセル待ち（番号%(number)s）") % {"number": entry.number}


@register.simple_tag
def slip(sheet: TicketSheet) -> SafeString:
    """An A5 slip in the language of the party, whoever prints it."""
    language = sheet.registration.language
    is_easy = language == "ja-easy"
    with translation.override(language):
        html = render_to_string(
            "events/registration/slip.html",
            {
                "sheet": sheet,
                "is_easy": is_easy,
                "html_lang": "en" if language == "en" else "ja",
                "office_phone": settings.OFFICE_PHONE,
                "office_extension": either(settings.OFFICE_EXTENSION, language),
            },
        )
    # Escaped by the template; the readings of an easy page become ruby here.
    return mark_safe(convert_page(html) if is_easy else html)  # noqa: S308
