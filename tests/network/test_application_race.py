"""Two who want the same at the same moment: one interview time, one decision."""

import uuid
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from network.youth.models import InterviewSlot, Nomination, YouthApplication
from network.youth.models.application import InterviewSlotQuerySet
from network.youth.usecases import decide_applications as deciding
from network.youth.usecases.apply import apply
from network.youth.usecases.decide_applications import (
    AlreadyDecided,
    decide_applications,
)
from network.youth.usecases.interview import SlotTaken, invite_to_interview
from network.youth.usecases.step import NomineeExists
from peace.outbox.models import OutboxMessage
from tests.door.at_once import all_at_once
from tests.network.applications import applicant, application, open_city, slot
from tests.network.test_nomination_race import GUARD

PEOPLE = 6

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def invite_at_once() -> Counter:
    mine = open_city()
    at = slot(mine)
    made = [application(mine, number) for number in range(PEOPLE)]

    def invite(number: int) -> str:
        try:
            invite_to_interview(
                application=made[number], slot=at, actor="user:1", now=timezone.now()
            )
        except SlotTaken:
            return "refused"
        return "invited"

    return Counter(all_at_once(invite, PEOPLE))


def test_one_interview_time_goes_to_one_applicant():
    assert invite_at_once() == {"invited": 1, "refused": PEOPLE - 1}
    assert InterviewSlot.objects.get().taken == 1
    assert YouthApplication.objects.filter(slot__isnull=False).count() == 1


def test_who_trusts_what_was_read_before_would_give_it_to_many(monkeypatch):
    def write_what_was_seen(self: InterviewSlotQuerySet, pk: int) -> bool:
        # Everybody has read that nobody has it yet.
        return bool(self.filter(pk=pk).update(taken=1))

    monkeypatch.setattr(InterviewSlotQuerySet, "take_place", write_what_was_seen)
    assert invite_at_once()["invited"] > 1


def decide_at_once() -> Counter:
    mine = open_city()
    made = [application(mine, number) for number in range(PEOPLE)]

    def decide(number: int) -> str:
        try:
            decide_applications(
                city_year=mine,
                chosen=made[number],
                reserve=None,
                expected=PEOPLE,
                actor=f"user:{number}",
                now=timezone.now(),
            )
        except (AlreadyDecided, NomineeExists):
            return "refused"
        return "decided"

    return Counter(all_at_once(decide, PEOPLE))


def test_two_who_decide_at_once_make_one_decision():
    assert decide_at_once() == {"decided": 1, "refused": PEOPLE - 1}
    assert YouthApplication.objects.filter(status="CHOSEN").count() == 1
    assert Nomination.objects.count() == 1
    letters = OutboxMessage.objects.filter(kind="application_result")
    assert letters.count() == PEOPLE


def test_without_the_guards_there_would_be_many_nominees(monkeypatch):
    monkeypatch.setattr(deciding, "_claim", lambda city_year, *, now: None)
    # Each sees the applications as they were before anybody decided.
    monkeypatch.setattr(
        "network.youth.models.application.ApplicationQuerySet.undecided",
        lambda self: self.all(),
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Nomination, GUARD)
    try:
        assert decide_at_once()["decided"] > 1
        assert Nomination.objects.count() > 1
    finally:
        YouthApplication.objects.update(nomination=None)
        Nomination.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Nomination, GUARD)


def test_the_same_form_sent_at_once_is_one_application():
    mine, key = open_city(), uuid.uuid4()

    def send(_number: int) -> str:
        return apply(
            programme=mine.programme,
            municipality=mine.municipality,
            applicant=applicant(),
            key=key,
            language="ja",
            now=timezone.now(),
        ).number

    assert len(set(all_at_once(send, PEOPLE))) == 1
    assert YouthApplication.objects.count() == 1
    assert OutboxMessage.objects.filter(kind="application_received").count() == 1
