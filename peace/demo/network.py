"""The network's year in the demo: 26 cities in every state, made-up young people."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import cycle
from typing import Any

from events.programme.models import Event
from network.cities.choices import CoordinatorLevel, Office
from network.cities.models import (
    Coordinator,
    Municipality,
    Notice,
    NoticeReceipt,
    OfficeTerm,
)
from network.youth.choices import NominationKind, NominationStatus, Recruiting
from network.youth.models import (
    CityYear,
    Delegate,
    InterviewSlot,
    Nomination,
    YouthApplication,
    YouthProgramme,
    YouthRules,
)
from network.youth.usecases.nominate import (
    Nominee,
    change_nominee,
    draft_nomination,
    submit,
    withdraw,
)
from network.youth.usecases.publish_rules import draft_change, publish_rules
from network.youth.usecases.review import accept, send_back
from network.youth.usecases.write_rules import begin_year
from peace.accounts.models import User
from peace.demo.days import at
from peace.demo.network_applications import load_applications
from peace.demo.network_board import load_board
from peace.demo.network_documents import load_documents, set_rules
from peace.demo.network_links import load_links
from peace.demo.network_protected import load_protected
from peace.demo.network_reports import forget_photos, load_reports
from peace.demo.network_summit import SLUG as SUMMIT
from peace.demo.network_summit import load_summits
from peace.demo.network_trip import (
    DAYS_AFTER,
    DAYS_AHEAD,
    load_trips,
    remove_trips,
)
from peace.demo.texts import texts
from peace.language.dates import TOKYO, fiscal_year_begins, jst
from peace.outbox.models import OutboxMessage

LETTERS_ABOUT = (
    "application:",
    "delegate:",
    "health_reader:",
    "nomination:",
    "notice:",
    "report:",
    "summit:",
    "youth:",
)
CHAIR, VICE_CHAIR, DEMO_CITY = "132152", "132128", "132080"
TITLE = "多摩地域平和ユース研修事業"
GUIDELINE = {
    "ja": "多摩地域の26市が、若い人を1人ずつ広島へ送ります。2泊3日で、"
    "原爆の体験を聞き、平和記念資料館と似島を訪ねます。前と後の研修と、"
    "2月のサミットにも参加します。旅費と保険は、ネットワークが負担します。",
    "en": "Each of the 26 cities of Tama sends one young person to Hiroshima for "
    "three days: testimony, the Peace Memorial Museum, Ninoshima. "
    "Training days before and after, and the summit in February, are part of it.",
}
# One state a city, in the order of their codes; the demo's own city is set apart.
STATES = cycle(
    [
        "ACCEPTED",
        "ACCEPTED",
        "SUBMITTED",
        "ACCEPTED",
        "SENT_BACK",
        "ACCEPTED",
        "RECRUITING",
        "ACCEPTED",
        "RESUBMITTED",
        "ACCEPTED",
        "INTERVIEWING",
        "ACCEPTED",
        "MOVED_UP",
        "ACCEPTED",
        "REOPENED",
        "ACCEPTED",
        "NOT_STARTED",
    ]
)


def load_network(*, people: dict[str, User], now: datetime) -> None:
    """This fiscal year with its deadline just over, and last year complete.

    The years are built anew each time; offices and the demo's coordinator are kept.
    """
    year = fiscal_year_begins(now).year
    forget_photos()
    _remove_years()
    _offices(now)
    term = _coordinator(people["coordinator"], now=now)
    secretariat = people["secretariat"].actor
    last = _last_year(year - 1, secretariat=secretariat, names=_names(9), now=now)
    before = _last_year(year - 2, secretariat=secretariat, names=_names(60), now=now)
    load_reports(
        last=last,
        before=before,
        own_city=DEMO_CITY,
        secretariat=secretariat,
        now=now,
    )
    begin = now - timedelta(days=60)
    today = jst(now).date()
    rules = _publish(
        year,
        deadline=_yesterday(now),
        days=_days(today, today + timedelta(days=DAYS_AHEAD)),
        actor=secretariat,
        now=begin,
    )
    change = draft_change(programme=rules.programme)
    change.change_note = "2月のサミットの日を加えました"
    change.dates = [
        *change.dates,
        _day(date(year + 1, 2, 15), "平和サミット", "Peace summit"),
    ]
    set_rules(change, now=now)
    change.save()
    publish_rules(rules=change, actor=secretariat, now=now - timedelta(days=40))
    names = _names()
    for city in Municipality.objects.members():
        state = "SENT_BACK" if city == term.municipality else next(STATES)
        _tell(rules.programme, city, state, names, secretariat=secretariat, now=now)
    load_summits(
        demo_city=DEMO_CITY, names=_names(start=40), actor=secretariat, now=now
    )
    load_trips(actor=secretariat, now=now)
    load_links(rules.programme, now=now)
    load_protected(programme=rules.programme, people=people, now=now)
    load_documents(
        rules.programme, city=term.municipality_id, secretariat=secretariat, now=now
    )
    load_applications(year=year, now=now)
    # They were sent and read on their days.
    for about in LETTERS_ABOUT:
        OutboxMessage.objects.filter(about__startswith=about).delete()
    load_board(year=year, people=people, now=now)


def _remove_years() -> None:
    """What hangs on a year goes before it; files of the demo stay in its folder."""
    tables: list[Any] = [
        NoticeReceipt,
        Notice,
        YouthApplication,
        InterviewSlot,
        Delegate,
        Nomination,
        CityYear,
        YouthRules,
        YouthProgramme,
    ]
    trips = list(
        YouthProgramme.objects.exclude(trip=None).values_list("trip", flat=True)
    )
    for table in tables:
        table.objects.all().delete()
    remove_trips(trips)


def _offices(now: datetime) -> None:
    for code, office in ((CHAIR, Office.CHAIR), (VICE_CHAIR, Office.VICE_CHAIR)):
        OfficeTerm.objects.get_or_create(
            municipality_id=code,
            office=office,
            ends_on=None,
            defaults={"starts_on": fiscal_year_begins(now).date()},
        )


def _coordinator(user: User, *, now: datetime) -> Coordinator:
    return Coordinator.objects.get_or_create(
        user=user,
        ends_at=None,
        defaults={
            "municipality_id": DEMO_CITY,
            "level": CoordinatorLevel.APPROVER,
            "began_at": now - timedelta(days=200),
            "invited_by": "demo",
        },
    )[0]


def _yesterday(now: datetime) -> datetime:
    return at(jst(now).date() - timedelta(days=1), "17:00")


def _day(on: date, what: str, english: str) -> dict:
    return {"on": on.isoformat(), "what": {"ja": what, "en": english}}


def _days(before: date, trip: date) -> list[dict]:
    """The compulsory ones, as in FY2025: training, three days away, training."""
    return [
        _day(before, "事前研修", "Training before the trip"),
        _day(trip, "広島へ（3日間）", "To Hiroshima (three days)"),
        _day(trip + timedelta(days=DAYS_AFTER), "事後研修", "Training after the trip"),
    ]


def _summit_day() -> date:
    """The day of the demo's summit that is to come."""
    return jst(Event.objects.get(slug=SUMMIT).starts_at).date()


def _publish(
    year: int,
    *,
    deadline: datetime,
    days: list[dict],
    actor: str,
    now: datetime,
) -> YouthRules:
    """The window of FY2025 (born 2003-04-02 to 2010-04-01), moved to YEAR."""
    rules = begin_year(
        year=year,
        title=TITLE,
        values={
            "born_from": date(year - 22, 4, 2),
            "born_to": date(year - 15, 4, 1),
            "resident_on": date(year, 4, 1),
            "fee": 15_000,
            "deadline": deadline,
            "guideline": GUIDELINE,
            "dates": days,
        },
        actor=actor,
        now=now,
    )
    return publish_rules(rules=rules, actor=actor, now=now)


def _last_year(
    year: int, *, secretariat: str, names: Iterator[tuple[str, str]], now: datetime
) -> YouthProgramme:
    """A year in which every city sent somebody."""
    then = datetime.combine(date(year, 5, 10), time(3), tzinfo=TOKYO)
    rules = _publish(
        year,
        deadline=then + timedelta(days=6),
        days=_days(date(year, 7, 12), date(year, 8, 20)),
        actor=secretariat,
        now=then,
    )
    for city in Municipality.objects.members():
        made = _nominate(rules.programme, city, next(names), now=then)
        accept(nomination=made, actor=secretariat, now=then)
    return rules.programme


def _names(start: int = 0) -> Iterator[tuple[str, str]]:
    """Name and reading, made up from the demo's lists."""
    lists = texts("names")
    families, given = lists["families"], lists["given"]
    for number in range(start, 10_000):
        family = families[number * 7 % len(families)]
        first = given[number * 5 % len(given)]
        yield f"{family[0]} {first[0]}", f"{family[1]} {first[1]}"


def _nominee(name: tuple[str, str], year: int, *, address: str = "") -> Nominee:
    day = date(year - 17, 6, 1 + len(name[1]))
    return Nominee(
        name=name[0],
        kana=name[1],
        born_on=day,
        more={
            "address": address or "架空町1-2-3",
            "school": "架空高等学校",
            "guardian_name": f"{name[0].split()[0]} 保護者",
            "guardian_phone": "042-000-0000",
            "motivation": "広島で見て聞いたことを、市の同じ年ごろの人に伝えたいです。",
        },
    )


def _nominate(
    programme: YouthProgramme,
    city: Municipality,
    name: tuple[str, str],
    *,
    now: datetime,
    kind: NominationKind = NominationKind.PRINCIPAL,
) -> Nomination:
    made = draft_nomination(
        programme=programme,
        municipality=city,
        kind=kind,
        nominee=_nominee(name, programme.year),
        actor=f"city:{city.code}",
        now=now,
    )
    return submit(nomination=made, actor=f"city:{city.code}", now=now)


def _tell(
    programme: YouthProgramme,
    city: Municipality,
    state: str,
    names: Iterator[tuple[str, str]],
    *,
    secretariat: str,
    now: datetime,
) -> None:
    """How far CITY has come, by the steps that lead there."""
    actor, earlier = f"city:{city.code}", now - timedelta(days=20)
    if state in Recruiting.values:
        CityYear.objects.filter(programme=programme, municipality=city).update(
            recruiting=state
        )
        return
    name = next(names)
    made = _nominate(programme, city, name, now=earlier)
    if state == "MOVED_UP":
        other = _nominate(
            programme, city, next(names), kind=NominationKind.RESERVE, now=earlier
        )
        for each in (made, other):
            accept(nomination=each, actor=secretariat, now=earlier)
        withdraw(nomination=made, reason="入学の準備のため", actor=actor, now=earlier)
    elif state in {"SENT_BACK", "RESUBMITTED"}:
        made = send_back(
            nomination=made,
            points="保護者の電話番号を確かめてください。\n志望動機が途中で切れています。",
            actor=secretariat,
            now=now - timedelta(days=3),
        )
        if state == "RESUBMITTED":
            submit(nomination=made, actor=actor, now=now - timedelta(days=1))
    elif state in {NominationStatus.ACCEPTED, NominationStatus.REOPENED}:
        made = accept(nomination=made, actor=secretariat, now=now - timedelta(days=9))
        if state == NominationStatus.REOPENED:
            moved = _nominee(name, programme.year, address="架空町4-5-6")
            change_nominee(
                nomination=made,
                nominee=moved,
                actor=actor,
                now=now - timedelta(days=1),
            )
