"""The pages of a change of mind: for the party, and for the office."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.registration.models import Registration, Seat
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration import waiting

pytestmark = pytest.mark.django_db

LANGUAGES = ["", "/ja-easy", "/en"]
CHANGES = ["contact", "names", "add", "remove", "move", "hand-over"]


@pytest.fixture
def event():
    return cast.event(now=timezone.now())


@pytest.fixture
def party(event) -> Registration:
    return cast.registration(
        event,
        people=["国立 花子", "国立 太郎"],
        phone="0425762111",
        email="hana@example.jp",
        now=timezone.now(),
    )


class ByLink:
    """The party on its private page."""

    actor = "applicant"

    def __init__(self) -> None:
        self.client = Client()

    def path(self, party, change="") -> str:
        return f"{party.url}change/{change}{'/' if change else ''}"

    def home(self, party, outcome="1") -> str:
        return f"{party.url}?changed={outcome}"


class ByStaff:
    """The office on its own page, with messages instead of an outcome."""

    def __init__(self) -> None:
        aoki = cast.aoki()
        self.actor = aoki.actor
        self.client = cast.signed_in(aoki)

    def path(self, party, change="") -> str:
        name = f"registration-change{'-' if change else ''}{change}"
        return reverse(f"staff:{name}", args=[party.event.slug, party.receipt_number])

    def home(self, party, outcome="") -> str:
        return reverse(
            "staff:registration", args=[party.event.slug, party.receipt_number]
        )


@pytest.fixture(params=[ByLink, ByStaff])
def door(request):
    return request.param()


def post(door, party, change, **data):
    sent = {key.replace("__", "-"): value for key, value in data.items()}
    return door.client.post(door.path(party, change), sent)


def names_of(party) -> list[str]:
    return list(party.attendees.order_by("number").values_list("name", flat=True))


def held(party) -> list[tuple[int, int]]:
    """Person and place of the timeslot, of the living seats."""
    places = {s.pk: n for n, s in enumerate(cast.timeslots(party.event))}
    return sorted(
        (seat.attendee.number, places[seat.timeslot_id])
        for seat in party.seats.alive().select_related("attendee")
    )


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_the_hub_leads_to_every_change(party, prefix):
    own = prefix + party.url

    page = Client().get(f"{own}change/").content.decode()

    for change in CHANGES:
        assert f'href="{own}change/{change}/"' in page
        shown = Client().get(f"{own}change/{change}/")
        assert shown.status_code == 200
        assert "no-store" in shown.headers["Cache-Control"]
    assert f'href="{own}cancel/"' in page


def test_the_private_page_leads_to_the_hub(party):
    page = Client().get(party.url).content.decode()

    assert page.count(f'href="{party.url}change/"') == 2


def test_the_office_gets_there_from_the_registration(party):
    door = ByStaff()

    page = door.client.get(door.home(party)).content.decode()

    assert f'href="{door.path(party)}"' in page
    assert door.client.get(door.path(party)).status_code == 200


def test_contact_and_wishes_change(door, party):
    answer = post(
        door,
        party,
        "contact",
        phone="０９０-1234-5678",
        email="new@example.jp",
        remind_by="PHONE",
        support=["WHEELCHAIR"],
        note="入口に近い席が助かります",
    )

    assert (answer.status_code, answer["Location"]) == (302, door.home(party))
    party.refresh_from_db()
    assert (party.phone, party.email) == ("09012345678", "new@example.jp")
    assert party.support_kinds == ["WHEELCHAIR"]
    assert AuditEntry.objects.get(verb="registration.amended").actor == door.actor


def test_what_was_typed_stays_when_it_is_refused(party):
    door = ByLink()

    page = post(door, party, "contact", phone="12", email="", note="よろしく")

    text = page.content.decode()
    assert page.status_code == 200
    assert 'value="12"' in text
    assert "よろしく" in text
    assert text.count("電話番号は、0から始まる10桁か11桁の数字で") == 2
    assert 'href="#id_phone"' in text
    party.refresh_from_db()
    assert party.phone == "0425762111"


def test_no_contact_at_all_is_refused(door, party):
    page = post(door, party, "contact", phone="", email="", note="")

    assert "電話番号かメールアドレスの、どちらかを" in page.content.decode()
    party.refresh_from_db()
    assert party.email == "hana@example.jp"


def test_names_are_corrected(door, party):
    answer = post(
        door,
        party,
        "names",
        n1__name="国立 華子",
        n1__kana="くにたち はなこ",
        n2__name="国立 太郎",
        n2__kana="",
    )

    assert answer["Location"] == door.home(party)
    assert names_of(party) == ["国立 華子", "国立 太郎"]


def test_a_wrong_name_is_named_with_its_person(party):
    page = post(
        ByLink(), party, "names", n1__name="国立 花子", n2__name="", n2__kana="漢字"
    ).content.decode()

    assert "国立 太郎：参加する方のお名前を入力してください。" in page
    assert 'href="#id_n2-name"' in page
    assert 'href="#id_n2-kana"' in page


def test_a_person_is_added_once_however_often_the_form_is_sent(door, party):
    slot = cast.timeslots(party.event)[1]
    form = {"p2__name": "国立 次郎", "p2__slot": str(slot.pk), "full": ""}

    first = post(door, party, "add", **form)
    again = post(door, party, "add", **form)

    assert first["Location"] == door.home(party)
    assert again["Location"] == door.home(party, "same")
    assert held(party) == [(1, 0), (2, 0), (3, 1)]
    assert OutboxMessage.objects.filter(kind="registration_changed").count() == 1


def test_a_full_timeslot_asks_first_and_then_lets_wait():
    event = cast.event(now=timezone.now(), slots=1, seats=1)
    party = cast.registration(event, now=timezone.now())
    slot = cast.timeslots(event)[0]
    form = {"p2__name": "国立 次郎", "p2__slot": str(slot.pk)}
    door = ByLink()

    page = post(door, party, "add", full="", **form).content.decode()
    answer = post(door, party, "add", full=str(slot.pk), **form)

    assert "もう一度送ると、この方はキャンセル待ちになります。" in page
    assert f'name="full" value="{slot.pk}"' in page
    assert answer["Location"] == door.home(party, "waits")
    assert waiting.statuses(party) == ["CONFIRMED", "WAITING"]


def test_after_the_deadline_adding_is_refused_kindly_and_moving_works(party):
    party.event.closes_at = timezone.now() - timedelta(hours=1)
    party.event.save()
    first, second, _third = cast.timeslots(party.event)
    door = ByLink()

    hub = door.client.get(door.path(party)).content.decode()
    form = post(door, party, "add", p2__name="国立 次郎", p2__slot=str(second.pk))
    moved = send_move(door, party, first, second, people=["1", "2"])

    assert f'href="{door.path(party, "add")}"' not in hub
    assert "人や回は増やせません。" in hub
    assert "人や回は増やせません。" in form.content.decode()
    assert moved["Location"] == door.home(party)
    assert held(party) == [(1, 1), (2, 1)]


def send_move(door, party, source, target, *, people, **more):
    prefix = f"s{source.pk}"
    data = {
        "source": str(source.pk),
        f"{prefix}-person": people,
        f"{prefix}-target": str(target.pk),
        **more,
    }
    return door.client.post(door.path(party, "move"), data)


def test_people_move_and_a_second_click_changes_nothing(door, party):
    first, second, _third = cast.timeslots(party.event)

    one = send_move(door, party, first, second, people=["1", "2"])
    two = send_move(door, party, first, second, people=["1", "2"])

    assert one["Location"] == door.home(party)
    assert two["Location"] == door.home(party, "same")
    assert held(party) == [(1, 1), (2, 1)]
    assert OutboxMessage.objects.filter(kind="registration_changed").count() == 1


def test_a_full_target_says_that_the_old_seat_stays(party):
    first, second, _third = cast.timeslots(party.event)
    second.quotas.update(capacity=1)
    door = ByLink()

    refused = send_move(door, party, first, second, people=["1", "2"])
    waits = send_move(
        door,
        party,
        first,
        second,
        people=["1", "2"],
        **{f"s{first.pk}-waits": "on"},
    )

    text = refused.content.decode()
    assert text.count("いま席が足りません。") == 2
    assert "いまの席は、そのままです。" in text
    assert waits["Location"] == door.home(party, "waits")
    assert held(party) == [(1, 0), (1, 1), (2, 0), (2, 1)]
    shown = door.client.get(waits["Location"]).content.decode()
    assert "キャンセル待ちに加わりました。" in shown


def test_a_move_without_people_or_target_is_asked_again(party):
    first, second, _third = cast.timeslots(party.event)

    page = (
        ByLink()
        .client.post(f"{party.url}change/move/", {"source": str(first.pk)})
        .content.decode()
    )

    assert page.count("1人以上選んでください。") == 2
    assert page.count("移る先の回を選んでください。") == 2
    assert held(party) == [(1, 0), (2, 0)]


def test_a_person_leaves_and_the_other_stays(door, party):
    answer = post(door, party, "remove", person=["2"])
    again = post(door, party, "remove", person=["2"])

    assert answer["Location"] == door.home(party)
    assert again["Location"] == door.home(party, "same")
    assert held(party) == [(1, 0)]
    assert names_of(party) == ["国立 花子", "国立 太郎"]


def test_a_place_goes_to_the_family(door, party):
    form = {
        "p2__person_leaving": "2",
        "p2__name": "国立 一郎",
        "p2__kana": "くにたち いちろう",
    }

    answer = post(door, party, "hand-over", **form)
    again = post(door, party, "hand-over", **form)

    assert answer["Location"] == door.home(party)
    assert again["Location"] == door.home(party, "same")
    assert names_of(party) == ["国立 花子", "国立 一郎"]


def test_an_event_that_asks_for_consent_asks_about_the_age(party):
    party.event.asks_consent = True
    party.event.save()
    form = {"p2__person_leaving": "2", "p2__name": "国立 一郎"}

    asked = post(ByLink(), party, "hand-over", **form).content.decode()
    post(ByLink(), party, "hand-over", p2__minor="yes", **form)
    assert not party.attendees.get(number=2).lacks_consent
    guardian = {"p2__guardian_name": "国立 花子", "p2__guardian_phone": "0425762111"}
    post(ByLink(), party, "hand-over", p2__minor="yes", **form, **guardian)

    assert asked.count("18歳未満か、18歳以上かを選んでください。") == 2
    assert party.attendees.get(number=2).lacks_consent


def test_who_is_in_is_not_offered_any_change(party):
    Seat.objects.filter(attendee__number=1).update(
        admitted_at=timezone.now(), admitted_by="0d6f0000-0000-4000-8000-000000000000"
    )

    for change in ["names", "remove", "move", "hand-over"]:
        page = Client().get(f"{party.url}change/{change}/").content.decode()
        form = page[page.index("<form") :]
        assert ("国立 太郎" in form, "国立 花子" in form) == (True, False)


@pytest.mark.parametrize("change", ["", *CHANGES])
def test_a_cancelled_registration_offers_nothing(party, change):
    waiting.cancel(party, now=timezone.now())
    door = ByLink()

    page = door.client.get(door.path(party, change))

    assert page.status_code == 200
    assert 'type="radio"' not in page.content.decode() or change == "contact"
    answer = post(door, party, "contact", phone="0425762112", email="", note="")
    assert "変更できません。" in answer.content.decode()
    assert not OutboxMessage.objects.filter(kind="registration_changed").exists()


@pytest.mark.parametrize("change", ["", *CHANGES])
def test_a_cut_link_or_another_event_answers_like_nothing(party, change):
    staff = ByStaff()
    cast.event(slug="other", now=timezone.now())
    path = staff.path(party, change).replace("/talk/", "/other/")

    assert Client().get(f"/registration/made-up/change/{change}").status_code in (
        301,
        404,
    )
    assert staff.client.get(path).status_code == 404
    assert staff.client.post(path, {}).status_code == (404 if change else 405)


def test_a_machine_that_changes_without_end_is_stopped(party, event):
    other = cast.registration(event, now=timezone.now())
    for _each in range(40):
        assert post(ByLink(), party, "contact", phone="1").status_code == 200

    assert post(ByLink(), party, "contact", phone="1").status_code == 429
    assert post(ByLink(), other, "contact", phone="1").status_code == 200


def test_an_unknown_outcome_says_nothing(party):
    page = Client().get(f"{party.url}?changed=%3Cb%3E").content.decode()

    assert "変更を受け付けました。" not in page
