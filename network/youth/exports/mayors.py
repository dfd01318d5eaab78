"""The mayors' sheet as rows for a spreadsheet."""

from django.utils.translation import gettext as _

from events.registration.exports.table import Table
from network.youth.reports_mayors import MayorsLine, MayorsReport


def mayors_table(report: MayorsReport, *, with_names: bool) -> Table:
    """One row a city and the totals, then who presides and the day; texts only."""
    headers = [
        _("市"),
        _("状況"),
        _("遅れ"),
        _("推薦者"),
        *([_("推薦者の名前")] if with_names else []),
        _("提出物"),
        _("お知らせの確認"),
        _("前年度の派遣"),
        _("前年度の報告"),
        _("前年度のその後の活動"),
    ]
    rows = [_row(line, with_names=with_names) for line in report.lines]
    rows.append(_totals(report, with_names=with_names))
    rows += [[text, *[""] * (len(headers) - 1)] for text in _notes(report)]
    return Table(headers, rows, receipts=[""] * len(rows))


def _row(line: MayorsLine, *, with_names: bool) -> list[str]:
    standing = line.standing
    return [
        line.city.name,
        standing.word,
        "、".join(standing.late_words),
        _("あり") if line.has_nominee else _("なし"),
        *([line.name] if with_names else []),
        _share(standing.documents_done, standing.documents_needed),
        _share(*line.notices),
        _("あり") if line.last.sent else _("なし"),
        _("あり") if line.last.reported else _("なし"),
        str(line.last.follow_ups),
    ]


def _totals(report: MayorsReport, *, with_names: bool) -> list[str]:
    sent, reported, follow_ups = report.last
    return [
        _("合計"),
        "",
        _("%(n)s市") % {"n": report.late},
        _("%(n)s市") % {"n": report.nominees},
        *([""] if with_names else []),
        _share(*report.documents),
        _share(*report.notices),
        _("%(n)s市") % {"n": sent},
        _("%(n)s市") % {"n": reported},
        str(follow_ups),
    ]


def _notes(report: MayorsReport) -> list[str]:
    holders = [
        f"{term.get_office_display()} {term.municipality.name}"
        for term in report.officers
    ]
    day = _("作成日 %(day)s") % {"day": report.day.isoformat()}
    return [*holders, day]


def _share(done: int, of: int) -> str:
    """ "5 / 8" with words: a spreadsheet takes "5/8" for a day in May."""
    return _("%(of)s件中%(done)s件") % {"of": of, "done": done} if of else "–"
