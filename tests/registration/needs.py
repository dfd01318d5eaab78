"""Events that ask something: a bus tour for fifth and sixth graders, and questions."""

from datetime import date, datetime, timedelta
from typing import Any

from events.programme.choices import Grade, QuestionKind
from events.programme.models import Eligibility, Event, Question, SupportOffer
from events.registration.choices import ConsentMethod
from events.registration.models import Consent, Registration
from events.registration.usecases.application import Guardian
from events.registration.usecases.consent import GUARDIAN, Evidence, answer_consent
from peace.outbox.models import OutboxMessage
from tests import cast

LATER = cast.NOW + cast.DAY
PAPER = Evidence("国立 恵", ConsentMethod.PAPER, "ja")
MOTHER = Guardian("国立 恵", "megumi@example.jp", "09011112222")
# Fiscal 2025, in which the events of NOW take place: fifth grade.
PUPIL = {"birth_date": date(2014, 5, 5), "residence": "LIVES"}


def tour(*, now: datetime = cast.NOW, **values: Any) -> Event:
    """For fifth and sixth graders who live or go to school here; asks for consent."""
    event = cast.event(
        slug="tour", now=now, slots=1, asks_consent=True, support=(), **values
    )
    Eligibility.objects.create(
        event=event,
        residence=["LIVES", "STUDIES"],
        grade_from=Grade.ELEMENTARY_5,
        grade_until=Grade.ELEMENTARY_6,
    )
    return event


def pupil_born(now: datetime) -> date:
    """A fifth-grader's birth date at the time of an event two weeks after NOW."""
    start = now + timedelta(days=14)
    year = start.year if start.month >= 4 else start.year - 1
    return date(year - 11, 5, 5)


def child(event: Event, *, now: datetime = cast.NOW, **values: Any) -> Registration:
    """A pupil on the tour whose guardian is asked."""
    persons = {
        "birth_date": pupil_born(now),
        "residence": "LIVES",
        "guardian": MOTHER,
    } | values.pop("persons", {})
    return cast.registration(
        event, people=["国立 ひかり"], now=now, persons=persons, **values
    )


def question(event: Event, **values: Any) -> Question:
    return Question.objects.create(
        **{
            "event": event,
            "kind": QuestionKind.SHORT_TEXT,
            "label": {
                "ja": "学校名",
                "en": "School",
                "ja-easy": "学校《がっこう》の 名前《なまえ》",
            },
            "purpose": {
                "ja": "班を決めるため。",
                "en": "To form groups.",
                "ja-easy": "グループを 決《き》めるためです。",
            },
            **values,
        }
    )


def offer(event: Event, kind: str, **values: Any) -> SupportOffer:
    """Set limits on what the first timeslot offers."""
    slot = cast.timeslots(event)[0]
    made, _ = SupportOffer.objects.update_or_create(
        timeslot=slot, kind=kind, defaults=values
    )
    return made


# What guardians say


def answer(consent: Consent, *, agrees: bool = True, **values) -> Consent:
    return answer_consent(
        attendee=consent.attendee,
        agrees=agrees,
        **{"evidence": PAPER, "actor": GUARDIAN, "now": LATER, **values},
    )


def lacks(consent: Consent) -> bool:
    consent.attendee.refresh_from_db()
    return consent.attendee.lacks_consent


def requests() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="consent_request").order_by("pk"))
