"""The network's office in the demo: who acts for each city, notices, past offices."""

from datetime import date, datetime, timedelta

from network.cities.choices import Audience, CoordinatorLevel, Office
from network.cities.models import (
    Coordinator,
    Municipality,
    NoticeReceipt,
    OfficeTerm,
)
from network.cities.usecases.write_notice import (
    KIND,
    NoticeText,
    approve_notice,
    write_notice,
)
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.demo.texts import texts
from peace.language.dates import fiscal_year_begins, jst
from peace.outbox.models import OutboxBatch, OutboxMessage

CHAIR, VICE_CHAIR = "132152", "132128"
# Who wrote the notices: the demo's own secretariat can then approve one.
COLLEAGUE = ("tachibana@example.jp", "橘 千尋")
PACKING = """8月の研修の持ち物と集合の案内です。

1 集合は東京駅の団体待合所です。時刻は、あらためてお知らせします。
2 参加費は、前の週までに派遣ユースご本人から集めてください。
3 保護者の方には、緊急のときの電話番号をお伝えください。"""
MEETING = """平和ネットワーク会議の日程の候補を送ります。

ご都合の悪い日があれば、事務局へお知らせください。"""


def load_board(*, year: int, people: dict[str, User], now: datetime) -> None:
    """A notice that most cities have acknowledged, one that waits for approval, and
    the terms of office before this one. Notices of an earlier load are gone already."""
    OutboxMessage.objects.filter(about__startswith="notice:").delete()
    OutboxBatch.objects.filter(kind=KIND).delete()
    _coordinators(now)
    _past_offices(now)
    writer = _colleague()
    cities = list(Municipality.objects.members())
    today = jst(now).date()
    sent = write_notice(
        text=NoticeText(
            subject="広島研修の持ち物と集合について",
            text=PACKING,
            audience=Audience.ALL,
            due_on=today + timedelta(days=3),
            year=year,
        ),
        cities=cities,
        actor=writer.actor,
        now=now - timedelta(days=5),
    )
    approve_notice(
        notice=sent,
        actor=people["secretariat"].actor,
        now=now - timedelta(days=5) + timedelta(minutes=20),
    )
    OutboxMessage.objects.filter(about=sent.about).delete()
    _read(sent.receipts.exclude(municipality=_demo_city(people)), now=now)
    write_notice(
        text=NoticeText(
            subject="平和ネットワーク会議の日程について",
            text=MEETING,
            audience=Audience.ALL,
            due_on=today + timedelta(days=14),
            year=year,
        ),
        cities=cities,
        actor=writer.actor,
        now=now - timedelta(hours=2),
    )


def _coordinators(now: datetime) -> None:
    """Somebody made up for every city that has nobody yet."""
    lists = texts("names")
    families, given = lists["families"], lists["given"]
    acting = set(
        Coordinator.objects.acting_at(now).values_list("municipality", flat=True)
    )
    for number, city in enumerate(Municipality.objects.members()):
        if city.pk in acting:
            continue
        family, first = families[-number % len(families)], given[number % len(given)]
        user = _user(
            f"heiwa-{city.code}@example.jp",
            f"{family[0]} {first[0]}",
            Role.COORDINATOR,
        )
        Coordinator.objects.create(
            user=user,
            municipality=city,
            level=CoordinatorLevel.APPROVER,
            began_at=fiscal_year_begins(now),
            invited_by="demo",
        )


def _colleague() -> User:
    email, name = COLLEAGUE
    return _user(email, name, Role.SECRETARIAT)


def _user(email: str, name: str, role: Role) -> User:
    found = User.objects.filter(email=email).first()
    return found or User.objects.create_user(email, name=name, role=role)


def _demo_city(people: dict[str, User]) -> Municipality:
    return Coordinator.objects.get(
        user=people["coordinator"], ends_at=None
    ).municipality


def _past_offices(now: datetime) -> None:
    """The two years before; who held an office then is made up."""
    begins = fiscal_year_begins(now).date()
    for code, office in ((CHAIR, Office.CHAIR), (VICE_CHAIR, Office.VICE_CHAIR)):
        OfficeTerm.objects.get_or_create(
            municipality_id=code,
            office=office,
            starts_on=date(begins.year - 2, 4, 1),
            defaults={"ends_on": begins - timedelta(days=1)},
        )


def _read(receipts, *, now: datetime) -> None:  # noqa: ANN001 - a QuerySet
    """Most have acknowledged it, some only opened it, a few neither."""
    chosen = list(receipts.order_by("municipality"))
    for number, receipt in enumerate(chosen):
        at = now - timedelta(days=4, minutes=37 * number)
        if number % 6 == 5:
            continue
        receipt.seen_at = at
        if number % 6 != 2:
            user = Coordinator.objects.acting_at(now).filter(
                municipality=receipt.municipality_id
            )
            receipt.acknowledged_at = at + timedelta(minutes=3)
            receipt.acknowledged_by = f"user:{user.values_list('user', flat=True)[0]}"
    NoticeReceipt.objects.bulk_update(
        chosen, ["seen_at", "acknowledged_at", "acknowledged_by"]
    )
