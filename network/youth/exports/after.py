"""What became of each year's 26, as rows for a spreadsheet. No person is in it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.registration.exports.table import Table
from network.youth.reports_after import CityAfter, YearAfter


def after_table(years: Iterable[YearAfter]) -> Table:
    """One row a city and year; every cell a text, an empty one for "nothing"."""
    headers = [
        _("年度"),
        _("市コード"),
        _("市"),
        _("派遣"),
        _("報告"),
        _("市長への報告"),
        _("学校や地域での報告（回）"),
        _("聞いた人の数"),
        _("サミットでの発表"),
        _("その後の協力（回）"),
    ]
    rows = [
        [str(year.year), each.city.pk, each.city.name, *_cells(each)]
        for year in years
        for each in year.cities
    ]
    return Table(headers, rows, ["" for _row in rows])


def _cells(each: CityAfter) -> list[str]:
    if each.delegate is None:
        return [_("なし"), "", "", "", "", "", ""]
    report = _("公開") if each.is_published else _("承認") if each.is_approved else ""
    return [
        _("あり"),
        report,
        each.mayor.isoformat() if each.mayor else "",
        str(each.talks),
        str(each.heads),
        each.stage.isoformat() if each.stage else "",
        str(each.help),
    ]
