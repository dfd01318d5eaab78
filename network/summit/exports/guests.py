"""The cities' guests as rows for a spreadsheet, for the reception of the day."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.registration.exports.table import Table
from network.summit.reports import CityReply
from peace.language.dates import staff_time


def guests_table(replies: Iterable[CityReply]) -> Table:
    """One row a guest, and one for the citizens of a city, who are a number."""
    headers = [
        _("市"),
        _("席"),
        _("お名前"),
        _("ふりがな"),
        _("役職・学校"),
        _("要るサポート"),
        _("人数"),
        _("来場"),
    ]
    rows = []
    for each in sorted(replies, key=lambda reply: reply.city.kana):
        rows += [
            [
                each.city.name,
                str(guest.get_kind_display()),
                guest.name,
                guest.kana,
                guest.position,
                _("、").join(guest.support),
                "1",
                staff_time(guest.arrived_at) if guest.arrived_at else "",
            ]
            for guest in each.guests
        ]
        if each.reply and each.citizens:
            arrived = each.reply.citizens_arrived
            number = str(arrived) if arrived else ""
            rows.append(
                [each.city.name, _("市民"), "", "", "", "", str(each.citizens), number]
            )
    return Table(headers, rows, [""] * len(rows))
