"""The private page of a party: the ticket on the screen and on paper."""

import re

import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar
from PIL import Image, ImageDraw

from events.registration.models import Registration
from events.registration.qr import qr_png
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.reissue_ticket import reissue_ticket
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> Registration:
    now = timezone.now()
    event = cast.event(now=now)
    slots = cast.timeslots(event)[:2]
    return cast.registration(
        event, people=["国立 花子", "国立 太郎"], slots=slots, now=now
    )


def read_from_screen(html: str) -> str:
    """What a scanner reads from the QR code that the page draws."""
    size = int(re.search(r'class="qr" viewBox="-4 -4 (\d+) ', html)[1])
    path = re.search(r'<path fill="#000" d="([^"]+)"', html)[1]
    image = Image.new("L", (size * 4, size * 4), 255)
    draw = ImageDraw.Draw(image)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\d+z", path):
        left, top = (int(x) + 4) * 4, (int(y) + 4) * 4
        draw.rectangle([left, top, left + int(width) * 4 - 1, top + 3], fill=0)
    [found] = zxingcpp.read_barcodes(image)
    return found.text


def cancel_all(party, now):
    cancel_seats(
        registration=party,
        seat_ids=list(party.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=now,
    )


def test_the_code_on_the_screen_is_the_token_and_nothing_else(client, party):
    html = client.get(party.url).content.decode()

    assert read_from_screen(html) == party.tickets.get().token


def test_after_a_new_ticket_the_page_shows_the_new_code(client, party):
    new = reissue_ticket(registration=party, actor="user:1", now=timezone.now())

    assert read_from_screen(client.get(party.url).content.decode()) == new.token


@pytest.mark.parametrize("language", ["", "/en", "/ja-easy"])
def test_it_says_who_has_which_seat(client, party, language):
    page = Page(client.get(language + party.url))

    receipt = party.receipt_number
    assert f"{receipt[:4]} {receipt[4:]}" in page.words
    assert "国立 花子" in page.words
    assert "国立 太郎" in page.words
    assert page.dead_targets == []


def test_nobody_keeps_the_page_and_no_search_engine_lists_it(client, party):
    for path in [party.url, f"{party.url}cancel/", f"{party.url}calendar.ics"]:
        assert "no-store" in client.get(path)["Cache-Control"]
    for path in [party.url, f"{party.url}cancel/"]:
        assert 'name="robots" content="noindex"' in client.get(path).content.decode()


def test_the_address_of_the_page_is_told_to_no_other_site(client, party):
    assert client.get(party.url)["Referrer-Policy"] == "same-origin"


def test_the_page_takes_as_many_statements_for_six_people_as_for_one(client):
    def statements(people: int) -> int:
        names = [f"国立 {name}" for name in "一二三四五六"[:people]]
        now = timezone.now()
        slots = cast.timeslots(event)[: 1 + people // 3]
        found = cast.registration(event, people=names, slots=slots, now=now)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(found.url).status_code == 200
        return len(queries)

    event = cast.event(now=timezone.now())

    assert statements(1) == statements(3) == statements(6)


def test_a_cancelled_party_sees_no_code_and_the_way_back(client, party):
    cancel_all(party, timezone.now())

    page = Page(client.get(party.url))

    assert "申込みは取り消されています" in page.words
    assert 'class="qr"' not in page.html
    assert "/events/talk/" in page.links


def test_a_cancelled_event_tells_the_reason_and_shows_no_code(client, party):
    cancel_event(
        event=party.event,
        reason={"ja": "台風が近づいているため"},
        actor="user:1",
        now=timezone.now(),
    )

    page = Page(client.get(party.url))

    assert "会場に来ていただく必要はありません。 台風が近づいているため" in page.words
    assert 'class="qr"' not in page.html


def test_the_partys_calendar_has_an_entry_for_each_of_its_talks(client, party):
    response = client.get(f"{party.url}calendar.ics")

    entries = list(Calendar.from_ical(response.content).walk("VEVENT"))
    slots = cast.timeslots(party.event)[:2]
    assert [entry["dtstart"].dt for entry in entries] == [s.starts_at for s in slots]
    assert len({str(entry["uid"]) for entry in entries}) == 2
    assert str(entries[0]["url"]).endswith(party.url)


def test_a_code_is_black_on_white_and_small():
    png = qr_png("K1" + "A" * 32)

    assert len(png) < 1500


# Giving seats back on the page


def boxes(page: Page) -> list[str]:
    return [field["value"] for field in page.inputs if field.get("name") == "seat"]


def test_looking_at_the_cancel_page_cancels_nothing(client, party):
    page = Page(client.get(f"{party.url}cancel/"))

    assert len(boxes(page)) == 4
    assert party.seats.confirmed().count() == 4


def test_chosen_seats_are_cancelled_and_the_page_says_so(client, party):
    chosen = boxes(Page(client.get(f"{party.url}cancel/")))[:1]

    response = client.post(f"{party.url}cancel/", {"seat": chosen}, follow=True)

    assert "取消しを受け付けました。" in Page(response).words
    assert party.seats.confirmed().count() == 3


@pytest.mark.parametrize(
    "seat",
    [[], ["x"], ["²"], ["９"], ["9" * 5000], [str(10**30)], ["-1"], ["0"], ["\0"]],
)
def test_nothing_chosen_or_nonsense_cancels_nothing(client, party, seat):
    page = Page(client.post(f"{party.url}cancel/", {"seat": seat}))

    assert page.status == 200
    assert "取り消す席を1つ以上選んでください。" in page.words
    assert party.seats.confirmed().count() == 4


def test_a_seat_of_somebody_else_is_not_touched(client, party):
    other = cast.registration(party.event, now=timezone.now())

    client.post(f"{party.url}cancel/", {"seat": [other.seats.get().pk]})

    assert other.seats.confirmed().exists()


def test_the_same_button_twice_is_answered_kindly(client, party):
    seats = boxes(Page(client.get(f"{party.url}cancel/")))
    client.post(f"{party.url}cancel/", {"seat": seats})

    page = Page(client.post(f"{party.url}cancel/", {"seat": seats}))

    assert page.status == 200
    assert "取り消せる席はありません。" in page.words


def test_a_talk_that_has_begun_is_not_offered_and_says_why(client):
    now = timezone.now()
    event = cast.event(
        now=now, starts_at=now - cast.HOUR / 2, closes_at=now + cast.HOUR
    )
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, slots=[first, second], now=now)
    began, coming = party.seats.order_by("timeslot__starts_at")

    assert boxes(Page(client.get(f"{party.url}cancel/"))) == [str(coming.pk)]
    page = Page(client.post(f"{party.url}cancel/", {"seat": [began.pk, coming.pk]}))
    assert "広島の話は始まっているため、取消しの手続きは要りません。" in page.words
    assert party.seats.confirmed().count() == 2


@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
def test_whoever_gave_an_address_reads_once_which_domain_to_let_in(
    client, party, prefix
):
    path = prefix + party.url

    assert "@peace.example.jp" in Page(client.get(f"{path}?new=1")).words
    assert "@peace.example.jp" not in Page(client.get(path)).words
    party.email = ""
    party.save()
    assert "@peace.example.jp" not in Page(client.get(f"{path}?new=1")).words
