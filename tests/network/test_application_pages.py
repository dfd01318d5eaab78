"""The pages of applications: the form's refusals, whose page it is, who sees what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from network.cities.choices import CoordinatorLevel
from network.youth.models import CityYear, InterviewSlot, ScoreSheet, YouthApplication
from network.youth.usecases.apply import withdraw_application
from network.youth.usecases.interview import invite_to_interview
from peace.outbox.models import OutboxMessage
from tests.cast import signed_in
from tests.network import builders
from tests.network.applications import (
    application,
    open_city,
    slot,
    typed,
)

pytestmark = pytest.mark.django_db


def page(mine: CityYear, name: str = "youth:apply", language: str = "ja") -> str:
    with translation.override(language):
        code = int(mine.municipality_id)
        return reverse(name, args=[mine.programme.year, code])


def send(mine: CityYear, **changes: str):
    return Client().post(page(mine), typed(**changes))


def refusals(mine: CityYear, **changes: str) -> dict[str, list[str]]:
    response = send(mine, **changes)
    assert response.status_code == 200
    assert not YouthApplication.objects.exists()
    return response.context["form"].errors


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_form_becomes_an_application_with_a_page_of_its_own(language):
    mine = open_city()

    response = Client().post(page(mine, language=language), typed())

    made = YouthApplication.objects.get()
    assert made.language == language
    assert response.url.endswith(f"{made.token}/?new=1")
    own = Client().get(response.url)
    assert made.number in own.content.decode()
    assert "no-store" in own["Cache-Control"]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"name": ""}, "name", "お名前を入力"),
        ({"name": "<b>"}, "name", "使えません"),
        ({"kana": "漢字"}, "kana", "ひらがなかカタカナ"),
        ({"born_on": ""}, "born_on", "生年月日を入力"),
        ({"born_on": "2001-01-01"}, "born_on", "平成15年(2003年)4月2日から"),
        ({"born_on": "2007-02-30"}, "born_on", "暦にない日"),
        ({"address": " "}, "address", "住所を入力"),
        ({"email": ""}, "phone", "どちらかを入力"),
        ({"email": "no address"}, "email", "確かめて"),
        ({"email": "", "phone": "12"}, "phone", "電話番号"),
        ({"motivation": " \r\n "}, "motivation", "志望動機を入力"),
        ({"motivation": "あ" * 801}, "motivation", "1文字減らして"),
        ({"lives_here": ""}, "lives_here", "住んでいる方が応募"),
        ({"can_attend": ""}, "can_attend", "すべての日"),
    ],
)
def test_a_refusal_is_a_sentence_beside_its_field(changes, field, words):
    assert words in refusals(open_city(), **changes)[field][0]


def test_what_was_typed_is_kept():
    response = send(open_city(), name="架空 𠮷子", born_on="1999")

    text = response.content.decode()
    assert "架空 𠮷子" in text
    assert "広島で聞いたことを" in text


def test_a_name_is_kept_as_typed_and_line_breaks_become_one_kind():
    send(open_city(), name="髙橋　﨑子", motivation="一\r\n二\r三")

    made = YouthApplication.objects.get()
    assert (made.name, made.motivation) == ("髙橋 﨑子", "一\n二\n三")


def test_a_minor_needs_a_guardian_who_can_be_reached():
    mine = open_city()
    young = builders.noon().date().replace(year=timezone.localdate().year - 16)
    rules = mine.programme.rules
    type(rules).objects.filter(pk=rules.pk).update(born_to=timezone.localdate())
    nobody = {"guardian_name": "", "guardian_phone": "", "born_on": young.isoformat()}

    assert refusals(mine, **nobody).keys() == {"guardian_name", "guardian_phone"}
    assert send(mine, **nobody).status_code == 200
    assert send(mine, born_on=young.isoformat()).status_code == 302


def test_an_adult_needs_no_guardian():
    nobody = {"guardian_name": "", "guardian_phone": ""}

    assert send(open_city(), **nobody, born_on="2004-05-05").status_code == 302


def test_the_same_form_twice_leads_to_the_same_page():
    mine, form = open_city(), typed()
    first, second = (Client().post(page(mine), form) for _ in range(2))

    assert first.url == second.url
    again = Client().post(page(mine), form | {"motivation": "ほかのことば"})
    number = YouthApplication.objects.get().number
    assert number in again.content.decode()


def test_a_broken_key_is_no_reason_to_refuse():
    assert send(open_city(), key="x").status_code == 302


def test_too_many_forms_from_one_address_wait(monkeypatch):
    mine = open_city()
    monkeypatch.setattr(
        "network.youth.views.apply.FORMS_PER_ADDRESS", {"limit": 1, "seconds": 60}
    )
    assert [send(mine, name="").status_code for _ in range(2)] == [200, 429]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"takes_applications": False}, "市が行っています"),
        ({"applications_until": builders.noon()}, "受付は終わりました"),
        ({"decided_at": builders.noon()}, "受付は終わりました"),
    ],
)
def test_a_closed_city_says_so_and_has_no_form(fields, words):
    mine = open_city()
    CityYear.objects.filter(pk=mine.pk).update(**fields)

    for name in ("youth:city-page", "youth:apply"):
        text = Client().get(page(mine, name)).content.decode()
        assert words in text
        assert "<textarea" not in text
    assert words in send(mine).content.decode()
    assert not YouthApplication.objects.exists()


def test_the_rules_lead_to_the_cities_that_are_open():
    mine = open_city()
    rules = reverse("youth:rules", args=[mine.programme.year])

    assert page(mine, "youth:city-page") in Client().get(rules).content.decode()


def test_the_public_page_takes_few_statements(django_assert_max_num_queries):
    mine = open_city()
    with django_assert_max_num_queries(3):
        Client().get(page(mine, "youth:city-page"))


# An applicant's own page


def test_the_result_is_not_told_before_its_letter():
    mine = open_city()
    made = application(mine)
    now = timezone.now()
    later = now + timedelta(minutes=5)
    for sent, words in ((later, "面接の日と場所が決まったら"), (now, "ほかの方を推薦")):
        YouthApplication.objects.filter(pk=made.pk).update(
            status="NOT_CHOSEN", decided_at=now, result_sent_at=sent
        )
        text = Client().get(made.url).content.decode()
        assert words in text
        assert "残念" not in text


def test_an_applicant_moves_by_their_link_and_gets_no_other_citys_time():
    mine = open_city()
    other = open_city(builders.HINO, mine.programme)
    made, foreign = application(mine), slot(other)
    first, second = slot(mine), slot(mine)
    invite_to_interview(
        application=made, slot=first, actor="user:1", now=timezone.now()
    )
    path = reverse("youth:application-interview", args=[made.token])

    for wrong in (str(foreign.pk), "x", "9" * 30):
        assert Client().post(path, {"slot": wrong}).status_code == 404
    assert Client().post(path, {"slot": str(second.pk)}).status_code == 302
    made.refresh_from_db()
    assert made.slot == second


def test_a_withdrawal_is_asked_before_and_done_once():
    made = application(open_city())
    path = reverse("youth:application-withdraw", args=[made.token])

    assert "元に戻すことはできません" in Client().get(path).content.decode()
    made.refresh_from_db()
    assert made.status == "RECEIVED"
    assert [Client().post(path).status_code for _ in range(2)] == [302, 302]
    assert "辞退されています" in Client().get(made.url).content.decode()


# The city's pages


@pytest.fixture
def chofu():
    """Chofu's applicant is known by the name of a canary; Hino has one, too."""
    mine = open_city()
    other = open_city(builders.HINO, mine.programme)
    return (
        mine,
        application(mine, 1, name="調布 応募"),
        application(other, 1, name="日野 金糸雀"),
        slot(other),
    )


def test_a_city_sees_its_own_applicants_only(chofu):
    mine, own, foreign, foreign_slot = chofu
    client = signed_in(builders.coordinator(mine.municipality).user)
    year = mine.programme.year
    for name in ("applications", "interview-slots", "applications-decide"):
        text = client.get(reverse(f"youth:{name}", args=[year])).content.decode()
        assert "日野 金糸雀" not in text
    seen = client.get(reverse("youth:city-application", args=[own.pk]))
    assert "調布 応募" in seen.content.decode()

    for name in ("city-application", "application-score", "application-invite"):
        path = reverse(f"youth:{name}", args=[foreign.pk])
        post = client.post(path) if name != "city-application" else client.get(path)
        assert post.status_code == 404
    invite = reverse("youth:application-invite", args=[own.pk])
    assert client.post(invite, {"slot": foreign_slot.pk}).status_code == 404
    decide = reverse("youth:applications-decide", args=[year])
    answer = client.post(decide, {"chosen": foreign.pk, "confirm": "1"})
    assert "もう一度選んで" in answer.content.decode()
    foreign.refresh_from_db()
    assert foreign.status == "RECEIVED"


def test_who_only_reads_sees_and_changes_nothing(chofu):
    mine, own, *_rest = chofu
    term = builders.coordinator(mine.municipality, CoordinatorLevel.VIEWER)
    client = signed_in(term.user)

    seen = client.get(reverse("youth:city-application", args=[own.pk]))
    assert seen.status_code == 200
    for name in ("application-score", "application-invite", "application-told"):
        assert client.post(reverse(f"youth:{name}", args=[own.pk])).status_code == 403
    decide = reverse("youth:applications-decide", args=[mine.programme.year])
    assert client.get(decide).status_code == 403


def test_an_editor_scores_and_an_approver_decides(chofu):
    mine, own, *_rest = chofu
    editor = builders.coordinator(mine.municipality, CoordinatorLevel.EDITOR)
    client = signed_in(editor.user)
    path = reverse("youth:application-score", args=[own.pk])

    assert client.post(path, {"points0": "11", "points1": "2"}).status_code == 200
    assert not ScoreSheet.objects.exists()
    assert client.post(path, {"points0": "9", "points1": "2"}).status_code == 302
    assert ScoreSheet.objects.get().total == 11
    decide = reverse("youth:applications-decide", args=[mine.programme.year])
    assert client.post(decide).status_code == 403


def test_another_persons_note_is_not_in_the_page_before_ones_own_sheet(chofu):
    mine, own, *_rest = chofu
    one, two = (builders.coordinator(mine.municipality) for _ in range(2))
    path = reverse("youth:application-score", args=[own.pk])
    sheet = {"points0": "9", "points1": "2", "note": "ひそかな意見"}
    signed_in(one.user).post(path, sheet)

    client = signed_in(two.user)
    seen = reverse("youth:city-application", args=[own.pk])
    text = client.get(seen).content.decode()
    assert "ひそかな意見" not in text
    assert "ほかに1人が採点" in text
    client.post(path, {"points0": "1", "points1": "1"})
    assert "ひそかな意見" in client.get(seen).content.decode()


def test_the_city_notes_that_it_rang(chofu):
    mine, *_rest = chofu
    made = application(mine, 5, more={"email": "", "phone": "0425551111"})
    client = signed_in(builders.coordinator(mine.municipality).user)
    letter = OutboxMessage.objects.about(made.about).get()
    path = reverse("youth:application-told", args=[made.pk])

    client.post(path, {"letter": letter.pk})

    letter.refresh_from_db()
    assert letter.status == "SENT"
    # The letter of somebody else is not told from here.
    others = OutboxMessage.objects.exclude(pk=letter.pk).first()
    client.post(path, {"letter": others.pk})
    others.refresh_from_db()
    assert others.status == "PENDING"


def test_a_time_is_removed_when_nobody_has_it(chofu):
    mine, own, _foreign, foreign_slot = chofu
    client = signed_in(builders.coordinator(mine.municipality).user)
    used, free = slot(mine), slot(mine)
    invite_to_interview(application=own, slot=used, actor="user:1", now=timezone.now())

    def remove(each: InterviewSlot) -> int:
        args = [mine.programme.year, each.pk]
        path = reverse("youth:interview-slot-remove", args=args)
        return client.post(path).status_code

    assert [remove(each) for each in (used, free, foreign_slot)] == [302, 302, 404]
    assert set(InterviewSlot.objects.all()) == {used, foreign_slot}


def test_who_withdraws_while_the_city_decides_is_not_chosen(chofu):
    mine, own, *_rest = chofu
    application(mine, 2)
    client = signed_in(builders.coordinator(mine.municipality).user)
    decide = reverse("youth:applications-decide", args=[mine.programme.year])
    assert "こうなります" in client.post(decide, {"chosen": own.pk}).content.decode()
    withdraw_application(application=own, actor="applicant", now=timezone.now())

    answer = client.post(decide, {"chosen": own.pk, "confirm": "1", "total": "2"})

    assert answer.status_code == 200
    assert not OutboxMessage.objects.filter(kind="application_result").exists()


def test_who_applies_while_the_city_decides_is_not_turned_down_unread(chofu):
    mine, own, *_rest = chofu
    client = signed_in(builders.coordinator(mine.municipality).user)
    decide = reverse("youth:applications-decide", args=[mine.programme.year])
    confirm = {"chosen": own.pk, "confirm": "1", "total": "1"}
    application(mine, 2)

    answer = client.post(decide, confirm)
    assert "応募か辞退がありました" in answer.content.decode()
    assert client.post(decide, confirm | {"total": "2"}).status_code == 302
    own.refresh_from_db()
    assert own.status == "CHOSEN"
