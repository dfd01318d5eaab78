"""Who rang before: found by number or reading, within the year, and written down."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.models import Registration
from events.registration.usecases.look_up_contacts import (
    ContactGone,
    choose_contact,
    look_up_contacts,
)
from peace.audit.models import AuditEntry
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

ACTOR = "user:1"
# The last moments of FY2024 and the first of FY2025, on a clock in Tokyo.
MARCH = datetime(2025, 3, 31, 14, 59, tzinfo=UTC)
APRIL = datetime(2025, 3, 31, 15, 0, tzinfo=UTC)


def takagi(event, **values):
    return cast.registration(
        event,
        people=["髙木 トシ子", "髙木 一郎"],
        kana=["たかぎ としこ", "たかぎ いちろう"],
        **{"phone": "0425550178", "email": ""} | values,
    )


def names(words, now=cast.NOW):
    return [each.name for each in look_up_contacts(words=words, actor=ACTOR, now=now)]


@pytest.mark.parametrize(
    "words",
    ["042-555-0178", "０１７８", "550178", "た", "タカギ", "ﾀｶｷﾞ", "高木", "髙木トシ"],
)
def test_number_reading_and_name_find_the_applicant(words):
    event = cast.event()
    takagi(event)
    cast.registration(event, people=["国立 花子"], kana=["くにたち はなこ"])

    assert names(words) == ["髙木 トシ子"]


@pytest.mark.parametrize("words", ["", " ", "178", "-", "\0", "いちろう", "%", "_"])
def test_too_little_and_companions_find_nobody(words):
    takagi(cast.event())

    assert names(words) == []


def test_a_person_with_many_entries_is_one_line_with_the_newest():
    event = cast.event()
    slots = cast.timeslots(event)
    for place, slot in enumerate(slots):
        takagi(event, slots=[slot], now=cast.NOW - (9 - place) * cast.DAY)
    newest = Registration.objects.latest("created_at")

    found = look_up_contacts(words="0178", actor=ACTOR, now=cast.NOW)

    assert [each.code for each in found] == [newest.code]


def test_ten_at_most_the_newest_first():
    event = cast.event()
    for number in range(12):
        cast.registration(
            event,
            people=[f"高田 {'一二三四五六七八九十甲乙'[number]}"],
            kana=["たかだ"],
            now=cast.NOW - (12 - number) * cast.HOUR,
        )

    found = names("たか")

    assert len(found) == 10
    assert found[:2] == ["高田 乙", "高田 甲"]


def test_only_this_fiscal_year_counts_and_it_begins_in_tokyo():
    event = cast.event(starts_at=APRIL + 9 * cast.DAY)
    before = takagi(event, now=MARCH)
    after = takagi(
        event, slots=cast.timeslots(event)[1:2], phone="0425550179", now=APRIL
    )
    later = APRIL + 5 * cast.DAY

    found = look_up_contacts(words="たかぎ", actor=ACTOR, now=later)

    assert [each.code for each in found] == [after.code]
    with pytest.raises(ContactGone):
        choose_contact(code=before.code, actor=ACTOR, now=later)
    assert choose_contact(code=after.code, actor=ACTOR, now=later).kana


def test_each_look_is_in_the_trail_without_what_was_typed_or_found():
    takagi(cast.event())

    names("0178")
    names("たか")
    names("くに")
    names("17")

    trail = AuditEntry.objects.filter(verb="contacts.looked_up").order_by("pk")
    assert [(each.actor, each.about, each.detail) for each in trail] == [
        (ACTOR, "contacts", {"by": "phone", "found": 1}),
        (ACTOR, "contacts", {"by": "reading", "found": 1}),
        (ACTOR, "contacts", {"by": "reading", "found": 0}),
    ]


def test_whose_contact_was_used_can_be_read_on_their_page():
    now = timezone.now()
    event = cast.event(now=now)
    party = takagi(event, now=now)
    desk = cast.signed_in(cast.aoki())

    desk.post("/staff/intake/", {"event": "talk", "choose": party.code})

    url = f"/staff/events/talk/registrations/{party.receipt_number}/"
    assert "連絡先を、次の受付で使いました" in Page(desk.get(url)).words


def test_choosing_a_line_fills_name_reading_phone_and_email():
    now = timezone.now()
    event = cast.event(now=now)
    party = takagi(event, email="toshiko@example.jp", now=now)
    desk = cast.signed_in(cast.aoki())
    typed = {"event": "talk", "phone": "0178", "people": "2", "p2-kana": "いちろう"}

    found = Page(desk.post("/staff/intake/", typed | {"find": "1"}))
    page = Page(desk.post("/staff/intake/", typed | {"choose": party.code}))

    buttons = [each for each in found.buttons if each.get("name") == "choose"]
    assert [each["value"] for each in buttons] == [party.code]
    assert "autofocus" in buttons[0]
    assert found.values("phone") == ["0178"]
    assert page.values("p1-name") == ["髙木 トシ子"]
    assert page.values("p1-kana") == ["たかぎ としこ"]
    assert page.values("phone") == ["0425550178"]
    assert page.values("email") == ["toshiko@example.jp"]
    assert page.values("p2-kana") == ["いちろう"]
    assert page.errors == []


def test_a_made_up_contact_fills_nothing_and_keeps_what_was_typed():
    cast.event(now=timezone.now())
    desk = cast.signed_in(cast.aoki())

    page = Page(
        desk.post("/staff/intake/", {"event": "talk", "choose": "x", "phone": "09"})
    )

    assert "この連絡先は、もう使えません。" in page.words
    assert page.values("phone") == ["09"]


def test_ten_contacts_take_as_many_statements_as_one():
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            names("たか")
        return len(queries)

    event = cast.event()
    cast.registration(event, kana=["たかだ"], people=["高田"])
    names("たか")  # the trail's chain begins
    alone = statements()
    for number in range(9):
        cast.registration(event, kana=["たかだ"], people=[f"高{number}"])

    assert statements() == alone
