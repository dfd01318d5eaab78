"""Applications in the demo: taken in one city, heard in one, decided in one."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from network.cities.models import Municipality
from network.youth.choices import (
    ApplicationStatus,
    NominationKind,
    Recruiting,
)
from network.youth.models import (
    CityYear,
    InterviewSlot,
    Nomination,
    ScoreSheet,
    YouthApplication,
    YouthProgramme,
    YouthRules,
)
from network.youth.person import person_key
from peace.demo.days import at
from peace.demo.texts import texts
from peace.language.dates import jst

CRITERIA = [
    {
        "name": {
            "ja": "志望動機",
            "ja-easy": "行《い》きたい 理由《りゆう》",
            "en": "Motivation",
        },
        "points": 10,
    },
    {
        "name": {
            "ja": "帰ってから伝える計画",
            "ja-easy": "帰《かえ》ってから 伝《つた》える 計画《けいかく》",
            "en": "Plan to pass it on",
        },
        "points": 10,
    },
    {
        "name": {
            "ja": "話す力",
            "ja-easy": "話《はな》す 力《ちから》",
            "en": "Way of speaking",
        },
        "points": 5,
    },
]
MOTIVATIONS = [
    "学校の図書館で被爆した方の手記を読み、同じ場所に立ってみたいと思いました。"
    "見て聞いたことを、市内の中学校で話す会を開きたいです。",
    "祖母から、多摩にも空襲があったと聞きました。広島で学んだことと、"
    "自分の市の話をつなげて、壁新聞にまとめたいです。",
    "地域の平和の催しで受付を手伝っています。来る人の多くが年上の方でした。"
    "同じ年ごろの人に、広島のことを自分の言葉で伝えたいです。",
    "留学生の友だちに、原爆のことを聞かれて答えられませんでした。"
    "帰ったら、英語でも話せるようになりたいです。",
]
TAKING, INTERVIEWING = Recruiting.RECRUITING, Recruiting.INTERVIEWING
DEMO_CITY = "132080"
APPLICANTS = {TAKING: 7, INTERVIEWING: 5}
PLACE = "市役所5階 第2会議室"
CONTACT = "平和文化課 042-000-0000（平日 8:30～17:15）"
# Actors of cities in which nobody signs in; their sheets are those of former people.
ASSESSORS = ("user:0", "user:1000000")
_numbers = count(1)


def load_applications(*, year: int, now: datetime) -> None:
    """Rows as they came about on their days; no letter is written.

    The network's deadline of the demo is over since yesterday. The two cities that
    still choose agreed on ten more days with the secretariat by telephone.
    """
    programme = YouthProgramme.objects.get(year=year)
    YouthRules.objects.filter(programme__year__lte=year, criteria=[]).update(
        criteria=CRITERIA
    )
    years = CityYear.objects.filter(programme=programme).select_related("municipality")
    for state, number in APPLICANTS.items():
        city_year = years.filter(recruiting=state).order_by("municipality").first()
        if city_year is not None:
            _running(city_year, number, now=now)
    _decided(years.get(municipality=DEMO_CITY), now=now)
    _last_year(year - 1, now=now)


def _running(city_year: CityYear, number: int, *, now: datetime) -> None:
    interviews = city_year.recruiting == INTERVIEWING
    until = now + timedelta(days=-4 if interviews else 10)
    _open(city_year, until=at(jst(until).date(), "17:00"))
    slots = _slots(city_year, number + 2, first=jst(now).date() + timedelta(days=2))
    for place in range(number):
        status = ApplicationStatus.INVITED if interviews else ApplicationStatus.RECEIVED
        made = _application(
            city_year,
            status=status,
            slot=slots[place] if interviews else None,
            created_at=now - timedelta(days=20 - 2 * place, hours=place),
        )
        if interviews and place < 4:
            _sheets(made, place, now=now)
    if interviews:
        taken = [slot.pk for slot in slots[:number]]
        InterviewSlot.objects.filter(pk__in=taken).update(taken=1)


def _decided(city_year: CityYear, *, now: datetime) -> None:
    """The demo's own city chose its nominee three weeks ago, and nobody in reserve."""
    decided_at = now - timedelta(days=21)
    _open(city_year, until=at(jst(decided_at).date() - timedelta(days=7), "17:00"))
    CityYear.objects.filter(pk=city_year.pk).update(decided_at=decided_at)
    chosen = Nomination.objects.filter(
        programme=city_year.programme,
        municipality=city_year.municipality,
        kind=NominationKind.PRINCIPAL,
    ).first()
    told: dict[str, Any] = {
        "decided_at": decided_at,
        "result_sent_at": decided_at + timedelta(minutes=10),
    }
    slots = _slots(city_year, 4, first=jst(decided_at).date() - timedelta(days=2))
    InterviewSlot.objects.filter(pk__in=[each.pk for each in slots]).update(taken=1)
    for place in range(4):
        nomination = chosen if place == 2 else None
        same = ("name", "kana", "born_on", "school", "address", "person_key")
        made = _application(
            city_year,
            status=ApplicationStatus.CHOSEN
            if nomination
            else ApplicationStatus.NOT_CHOSEN,
            nomination=nomination,
            slot=slots[place],
            created_at=decided_at - timedelta(days=12 - place),
            **told,
            **({n: getattr(nomination, n) for n in same} if nomination else {}),
        )
        _sheets(made, 3 if nomination else place, now=decided_at - timedelta(days=1))


def _last_year(year: int, *, now: datetime) -> None:
    """Numbers alone: 90 days after the result the people of the rows were erased."""
    years = CityYear.objects.filter(programme__year=year).select_related("programme")
    then = at(date(year, 5, 10), "12:00")
    YouthApplication.objects.bulk_create(
        YouthApplication(
            programme=each.programme,
            municipality_id=each.municipality_id,
            number=str(200_000 + next(_numbers)),
            status=ApplicationStatus.NOT_CHOSEN,
            motivation="",
            created_at=then - timedelta(days=10),
            decided_at=then,
            result_sent_at=then,
            erased_at=then + timedelta(days=91),
        )
        for place, each in enumerate(years.order_by("municipality"))
        for _one in range(place * 5 % 8)
    )


def _open(city_year: CityYear, *, until: datetime) -> None:
    name = Municipality.objects.get(pk=city_year.municipality_id).name
    CityYear.objects.filter(pk=city_year.pk).update(
        takes_applications=True,
        applications_until=until,
        contact=CONTACT,
        introduction=f"{name}から、広島で学ぶ若い人を1人募集します。"
        "経験は問いません。聞いたことを、自分の言葉で市の人に伝えてください。",
    )


def _slots(city_year: CityYear, number: int, *, first: date) -> list[InterviewSlot]:
    begin = at(first, "16:00")
    return [
        InterviewSlot.objects.create(
            programme=city_year.programme,
            municipality=city_year.municipality,
            starts_at=begin + timedelta(minutes=20 * place),
            ends_at=begin + timedelta(minutes=20 * (place + 1)),
            place=PLACE,
        )
        for place in range(number)
    ]


def _application(city_year: CityYear, **fields: Any) -> YouthApplication:
    number = next(_numbers)
    lists = texts("names")
    family = lists["families"][number * 11 % len(lists["families"])]
    given = lists["given"][number * 7 % len(lists["given"])]
    kana = f"{family[1]} {given[1]}"
    born_on = date(city_year.programme.year - 16 - number % 4, 5, 1 + number % 28)
    by_phone = number % 4 == 0
    return YouthApplication.objects.create(
        **{
            "programme": city_year.programme,
            "municipality": city_year.municipality,
            "number": str(100_000 + number * 7919 % 90_000),
            "name": f"{family[0]} {given[0]}",
            "kana": kana,
            "born_on": born_on,
            "school": "架空高等学校" if number % 3 else "架空大学",
            "address": f"架空町{number}-2-3",
            "email": "" if by_phone else f"{family[2]}{number}@example.jp",
            "phone": "09000000000" if by_phone else "",
            "guardian_name": f"{family[0]} 保護者",
            "guardian_phone": "0420000000",
            "motivation": MOTIVATIONS[number % len(MOTIVATIONS)],
            "language": ("ja", "ja", "ja-easy", "en")[number % 4],
            "person_key": person_key(kana=kana, born_on=born_on),
        }
        | fields
    )


def _sheets(application: YouthApplication, place: int, *, now: datetime) -> None:
    for number, assessor in enumerate(ASSESSORS):
        ScoreSheet.objects.create(
            application=application,
            municipality=application.municipality,
            assessor=assessor,
            points=[6 + place % 4, 5 + (place + number) % 5, 3 + place % 2],
            note="話し方が落ち着いている。" if number else "",
            at=now - timedelta(hours=3),
        )
