"""The pages of the summit: who sees what, and what is refused with a sentence."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from events.programme.models import Event
from network.cities.choices import CoordinatorLevel
from network.summit.choices import GuestKind
from network.summit.models import StageSlot, Summit, SummitGuest, SummitReply
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from tests.accounts.people import with_app
from tests.cast import signed_in
from tests.network.builders import HINO, city, coordinator, user
from tests.network.summits import SEATS, answered, guest, hall_event, part, summit

pytestmark = pytest.mark.django_db

IN_A_MONTH = timedelta(days=30)


def at(name: str, made: Summit, *more) -> str:
    return reverse(f"summit:{name}", args=[made.year, *more])


def of(role: str) -> Client:
    return signed_in(with_app(user(role)))


def of_city(level=CoordinatorLevel.EDITOR, code=None) -> Client:
    term = coordinator(city(code) if code else city(), level=level)
    return signed_in(with_app(term.user))


def told(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_city_replies_and_sees_what_it_said():
    made, client = summit(), of_city()
    assert "返事を書く" in told(client.get(reverse("summit:city")))

    typed = {
        "comes": "yes",
        "MAYOR_1_name": "髙橋 市長",
        "MAYOR_1_needs": ["WHEELCHAIR"],
        "citizens": "1",
    }
    response = client.post(at("reply", made), typed)
    assert response.url == reverse("summit:city")
    page = told(client.get(reverse("summit:city")))
    assert "髙橋 市長" in page
    assert "車いすの席" in page
    assert SummitGuest.objects.get().needs == ["WHEELCHAIR"]


def test_what_is_wrong_is_said_and_what_was_typed_is_kept():
    made, client = summit(), of_city()
    typed = {"MAYOR_1_kana": "たかはし", "citizens": "9"}
    page = told(client.post(at("reply", made), typed))

    assert "出席か欠席を選んでください。" in page
    assert "お名前を入力してください。" in page
    assert 'value="たかはし"' in page
    assert not SummitReply.objects.exists()


def test_two_forms_opened_before_are_not_lost_silently():
    made, client = summit(), of_city()
    form = {"comes": "yes", "MAYOR_1_name": "先の人", "seen": ""}
    client.post(at("reply", made), form)
    page = told(client.post(at("reply", made), form | {"MAYOR_1_name": "後の人"}))

    assert "先に返事を保存しました" in page
    assert SummitGuest.objects.get().name == "先の人"
    forged = form | {"seen": "not a moment"}
    assert "先に返事を保存しました" in told(client.post(at("reply", made), forged))


def test_after_the_deadline_the_page_says_whom_to_ring():
    made, client = summit(), of_city()
    Summit.objects.update(reply_by=timezone.now() - timedelta(minutes=1))

    for path in (at("reply", made), reverse("summit:city")):
        page = told(client.get(path))
        assert "事務局へお電話ください" in page
        assert "返事を送る" not in page
    page = told(client.post(at("reply", made), {"comes": "no"}))
    assert "期限が過ぎています" in page
    assert not SummitReply.objects.exists()


def test_a_viewer_reads_and_does_not_write():
    made, client = summit(), of_city(CoordinatorLevel.VIEWER)

    assert "編集か承認の担当者" in told(client.get(reverse("summit:city")))
    assert client.post(at("reply", made), {"comes": "no"}).status_code == 403


def test_a_city_neither_sees_another_city_nor_a_summit_that_is_not_open():
    made = summit(opened=False)
    client = of_city()
    assert client.get(at("reply", made)).status_code == 404
    assert "まだ届いていません" in told(client.get(reverse("summit:city")))

    Summit.objects.update(opened_at=timezone.now())
    answered(made, city(HINO), guest(name="日野の市長"))
    assert "日野の市長" not in told(client.get(reverse("summit:city")))
    assert "日野の市長" not in told(client.get(at("reply", made)))


def test_staff_open_the_board_on_the_day_and_on_no_other():
    made = summit(starts_at=timezone.now())
    answered(made, city(), guest())
    here = SummitGuest.objects.get()
    staff, secretariat = of(Role.STAFF), of(Role.SECRETARIAT)
    paths = [at(name, made) for name in ("board", "board-live", "wall", "guests")]
    assert {staff.get(path).status_code for path in paths} == {200}

    day = timezone.now() + timedelta(days=2)
    Event.objects.update(starts_at=day, ends_at=day + timedelta(hours=3))
    assert {staff.get(path).status_code for path in paths} == {403}
    assert staff.post(at("tick", made, here.pk)).status_code == 403
    assert {secretariat.get(path).status_code for path in paths} == {200}
    assert "今日は、サミットの日ではありません" in told(secretariat.get(paths[0]))


def test_a_tap_on_the_board_is_counted_and_shown():
    made = summit(starts_at=timezone.now(), citizen_seats=2)
    answered(made, city(), guest(), citizens=2)
    first = part(made, "開会")
    here = SummitGuest.objects.get()
    client = of(Role.STAFF)

    back = client.post(at("tick", made, here.pk))
    assert back.url == f"{at('board', made)}#city-{city().pk}"
    client.post(at("citizens", made, city().pk), {"seen": "0", "plus": "1"})
    told_twice = client.post(
        at("citizens", made, city().pk), {"seen": "0", "plus": "1"}, follow=True
    )
    assert "いま1人です" in told(told_twice)
    client.post(at("tap", made, first.pk), {"step": "begin"})
    page = told(client.get(at("board", made)))
    assert 'data-count="cities">2<small> / 3' in page
    assert "に始まりました" in page
    client.post(at("tick", made, here.pk), {"undo": "1"})
    assert SummitGuest.objects.get().arrived_at is None
    client.post(at("citizens", made, city().pk), {"seen": "x", "plus": "1"})
    assert SummitReply.objects.get().citizens_arrived == 1


def test_while_nothing_moves_the_board_answers_304():
    made = summit(starts_at=timezone.now())
    answered(made, city(), guest())
    client = of(Role.STAFF)
    for live in ("board-live", "wall-live"):
        etag = client.get(at(live, made))["ETag"]
        again = client.get(at(live, made), headers={"If-None-Match": etag})
        assert (again.status_code, again.content) == (304, b"")

    client.post(at("tick", made, SummitGuest.objects.get().pk))
    moved = client.get(at("board-live", made), headers={"If-None-Match": etag})
    assert moved.status_code == 200


def test_the_large_screen_names_cities_and_nobody():
    made = summit(starts_at=timezone.now())
    answered(made, city(), guest(name="金糸雀 花子"))

    page = told(of(Role.SECRETARIAT).get(at("wall", made)))
    assert "調布市" in page
    assert "金糸雀" not in page


def test_the_secretariat_makes_it_on_an_event_or_on_a_copy_of_one():
    client, event = of(Role.SECRETARIAT), hall_event()
    reply_by = (jst(event.starts_at) - IN_A_MONTH).strftime("%Y-%m-%dT%H:%M")
    typed = SEATS | {"reply_by": reply_by}
    assert "催しか、前の催しを選んでください" in told(
        client.post(reverse("summit:new"), typed)
    )
    client.post(reverse("summit:new"), typed | {"event": event.pk})
    made = Summit.objects.get()
    assert made.event == event
    day = (jst(event.starts_at) + timedelta(days=364)).date()
    copied = client.post(
        reverse("summit:new"), typed | {"previous": event.pk, "first_day": day}
    )
    assert copied.status_code == 302
    newest = Summit.objects.first()
    assert newest.event.previous == event
    assert newest.year == made.year + 1
    again = typed | {"previous": event.pk, "first_day": day}
    assert "もうあります" in told(client.post(reverse("summit:new"), again))
    assert Event.objects.count() == 2  # The copy that led to none is not kept.


def test_the_secretariat_enters_a_reply_after_the_deadline():
    made, client = summit(), of(Role.SECRETARIAT)
    Summit.objects.update(reply_by=timezone.now() - timedelta(minutes=1))
    assert "1市から返事がありません" not in told(client.get(at("plan", made)))
    assert "26市から返事がありません" in told(client.get(at("plan", made)))

    client.post(at("city-reply", made, city().pk), {"comes": "no"})
    assert SummitReply.objects.get().comes is False
    assert "25市から返事がありません" in told(client.get(at("plan", made)))


def test_numbers_that_do_not_fit_are_refused_with_a_sentence():
    made, client = summit(), of(Role.SECRETARIAT)
    answered(made, city(), guest(GuestKind.STAFF), citizens=1)
    typed = SEATS | {"reply_by": "2030-01-01T17:00"}

    page = told(client.post(at("seats", made), typed | {"staff_seats": 0}))
    assert "職員の席に、もう1人を知らせた市があります" in page
    page = told(client.post(at("seats", made), typed | {"citizen_seats": 0}))
    assert "市民の席に、もう1人" in page
    page = told(client.post(at("seats", made), typed | {"hall_seats": 100}))
    assert "会場の席より4席多くなります" in page
    assert client.post(at("seats", made), typed).status_code == 302


def test_a_part_is_shown_before_it_is_saved():
    made, client = summit(), of(Role.SECRETARIAT)
    first = part(made, "閉会", 10)
    typed = {"kind": "LECTURE", "title_ja": "講演", "minutes": "45", "after": "first"}

    page = told(client.post(at("stage-new", made), typed | {"preview": "1"}))
    assert "保存すると、こうなります" in page
    assert StageSlot.objects.count() == 1
    assert client.post(at("stage-new", made), typed).status_code == 302
    first.refresh_from_db()
    assert first.starts_at == made.event.starts_at + timedelta(minutes=45)
    assert "終わりの予定は" in told(client.get(at("stage", made)))
    client.post(at("stage-remove", made, first.pk))
    assert StageSlot.objects.count() == 1


def test_the_list_of_guests_is_a_file_in_which_nothing_is_a_formula():
    made, client = summit(), of(Role.SECRETARIAT)
    answered(made, city(), guest(name="=1+1", kana="いち"), citizens=1)

    response = client.post(at("export", made))
    sheet = load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1][:3] == ("調布市", "市長", "=1+1")
    assert sheet["C2"].data_type == "s"
    assert rows[2][6] == "1"
    entry = AuditEntry.objects.get(verb="summit.guests_exported")
    assert entry.detail == {"rows": 2}
    assert client.get(at("export", made)).status_code == 405


@pytest.mark.parametrize(
    ("language", "words"),
    [("", "発表する市"), ("/en", "Cities that report"), ("/ja-easy", "発表")],
)
def test_everybody_reads_the_programme_in_three_languages(language, words):
    made = summit(quotas={"FAMILY_ROOM": 10})
    part(made, "報告", 45, cities=[city()], has_interpreter=True)
    page = told(Client().get(language + at("public", made)))

    assert words in page
    assert ("Chofu" if language == "/en" else "調布市") in page
    assert "10" in page


def test_the_programme_of_a_draft_is_nobodys_business():
    made = summit()
    Event.objects.update(status="DRAFT")
    assert Client().get(at("public", made)).status_code == 404
    Event.objects.update(status="CANCELLED", cancelled_at=timezone.now())
    assert "中止" in told(Client().get(at("public", made)))
