"""The roster and the list for the insurer as tables; health data is in neither."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from events.registration.exports.table import Table
from network.youth.choices import Sheet
from network.youth.models import Delegate
from network.youth.reports_sheets import insurance_lines


def sheet_table(sheet: Sheet, delegates: Sequence[Delegate]) -> Table:
    """Texts only, one delegate a row. KeyError for a sheet that is paper only."""
    return {Sheet.ROSTER: _roster, Sheet.INSURANCE: _insurance}[sheet](delegates)


def _roster(delegates: Sequence[Delegate]) -> Table:
    headers = [
        _("班"),
        _("部屋"),
        _("市"),
        _("お名前"),
        _("ふりがな"),
        _("生年月日"),
        _("学校・勤め先"),
        _("ご本人の電話番号"),
        _("ご本人のメールアドレス"),
        _("保護者のお名前"),
        _("保護者の電話番号"),
        _("保護者のメールアドレス"),
    ]
    rows = [
        [
            each.group,
            each.room,
            each.municipality.name,
            each.nomination.name,
            each.nomination.kana,
            each.nomination.born_on.isoformat(),
            each.nomination.school,
            each.nomination.phone,
            each.nomination.email,
            each.nomination.guardian_name,
            each.nomination.guardian_phone,
            each.nomination.guardian_email,
        ]
        for each in delegates
    ]
    return Table(headers, rows, _cities(delegates))


def _insurance(delegates: Sequence[Delegate]) -> Table:
    headers = [
        _("市"),
        _("お名前"),
        _("ふりがな"),
        _("生年月日"),
        _("住所"),
        _("保険金の受取人"),
    ]
    lines = insurance_lines(delegates)
    rows = [[line.delegate.municipality.name, *line.cells()] for line in lines]
    return Table(headers, rows, _cities(delegates))


def _cities(delegates: Sequence[Delegate]) -> list[str]:
    """Whose row it is, where a sign cannot be written."""
    return [each.municipality.name for each in delegates]
