"""A city decides among its applications, once; the letters wait a little."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from network.youth.choices import (
    DECIDED,
    ApplicationStatus,
    NominationKind,
    NominationStatus,
)
from network.youth.letters import application as letters
from network.youth.models import (
    CityYear,
    Nomination,
    YouthApplication,
)
from network.youth.usecases.nominate import Nominee, draft_nomination
from peace.audit.usecases import record
from peace.outbox.usecases.hold import take_back_letters

# So long the letters wait, and the decision can be taken back.
HOLD = timedelta(minutes=10)
COPIED = (
    "school",
    "address",
    "email",
    "phone",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
    "motivation",
)


class AlreadyDecided(Exception):
    """The city has decided; it decides once, unless it takes the decision back."""


class NotToChoose(Exception):
    """Withdrawn meanwhile, another city's, or one person for both places."""


class OthersCame(Exception):
    """Somebody applied or withdrew since the letters were counted."""


class LettersGone(Exception):
    """A letter has left, or a nomination was sent in: the decision stands."""


@dataclass(frozen=True)
class Decision:
    """What was decided: whom the city sends, and how many letters leave."""

    chosen: YouthApplication
    reserve: YouthApplication | None
    letters: int


@transaction.atomic
def decide_applications(
    *,
    city_year: CityYear,
    chosen: YouthApplication,
    reserve: YouthApplication | None,
    expected: int,
    actor: str,
    now: datetime,
) -> Decision:
    """Choose one for the nomination, at most one reserve; the rest are not chosen.

    Changes: the city's year is decided (one conditional UPDATE: of two who decide at
    once, one is refused), every open application, and a draft of a nomination for
    each chosen one, made from what they wrote. Locks the open applications. A result
    letter to everybody is written and waits ten minutes; an audit entry. EXPECTED is
    the number of letters that the city was shown: nobody is turned down unread. Raises
    AlreadyDecided, NotToChoose, OthersCame, NomineeExists, RulesMissing.
    """
    _claim(city_year, now=now)
    mine = YouthApplication.objects.undecided().filter(
        programme=city_year.programme_id, municipality=city_year.municipality_id
    )
    rows = {
        row.pk: row
        for row in mine.select_for_update(of=("self",))
        .select_related("programme", "municipality")
        .order_by("pk")
    }
    wanted = [chosen.pk, *([reserve.pk] if reserve else [])]
    if len(set(wanted)) != len(wanted) or not rows.keys() >= set(wanted):
        raise NotToChoose
    if len(rows) != expected:
        raise OthersCame
    places = dict(zip(wanted, NominationKind, strict=False))
    for row in rows.values():
        kind = places.get(row.pk)
        row.status = _status_of(kind)
        row.decided_at, row.result_sent_at = now, now + HOLD
        if kind is not None:
            row.nomination = draft_nomination(
                programme=row.programme,
                municipality=row.municipality,
                kind=kind,
                nominee=_nominee(row),
                actor=actor,
                now=now,
            )
        row.save(update_fields=["status", "decided_at", "result_sent_at", "nomination"])
    count = letters.results(
        applications=list(rows.values()), due_at=now + HOLD, now=now
    )
    _record("applications.decided", city_year, actor=actor, now=now, letters=count)
    return Decision(
        chosen=rows[chosen.pk],
        reserve=rows[reserve.pk] if reserve else None,
        letters=count,
    )


@transaction.atomic
def undo_decision(*, city_year: CityYear, actor: str, now: datetime) -> int:
    """Take the decision back while its letters wait; returns how many stay here.

    Changes: the applications are open again, the drafts made from them are removed,
    the letters are skipped. Locks the city's row of the year. An audit entry. Raises
    LettersGone when a single letter has left or a nomination was sent in: then
    nothing is changed.
    """
    mine = CityYear.objects.select_for_update().get(pk=city_year.pk)
    decided_at = mine.decided_at
    if decided_at is None or now >= decided_at + HOLD:
        raise LettersGone
    rows = list(
        YouthApplication.objects.select_for_update(of=("self",)).filter(
            programme=mine.programme_id,
            municipality=mine.municipality_id,
            status__in=DECIDED,
            decided_at=decided_at,
        )
    )
    taken = take_back_letters(
        about=[row.about for row in rows],
        written_at=decided_at,
        kind=letters.RESULT,
    )
    made = Nomination.objects.filter(application__in=rows)
    if taken != len(rows) or made.exclude(status=NominationStatus.DRAFT).exists():
        raise LettersGone
    drafts = list(made.values_list("pk", flat=True))
    for row in rows:
        row.status = (
            ApplicationStatus.INVITED if row.slot_id else ApplicationStatus.RECEIVED
        )
        row.decided_at = row.result_sent_at = row.nomination = None
        row.save(update_fields=["status", "decided_at", "result_sent_at", "nomination"])
    Nomination.objects.filter(pk__in=drafts).delete()
    CityYear.objects.filter(pk=mine.pk).update(decided_at=None)
    _record("applications.decision_undone", mine, actor=actor, now=now, letters=taken)
    return taken


def _claim(city_year: CityYear, *, now: datetime) -> None:
    """One decision a year and city."""
    claimed = CityYear.objects.filter(pk=city_year.pk, decided_at__isnull=True).update(
        decided_at=now
    )
    if not claimed:
        raise AlreadyDecided


def _status_of(kind: NominationKind | None) -> ApplicationStatus:
    return {
        NominationKind.PRINCIPAL: ApplicationStatus.CHOSEN,
        NominationKind.RESERVE: ApplicationStatus.RESERVE,
        None: ApplicationStatus.NOT_CHOSEN,
    }[kind]


def _nominee(application: YouthApplication) -> Nominee:
    born_on = application.born_on
    if born_on is None:  # erased; such a row is not open any more
        raise NotToChoose
    return Nominee(
        name=application.name,
        kana=application.kana,
        born_on=born_on,
        more={name: getattr(application, name) for name in COPIED},
    )


def _record(
    verb: str, city_year: CityYear, *, actor: str, now: datetime, letters: int
) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=city_year.about,
        detail={"municipality": city_year.municipality_id, "letters": letters},
        now=now,
    )
