"""The trips of the demo: this year's in three weeks, last year's complete."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import count

from events.door.choices import ScanMode, Verdict
from events.door.models import Scan, ScannerDevice
from events.door.models.device import hash_secret
from events.door.usecases.remove_events import remove_events
from events.programme.models import Event, Timeslot
from events.registration.models import Seat
from network.youth.choices import StopKind
from network.youth.models import Delegate, TripStop, YouthProgramme
from network.youth.usecases.plan_trip import StopPlan, plan_trip, save_timetable
from peace.demo.days import at
from peace.language.dates import jst

TRAINING, MUSTER, PART = StopKind
# From today to this year's trip, and from a trip to the training after it.
DAYS_AHEAD, DAYS_AFTER = 24, 38
# Day of the trip, start, end, what, where, kind.
TIMETABLE = [
    (0, "07:30", "08:00", "東京駅 集合", "丸の内南口", MUSTER),
    (0, "08:12", "12:05", "新幹線", "のぞみ 広島行き", PART),
    (0, "13:00", "13:20", "広島駅 点呼", "新幹線口", MUSTER),
    (0, "14:00", "16:30", "平和記念資料館", "本館と東館", PART),
    (0, "18:30", "18:45", "ホテル 点呼", "2階ロビー", MUSTER),
    (1, "08:30", "08:45", "ホテル 集合", "1階ロビー", MUSTER),
    (1, "10:00", "10:20", "宇品港 フェリー", "似島行き", MUSTER),
    (1, "10:50", "15:00", "似島の見学と交流", "似島臨海少年自然の家", PART),
    (1, "15:30", "15:45", "似島港 点呼", "桟橋", MUSTER),
    (2, "09:00", "10:00", "原爆の子の像 献鶴", "平和記念公園", PART),
    (2, "12:30", "12:50", "広島駅 集合", "新幹線口", MUSTER),
    (2, "17:10", "17:30", "東京駅 解散", "丸の内南口", MUSTER),
]
# In English, for delegates who read it.
IN_ENGLISH = {
    "東京駅 集合": "Meet at Tokyo Station",
    "新幹線": "Shinkansen",
    "平和記念資料館": "Peace Memorial Museum",
    "宇品港 フェリー": "Ferry from Ujina Port",
    "東京駅 解散": "Tokyo Station, end of the trip",
}


def load_trips(*, actor: str, now: datetime) -> None:
    """Plan both trips and count those who were there.

    The roll of this year's first training is called now: most are here, three are not.
    """
    today = jst(now).date()
    programmes = list(YouthProgramme.objects.order_by("year"))
    last, this = programmes[-2], programmes[-1]
    august = date(last.year, 8, 20)
    _plan(last, _rows(august), actor=actor, now=now)
    _plan(this, _rows_today(today, now), actor=actor, now=now)
    for programme, missing in ((last, 0), (this, 3)):
        _count(programme, missing=missing, now=now)


def remove_trips(events: Collection[int]) -> None:
    """Both trips, and what the doors know of them."""
    slugs = Event.objects.filter(pk__in=events).values_list("slug", flat=True)
    remove_events(slugs=list(slugs))


def _rows(first: date) -> list[StopPlan]:
    trainings = [
        (first - timedelta(days=39), "事前研修", "くにたち市民芸術小ホール"),
        (first + timedelta(days=DAYS_AFTER), "事後研修", "国立市役所"),
    ]
    return [
        StopPlan(at(day, "13:00"), at(day, "16:30"), what, place, TRAINING)
        for day, what, place in trainings
    ] + [
        StopPlan(
            at(first + timedelta(days=day), starts),
            at(first + timedelta(days=day), ends),
            what,
            place,
            kind,
        )
        for day, starts, ends, what, place, kind in TIMETABLE
    ]


def _rows_today(today: date, now: datetime) -> list[StopPlan]:
    """The trip is in three weeks; the first training is just now, at its roll-call."""
    _before, *rows = _rows(today + timedelta(days=DAYS_AHEAD))
    begins = now.replace(second=0, microsecond=0) - timedelta(minutes=20)
    here = StopPlan(
        begins, begins + timedelta(hours=2), "事前研修", "国立市役所", TRAINING
    )
    return [here, *rows]


def _plan(
    programme: YouthProgramme, rows: Sequence[StopPlan], *, actor: str, now: datetime
) -> None:
    # Everybody was chosen long before; the demo accepts some of them days ago.
    Delegate.objects.filter(programme=programme).update(
        began_at=min(row.starts_at for row in rows) - timedelta(days=1)
    )
    trip = plan_trip(programme=programme, actor=actor, now=now)
    first = trip.timeslots.values_list("pk", flat=True)
    save_timetable(
        programme=programme, rows=rows, removed=list(first), actor=actor, now=now
    )
    for slot in trip.timeslots.all():
        english = IN_ENGLISH.get(str(slot.title))
        if english:
            slot.title = {**slot.title, "en": english}
            slot.save(update_fields=["title"])


def _count(programme: YouthProgramme, *, missing: int, now: datetime) -> None:
    """Scans for all who were there; at the roll of now MISSING are not yet."""
    device = ScannerDevice.objects.create(
        event_id=programme.trip_id or 0,
        name="引率A",
        token_hash=hash_secret(uuid.uuid4().hex),
        paired_at=now - timedelta(hours=9),
        paired_by="demo",
        expires_at=now,
    )
    musters = TripStop.objects.filter(programme=programme).exclude(kind=PART)
    slots = Timeslot.objects.filter(
        trip_stop__in=musters, starts_at__lte=now, cancelled_at=None
    ).in_order()
    numbers = count(1)
    for slot in slots:
        is_open = slot.ends_at > now
        absent = missing if is_open else 1 if next(numbers) == 1 else 0
        _count_at(slot, device, absent=absent, by_hand=slot.pk % 5)


def _count_at(
    slot: Timeslot, device: ScannerDevice, *, absent: int, by_hand: int
) -> None:
    seats = list(
        Seat.objects.confirmed().filter(timeslot=slot).order_by("registration_id")
    )
    there = seats[: len(seats) - absent]
    scans: list[Scan] = []
    for seat, moment in zip(there, _moments(slot), strict=False):
        scan = Scan(
            id=uuid.uuid4(),
            device=device,
            event_id=slot.event_id,
            timeslot=slot,
            registration_id=seat.registration_id,
            code_hash="",
            body_hash="",
            mode=ScanMode.OFFLINE,
            verdict=Verdict.ADMITTED,
            said=Verdict.ADMITTED,
            admitted=1,
            let_in=[1],
            is_whole=True,
            by_hand=len(scans) < by_hand,
            answer={},
            at=moment,
            received_at=moment,
        )
        seat.admitted_at, seat.admitted_by = scan.at, scan.pk
        scans.append(scan)
    Scan.objects.bulk_create(scans)
    Seat.objects.bulk_update(there, ["admitted_at", "admitted_by"])


def _moments(slot: Timeslot) -> Iterator[datetime]:
    """One every 20 seconds, from ten minutes before."""
    for number in count():
        yield slot.starts_at - timedelta(minutes=10) + timedelta(seconds=20 * number)
