"""What is kept of the young people, how much of it, and when the next of it goes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Min, QuerySet
from django.utils.translation import gettext as _

from network.youth.choices import ProtectedKind
from network.youth.models import ProtectedRecord, YouthApplication
from network.youth.usecases import erase_people as people
from network.youth.usecases.erase_applications import KEPT_DAYS, applications_due
from peace.language.dates import jst


@dataclass(frozen=True)
class Kept:
    """One kind of data. `oldest` is a day or a fiscal year, as text."""

    what: str
    rule: str
    stays: str
    number: int
    oldest: str = ""
    next_on: date | None = None
    overdue: int = 0


def what_is_kept(*, now: datetime) -> list[Kept]:
    """Every kind of the room that goes by itself. Two statements a kind."""
    return [
        *(_protected(kind, now) for kind in ProtectedKind),
        _by_year(
            people.kept_files(),
            "item__delegate__programme__year",
            years=people.FILE_YEARS,
            overdue=people.files_due(now).count(),
            what=_("市が送ったファイル（申込書、同意書など）"),
            rule=_("年度が終わって1年"),
            stays=_("いつ、だれが送ったか"),
        ),
        _applications(now),
        _by_year(
            people.not_sent(),
            "programme__year",
            years=people.NOT_SENT_YEARS,
            overdue=people.not_sent_due(now).count(),
            what=_("派遣されなかった方の推薦（下書き、補欠、不承認、取下げ）"),
            rule=_("年度が終わって1年"),
            stays=_("市、年度、種類、状況、生まれた年"),
        ),
        _by_year(
            people.sent(),
            "programme__year",
            years=people.SENT_YEARS,
            overdue=people.sent_due(now).count(),
            what=_("派遣ユースの名前、連絡先、保護者"),
            rule=_("年度が終わって3年"),
            stays=_(
                "市、年度、生まれた年、その後の活動。公開している報告の中の名前。"
                "2回目の推薦に気づくための符号"
            ),
        ),
    ]


def _protected(kind: ProtectedKind, now: datetime) -> Kept:
    rows = ProtectedRecord.objects.filter(kind=kind)
    found = rows.aggregate(oldest=Min("written_at"), next_on=Min("erase_on"))
    return Kept(
        what=str(kind.label),
        rule=_("派遣が終わって30日"),
        stays=_("提出済みのしるし"),
        number=rows.count(),
        oldest=f"{jst(found['oldest']):%Y-%m-%d}" if found["oldest"] else "",
        next_on=found["next_on"],
        overdue=rows.filter(erase_on__lte=jst(now).date()).count(),
    )


def _applications(now: datetime) -> Kept:
    rows = YouthApplication.objects.filter(erased_at__isnull=True)
    found = rows.aggregate(oldest=Min("created_at"), decided=Min("decided_at"))
    decided = found["decided"]
    return Kept(
        what=_("市への応募（画面で受け付けたもの）"),
        rule=_("結果か辞退から90日。決まらなかったものは1年"),
        stays=_("市、年度、受付番号、結果"),
        number=rows.count(),
        oldest=f"{jst(found['oldest']):%Y-%m-%d}" if found["oldest"] else "",
        next_on=jst(decided).date() + timedelta(days=KEPT_DAYS) if decided else None,
        overdue=applications_due(now).count(),
    )


def _by_year(
    rows: QuerySet,
    column: str,
    *,
    years: int,
    overdue: int,
    what: str,
    rule: str,
    stays: str,
) -> Kept:
    found = rows.aggregate(first=Min(column), last=Max(column))
    first = found["first"]
    return Kept(
        what=what,
        rule=rule,
        stays=stays,
        number=rows.count(),
        oldest=_("%(year)s年度") % {"year": first} if first else "",
        next_on=people.erase_day(first, years) if first else None,
        overdue=overdue,
    )
