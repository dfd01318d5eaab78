"""A young person applies to their city, and may take it back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from network.cities.models import Municipality
from network.youth.choices import UNDECIDED, ApplicationStatus
from network.youth.letters import application as letters
from network.youth.models import (
    CityYear,
    InterviewSlot,
    YouthApplication,
    YouthProgramme,
)
from network.youth.models.application import new_application_number
from network.youth.person import person_key
from network.youth.usecases.nominate import NotEligible
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_by_hand

# 900,000 numbers a year; a second draw is rare, a fifth does not happen.
TRIES = 5
APPLICANT = "applicant"


class ApplicationsClosed(Exception):
    """The city takes no applications here, does not any more, or has decided."""


class AlreadyApplied(Exception):
    """This form was sent before with other words; what came first stands."""

    def __init__(self, application: YouthApplication) -> None:
        super().__init__(application.pk)
        self.application = application


class TooLateToWithdraw(Exception):
    """The city has decided, or the application was withdrawn already."""


@dataclass(frozen=True)
class Applicant:
    """Who applies, as typed. `more`: school, phone, email, guardian_name …"""

    name: str
    kana: str
    born_on: date
    address: str
    motivation: str
    more: Mapping[str, str]

    def columns(self) -> dict[str, object]:
        return {
            **self.more,
            "name": self.name,
            "kana": self.kana,
            "born_on": self.born_on,
            "address": self.address,
            "motivation": self.motivation,
            "person_key": person_key(kana=self.kana, born_on=self.born_on),
        }


@transaction.atomic
def apply(
    *,
    programme: YouthProgramme,
    municipality: Municipality,
    applicant: Applicant,
    key: uuid.UUID,
    language: str,
    now: datetime,
) -> YouthApplication:
    """Receive an application of APPLICANT to the city.

    Changes: one row, with a number that is unique in the year. Locks the city's row of
    the year, so that nobody applies while the city decides. The same form sent again
    (KEY) returns the row that is there. A confirmation leaves, by e-mail or to the
    telephone; an audit entry. Raises ApplicationsClosed, NotEligible, AlreadyApplied.
    """
    city_year = (
        CityYear.objects.select_for_update(of=("self",))
        .filter(programme=programme, municipality=municipality)
        .first()
    )
    columns = applicant.columns()
    # A key of one city's form says nothing about a row of another city.
    key = uuid.uuid5(key, f"{programme.year}:{municipality.pk}")
    before = _sent_before(key, columns)
    if before:
        return before
    rules = programme.rules
    if city_year is None or rules is None or not city_year.is_open_at(now):
        raise ApplicationsClosed
    if not rules.fits(applicant.born_on):
        raise NotEligible
    made = _write(
        programme=programme,
        municipality=municipality,
        idempotency_key=key,
        language=language,
        created_at=now,
        **columns,
    )
    letters.received(application=made, now=now)
    _record("application.received", made, actor=APPLICANT, now=now)
    return made


def _sent_before(
    key: uuid.UUID, columns: Mapping[str, object]
) -> YouthApplication | None:
    found = YouthApplication.objects.filter(idempotency_key=key).first()
    if found and any(getattr(found, name) != value for name, value in columns.items()):
        raise AlreadyApplied(found)
    return found


def _write(**columns: object) -> YouthApplication:
    for _try in range(TRIES):
        columns["number"] = new_application_number()
        try:
            with transaction.atomic():
                return YouthApplication.objects.create(**columns)
        except IntegrityError:
            continue  # that number is given
    raise RuntimeError("no application number is free")


@transaction.atomic
def withdraw_application(
    *, application: YouthApplication, actor: str, now: datetime
) -> None:
    """The applicant does not want to any more; the interview time is free again.

    Changes: the status, by one conditional UPDATE, and the slot. Locks the
    application. Calls about it that wait are taken back; a letter leaves to those who
    act for the city; an audit entry. Raises TooLateToWithdraw.
    """
    locked = YouthApplication.objects.select_for_update().get(pk=application.pk)
    if locked.status not in UNDECIDED:
        raise TooLateToWithdraw
    if locked.slot_id is not None:
        InterviewSlot.objects.give_back(locked.slot_id)
    locked.status, locked.slot, locked.decided_at = (
        ApplicationStatus.WITHDRAWN,
        None,
        now,
    )
    locked.save(update_fields=["status", "slot", "decided_at"])
    take_back_by_hand(about=[locked.about])
    letters.withdrawn(application=locked, now=now)
    _record("application.withdrawn", locked, actor=actor, now=now)


def _record(
    verb: str, application: YouthApplication, *, actor: str, now: datetime
) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=application.about,
        detail={"municipality": application.municipality_id},
        now=now,
    )
