"""Draws registrations: where somebody stands in a line."""

from django import template
from django.utils.translation import gettext as _

from events.registration.models import Seat
from events.registration.reports import TicketSheet

register = template.Library()


@register.simple_tag
def waiting_place(sheet: TicketSheet, seat: Seat) -> str:
    """The number that the party was given in the line of this timeslot."""
    entry = sheet.line.get(seat.timeslot_id)
    if entry is None:
        return _("キャンセル待ち")
    return _("キャンセル待ち（番号%(number)s）") % {"number": entry.number}
