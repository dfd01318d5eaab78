"""A new edition from a previous one."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from events.programme.choices import EventStatus, QuotaKind, Story
from events.programme.models import (
    Eligibility,
    Event,
    Question,
    Quota,
    Storyteller,
    SupportOffer,
    Telling,
)
from events.programme.usecases.copy_event import copy_event
from events.programme.usecases.save_event import SlugTaken
from events.registration.models import Registration
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

NEXT = date(2027, 2, 14)


def copied(event, *, day=NEXT, slug="next"):
    return copy_event(
        event=event, first_day=day, slug=slug, actor="user:1", now=cast.NOW
    )


def full_event():
    """Everything that an event can have."""
    event = cast.event(
        slots=2,
        body={"ja": "くわしく"},
        closes_at=cast.NOW + 12 * cast.DAY,
        opens_at=cast.NOW,
        revision=4,
        promotion="AUTOMATIC",
        party_limit=3,
    )
    first = event.timeslots.in_order()[0]
    first.doors_at = first.starts_at - cast.HOUR
    first.walk_ins_from = first.starts_at - timedelta(minutes=30)
    first.save()
    Quota.objects.create(
        timeslot=first,
        kind=QuotaKind.YOUTH,
        capacity=5,
        releases_at=cast.NOW + cast.DAY,
    )
    SupportOffer.objects.create(
        timeslot=first, kind="CHILDCARE", capacity=5, taken=2, closes_at=cast.NOW
    )
    Eligibility.objects.create(event=event, residence=["LIVES"])
    Question.objects.create(
        event=event, kind="YES_NO", label={"ja": "質問"}, purpose={"ja": "準備"}
    )
    return event


def test_everything_comes_along_and_all_times_keep_their_distance_and_clock():
    event = full_event()
    moved = NEXT - jst(event.starts_at).date()

    copy = copied(event)

    assert (copy.status, copy.previous, copy.slug) == (EventStatus.DRAFT, event, "next")
    assert copy.revision == 0
    for name in ("title", "lead", "body", "venue", "promotion", "party_limit"):
        assert getattr(copy, name) == getattr(event, name)
    for name in ("starts_at", "ends_at", "opens_at", "closes_at"):
        assert getattr(copy, name) - getattr(event, name) == moved
    old, new = cast.timeslots(event), cast.timeslots(copy)
    for was, slot in zip(old, new, strict=True):
        assert jst(slot.starts_at).time() == jst(was.starts_at).time()
        assert (slot.title, slot.admission) == (was.title, was.admission)
        assert (slot.starts_at - was.starts_at, slot.ends_at - was.ends_at) == (
            moved,
            moved,
        )
    assert new[0].doors_at - old[0].doors_at == moved
    assert new[0].walk_ins_from - old[0].walk_ins_from == moved
    youth = new[0].quotas.get(kind="YOUTH")
    assert (youth.capacity, youth.releases_at - cast.NOW) == (5, moved + cast.DAY)
    childcare = new[0].support_offers.get(kind="CHILDCARE")
    assert (childcare.capacity, childcare.taken) == (5, 0)
    assert copy.eligibilities.get().residence == ["LIVES"]
    assert copy.questions.get().label == {"ja": "質問"}
    entry = AuditEntry.objects.get(verb="event.copied")
    assert entry.detail == {"previous": event.pk}


def test_nobody_comes_along():
    event = cast.event()
    cast.registration(event, people=["国立 花子", "国立 太郎"])
    teller = Storyteller.objects.create(name="架空 語", stories=["TOKYO"])
    Telling.objects.create(
        timeslot=cast.timeslots(event)[0], storyteller=teller, story=Story.TOKYO
    )

    copy = copied(event)

    assert Registration.objects.get().event == event
    assert not Telling.objects.filter(timeslot__event=copy).exists()
    assert [slot.taken for slot in cast.timeslots(copy)] == [0, 0, 0]


def test_a_cancelled_event_becomes_a_draft_that_is_not_cancelled():
    event = cast.event(
        status=EventStatus.CANCELLED,
        cancelled_at=cast.NOW,
        cancel_reason={"ja": "台風"},
    )

    copy = copied(event)

    assert (copy.status, copy.cancelled_at, copy.cancel_reason) == ("DRAFT", None, {})


def test_an_address_is_proposed_and_never_taken_twice():
    event = cast.event()

    assert copied(event, slug="").slug == "talks-2027-02-14"
    assert copied(event, slug="").slug == "talks-2027-02-14-2"
    with pytest.raises(SlugTaken):
        copied(event, slug="talk")
    assert Event.objects.count() == 3


def test_the_page_makes_the_copy_and_leads_to_its_editor():
    event = cast.event(now=timezone.now())
    aoki = cast.signed_in(cast.aoki())
    weeks = jst(event.starts_at).date() + timedelta(weeks=52)

    page = Page(aoki.get("/staff/events/talk/copy/"))

    assert page.values("first_day") == [weeks.isoformat()]
    answer = aoki.post(
        "/staff/events/talk/copy/", {"first_day": weeks.isoformat(), "slug": ""}
    )
    copy = Event.objects.get(previous=event)
    assert answer["Location"] == f"/staff/events/{copy.slug}/edit/"
    assert jst(copy.starts_at).date() == weeks


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "日付を入力してください。"),
        ("2026-02-30", "日付を確かめてください"),
        ("9999-12-31", "年を確かめてください。"),
    ],
)
def test_a_day_that_cannot_be_is_refused_in_words(day, words):
    cast.event(now=timezone.now())
    aoki = cast.signed_in(cast.aoki())

    page = Page(aoki.post("/staff/events/talk/copy/", {"first_day": day}))

    assert words in page.words
    assert Event.objects.count() == 1
