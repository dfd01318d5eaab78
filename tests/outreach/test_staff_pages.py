"""Staff make sources, print them, and see whether each of them opens."""

import io

import pikepdf
import pytest
from django.utils import timezone

from events.outreach.link_state import LinkState
from events.outreach.models import Source
from events.outreach.reports_links import link_checks
from events.registration.choices import RegistrationChannel
from events.registration.models import Registration
from tests import cast
from tests.outreach.builders import browser, source
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


def test_ten_posters_with_their_places_are_made_in_one_go(staff, event):
    sent = {
        "target": f"event:{event.pk}",
        "kind": "POSTER",
        "count": "4",
        "places": "図書館\r\n\r\n 公民館　入口 \r\n",
    }

    page = Page(staff.post("/staff/outreach/sources/new/", sent, follow=True))

    assert [each.place for each in Source.objects.order_by("-place")] == [
        "図書館",
        "公民館 入口",
        "",
        "",
    ]
    assert set(Source.objects.values_list("event", flat=True)) == {event.pk}
    assert page.html.count('class="qr"') == 4


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"count": "61"}, "60個まで"),
        ({"count": "x"}, "数を入力"),
        ({"places": "あ" * 81}, "80文字まで"),
        ({"places": "\n".join("ab" for _unused in range(61))}, "60個まで"),
        ({"code": "広報"}, "英小文字"),
        ({"code": "two", "count": "2"}, "1つずつ"),
        ({"code": "kp7m4"}, "ほかで使われています"),
    ],
)
def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(staff, event, values, error):
    source(event)
    sent = {"target": "", "kind": "FLYER", "count": "1", "places": "窓口"} | values

    answer = staff.post("/staff/outreach/sources/new/", sent)

    page = Page(answer)
    assert answer.status_code == 200
    assert any(error in each for each in page.errors), page.errors
    assert Source.objects.count() == 1
    assert page.values("places") == [sent["places"]]


def test_a_source_is_described_switched_off_and_then_opens_nothing(staff, event):
    source(event)

    staff.post("/staff/outreach/sources/kp7m4/", {"place": "図書館"})
    page = Page(
        staff.post("/staff/outreach/sources/kp7m4/switch/", {"to": "off"}, follow=True)
    )

    assert "図書館" in page.words
    assert "止めているため、開かない" in page.words
    assert browser().get("/s/kp7m4").status_code == 404
    staff.post("/staff/outreach/sources/kp7m4/switch/", {"to": "on"})
    assert browser().get("/s/kp7m4").status_code == 302


def test_the_check_says_of_every_code_what_a_visitor_finds(event):
    now = timezone.now()
    source(event, code="open2")
    source(code="home2")
    source(code="prog2", programme=event.programme)
    for code, values in {
        "draft2": {"status": "DRAFT"},
        "inner2": {"status": "INTERNAL"},
        "gone2": {"status": "CANCELLED", "cancelled_at": now},
        "past2": {"starts_at": now - 3 * cast.DAY},
    }.items():
        source(cast.event(slug=code, now=now, **values), code=code)
    source(event, code="off22", is_active=False)

    found = {check.source.code: check.state for check in link_checks(now=now)}

    assert found == {
        "open2": LinkState.OPEN,
        "home2": LinkState.OPEN,
        "prog2": LinkState.OPEN,
        "draft2": LinkState.DRAFT,
        "inner2": LinkState.INTERNAL,
        "gone2": LinkState.CANCELLED,
        "past2": LinkState.PAST,
    }
    # And it is so.
    for code, state in found.items():
        answer = browser().get(f"/s/{code}", follow=True)
        assert answer.status_code == (404 if state.is_dead else 200), code


def test_a_page_that_asks_for_a_login_would_be_found(event, monkeypatch):
    source(event)
    monkeypatch.setattr(
        "events.outreach.reports_links.target_path", lambda source: "/staff/"
    )

    assert link_checks(now=timezone.now())[0].state == LinkState.BROKEN


def test_a_poster_of_a_draft_is_a_sample(staff):
    draft = cast.event(slug="draft", status="DRAFT", now=timezone.now())
    source(draft)

    page = Page(staff.get("/staff/events/draft/outreach/print/?code=kp7m4"))
    pdf = staff.get("/staff/events/draft/outreach/print/file/?sheet=poster&code=kp7m4")

    assert "催しが下書きのため、開かない" in page.words
    assert b"/s/kp7m4" not in pdf.content
    opened = pikepdf.open(io.BytesIO(pdf.content))
    assert "/Annots" not in opened.pages[0]


def test_codes_are_made_and_each_gets_its_sheet(staff, event):
    sent = {"kind": "POSTER", "count": "3", "places": "図書館"}

    answer = staff.post(f"/staff/events/{event.slug}/outreach/print/", sent)
    query = answer["Location"].partition("?")[2].partition("#")[0]
    pdf = staff.get(
        f"/staff/events/{event.slug}/outreach/print/file/?sheet=poster&{query}"
    )

    assert pdf["Content-Type"] == "application/pdf"
    assert len(pikepdf.open(io.BytesIO(pdf.content)).pages) == 3
    assert Source.objects.count() == 3


def test_a_code_of_another_event_is_not_printed_here(staff, event):
    other = cast.event(slug="other", now=timezone.now())
    source(other)

    pdf = staff.get(f"/staff/events/{event.slug}/outreach/print/file/?code=kp7m4")

    opened = pikepdf.open(io.BytesIO(pdf.content))
    assert "/Annots" not in opened.pages[0]


@pytest.mark.parametrize("sheet", ["flyer-a4", "flyer-a5"])
@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_flyer_leads_to_its_own_language(staff, event, sheet, language):
    source(event)

    pdf = staff.get(
        f"/staff/events/{event.slug}/outreach/print/file/",
        {"sheet": sheet, "language": language, "ink": "black", "code": "kp7m4"},
    )

    opened = pikepdf.open(io.BytesIO(pdf.content))
    uri = str(opened.pages[0].Annots[0].A.URI)
    assert uri.endswith("/s/kp7m4" + ("" if language == "ja" else f"?l={language}"))


def test_texts_are_shown_to_copy_in_three_languages(staff, event):
    address = f"/staff/events/{event.slug}/outreach/texts/"

    japanese, english = (
        Page(staff.get(address)),
        Page(staff.get(f"{address}?language=en")),
    )

    assert "■くにたち原爆" in japanese.html
    assert "Talks by A-bomb" in english.html
    assert "市報" in english.words  # the page itself stays in the language of staff


def test_the_telephone_notes_how_somebody_heard(staff, event):
    source(event, place="図書館")
    slot = event.timeslots.first()
    for number, heard in enumerate(["kp7m4", ":PERSON", ""]):
        sent = cast.form_data(slot, phone=f"0425762{number:03d}") | {
            "event": event.slug,
            "channel": RegistrationChannel.PHONE,
            "remind_by": "PHONE",
            "source": heard,
            "p1-kana": "くにたち",
        }
        answer = staff.post("/staff/intake/", sent)
        assert answer.status_code == 302, Page(answer).errors

    made = list(Registration.objects.order_by("pk"))
    assert [each.source for each in made] == ["kp7m4", ":PERSON", ""]
    page = Page(
        staff.get(f"/staff/events/{event.slug}/registrations/{made[0].receipt_number}/")
    )
    assert "ポスター 図書館" in page.words


def test_the_telephone_takes_no_word_of_somebodys_own(staff, event):
    slot = event.timeslots.first()
    sent = cast.form_data(slot) | {
        "event": event.slug,
        "channel": "PHONE",
        "remind_by": "PHONE",
        "source": "zz999",
    }

    answer = staff.post("/staff/intake/", sent)

    assert answer.status_code == 200
    assert not Registration.objects.exists()
