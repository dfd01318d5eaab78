"""The results of sources as a table for a spreadsheet: what is hidden stays hidden."""

from django.utils.translation import gettext as _

from events.outreach.reports_results import Cell, ResultRow, Results
from events.registration.exports.table import Table


def results_table(results: Results) -> Table:
    headers = [
        _("経路"),
        _("リンクを開いた回数"),
        _("申込み（組）"),
        _("来た人"),
        _("はじめての人"),
        _("参加の回数を答えた人"),
        _("30歳未満の人"),
        _("年代を答えた人"),
    ]
    rows = [_row(row) for row in (*results.rows, results.total)]
    return Table(headers, rows, receipts=[""] * len(rows))


def _row(row: ResultRow) -> list[str]:
    return [
        row.label,
        str(row.visits),
        str(row.parties),
        row.came_text,
        *_pair(row.first),
        *_pair(row.young),
    ]


def _pair(cell: Cell) -> list[str]:
    """The part and its denominator, each in a column of its own."""
    if not cell.is_shown:
        return [cell.text, "＊"]
    return [str(cell.share.part), str(cell.share.whole)]
