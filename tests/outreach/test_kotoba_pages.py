"""Pages of 一行のコトバ: the form, the private link, the queue, the wall."""

import io
import uuid
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import Kotoba, KotobaScore
from events.registration import visit_source
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.outreach import kotoba as words

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


def form(text="朝の窓をあける。", **values):
    return {
        "text": text,
        "consent": KotobaConsent.WITHOUT_NAME,
        "key": str(uuid.uuid4()),
        **values,
    }


def test_a_line_is_sent_and_the_private_page_is_its_copy(client, now):
    call = words.call(now=now)
    assert b"checked" not in client.get(call.url).content

    answer = client.post(call.url, form(), follow=True)

    made = Kotoba.objects.get()
    assert answer.redirect_chain == [(f"{made.url}?new=1", 302)]
    assert made.text in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert not OutboxMessage.objects.exists()


def test_the_same_form_sent_twice_is_one_line(client, now):
    call, sent = words.call(now=now), form()

    answers = {client.post(call.url, sent)["Location"] for _again in range(2)}

    assert Kotoba.objects.count() == len(answers) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "一行のコトバを書いてください"),
        ("あ" * 41, "いま41文字です"),
        ("一行目\n二行目", "改行は使えません"),
        ("右から\u202e左へ", "目に見えない記号"),
        ("見え\u200bない", "目に見えない記号"),
        ("a" + "\u0301" * 5, "記号が重なりすぎて"),
    ],
)
def test_a_line_that_does_not_fit_is_refused_with_a_sentence_and_kept(
    client, now, text, said
):
    call = words.call(now=now)

    answer = client.post(call.url, form(text, pen_name="ひばり"))

    assert answer.status_code == 200
    page = answer.content.decode()
    assert said in page
    assert 'value="ひばり"' in page
    assert not Kotoba.objects.exists()


def test_forty_characters_are_forty_as_people_count_them(client, now):
    call = words.call(now=now)

    client.post(call.url, form("か\u3099" * 38 + "👨‍👩‍👧🇯🇵"))

    assert Kotoba.objects.get().text.endswith("👨‍👩‍👧🇯🇵")


def test_nothing_is_chosen_beforehand_and_a_name_needs_a_name(client, now):
    call = words.call(now=now)

    without = client.post(call.url, form() | {"consent": ""})
    nameless = client.post(call.url, form(consent=KotobaConsent.WITH_NAME))

    assert "展示してよいかどうかを選んでください" in without.content.decode()
    assert "名前（ペンネーム）を書いてください" in nameless.content.decode()
    assert not Kotoba.objects.exists()


def test_without_a_script_a_button_counts_the_characters(client, now):
    call = words.call(now=now)

    page = client.post(call.url, form("平和👨‍👩‍👧", count="1")).content.decode()

    assert "いま3文字です（40文字まで）" in page
    assert 'value="平和👨‍👩‍👧"' in page
    assert not Kotoba.objects.exists()


def test_the_poster_that_brought_somebody_is_remembered(client, now, monkeypatch):
    call = words.call(now=now)
    answer = client.get(call.url)
    visit_source.remember_source(answer, "P1")
    client.cookies[visit_source.COOKIE] = answer.cookies[visit_source.COOKIE].value

    client.post(call.url, form())

    assert Kotoba.objects.get().source == "P1"


def test_a_closed_call_a_draft_and_a_future_one_take_nothing(client, now):
    closed = words.call(now=now, slug="closed", is_open=False)
    future = words.call(now=now, slug="future", opens_at=now + timedelta(days=1))
    words.call(now=now, slug="draft", is_published=False)

    assert "募集は終わりました" in client.post(closed.url, form()).content.decode()
    assert "から書けます" in client.post(future.url, form()).content.decode()
    assert client.post("/kotoba/draft/", form()).status_code == 404
    assert not Kotoba.objects.exists()


def test_paper_is_asked_for_only_until_the_call_closes(client, now):
    opened = words.call(now=now)
    closed = words.call(now=now, slug="closed", is_open=False)

    assert "紙で送るとき" in client.get(opened.url).content.decode()
    assert "紙で送るとき" not in client.get(closed.url).content.decode()


def test_what_a_writer_sent_is_shown_as_text_and_never_as_markup(client, now):
    call = words.call(now=now)
    answer = client.post(
        call.url, form("<script>alert(1)</script>", pen_name="<b>x</b>"), follow=True
    )
    assert "<script>alert" not in answer.content.decode()
    assert "&lt;script&gt;alert" in answer.content.decode()


def test_opening_the_private_links_changes_nothing(client, now):
    made = words.sent(words.call(now=now))
    for page in ("", "change/", "consent/", "withdraw/"):
        assert client.get(made.url + page).status_code == 200
    before = Kotoba.objects.values().get()

    for page in ("consent/", "withdraw/"):
        client.head(made.url + page)

    assert Kotoba.objects.values().get() == before


def test_a_writer_corrects_changes_the_consent_and_withdraws(client, now):
    made = words.sent(words.call(now=now))

    client.post(made.url + "change/", form("夕方の窓をしめる。", pen_name="ひばり"))
    client.post(made.url + "consent/", {"consent": KotobaConsent.WITH_NAME})
    made.refresh_from_db()
    assert (made.text, made.consent) == ("夕方の窓をしめる。", "WITH_NAME")
    client.post(made.url + "withdraw/")
    made.refresh_from_db()
    assert made.is_withdrawn
    assert "この応募は取り下げられています" in client.get(made.url).content.decode()


def test_a_cut_link_gets_a_kind_page(client, now):
    made = words.sent(words.call(now=now))

    answer = client.get(f"/kotoba/mine/{made.signed_token[:-1]}/")

    assert answer.status_code == 404
    assert "このリンクでは開けませんでした" in answer.content.decode()


# The committee


def test_a_member_reads_scores_skips_and_goes_on_where_they_were(client, now):
    call = words.call(now=now, is_open=False)
    for number in range(3):
        words.accepted(call, f"一行 {number}", pen_name="ひばり", age_band="OVER_70")
    member = words.member(call)
    first = client.get(member.url)

    assert "3点のうち0点" in first.content.decode()
    assert "ひばり" not in first.content.decode()
    assert "70代" not in first.content.decode()
    line = first.context["line"]
    answer = client.post(member.url, {"line": line.pk, "points": "4"})
    assert answer["Location"] == f"{member.url}?n=2"
    assert KotobaScore.objects.get().points == 4
    assert client.get(member.url).context["number"] == 2
    again = client.get(f"{member.url}?n=1").content.decode()
    assert 'value="4" aria-pressed="true"' in again
    for wrong in ({"line": line.pk, "points": "9"}, {"line": "x", "points": "1"}, {}):
        client.post(member.url, wrong)
    assert KotobaScore.objects.count() == 1


def test_a_member_s_link_outside_its_time_says_when(client, now):
    call = words.call(now=now)
    member = words.member(call)
    assert "から、点を付けられます" in client.get(member.url).content.decode()

    call.closes_at, call.scoring_closes_at = now - timedelta(days=2), now
    call.save()
    assert "点を付ける期間は終わりました" in client.get(member.url).content.decode()


# Staff


def test_staff_decide_in_the_queue_and_keep_their_place(now):
    made = words.sent(words.call(now=now), "朝")
    staff = cast.signed_in(cast.aoki())
    here = "/staff/outreach/kotoba/days-2026/lines/"
    decide = {"line": made.pk, "read": "朝", "state": "RECEIVED"}

    refused = staff.post(here, decide | {"status": "HELD_BACK"})
    assert "対象外にする理由を書いてください" in refused.content.decode()
    staff.post(here, decide | {"status": "HELD_BACK", "reason": "同じ作品"})
    made.refresh_from_db()
    assert (made.status, made.reason) == (KotobaStatus.HELD_BACK, "同じ作品")
    assert "同じ作品" in staff.get(f"{here}?state=HELD_BACK").content.decode()


def test_nearly_the_same_lines_are_found(now):
    call = words.call(now=now)
    words.sent(call, "おかえり、のために、灯りをつけておく。")
    words.sent(call, "おかえりのために 灯りをつけておく")
    words.sent(call, "朝の水やり。きょうも町は、何もおこらない音。")
    staff = cast.signed_in(cast.aoki())

    page = staff.get("/staff/outreach/kotoba/days-2026/lines/?state=TWINS")

    assert [row.kotoba.text for row in page.context["rows"]] == [
        "おかえり、のために、灯りをつけておく。",
        "おかえりのために 灯りをつけておく",
    ]


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile("list.xlsx", written.getvalue())


HEAD = ("コトバ", "名前", "年代", "展示")


def test_a_school_s_list_comes_in_whole_and_only_once(now):
    words.call(now=now)
    staff = cast.signed_in(cast.aoki())
    here = "/staff/outreach/kotoba/days-2026/import/"
    rows = [HEAD, ("朝の窓。", "ひばり", "10代以下", "名前あり"), ("夜の窓。",)]
    upload = sheet(*rows)

    staff.post(here, {"group": "第三中学校", "file": upload})
    upload.seek(0)
    again = staff.post(here, {"group": "第三中学校", "file": upload})

    lines = Kotoba.objects.order_by("pk").values_list("text", "age_band", "consent")
    assert list(lines) == [
        ("朝の窓。", "UNDER_20", "WITH_NAME"),
        ("夜の窓。", "", "NOT_SHOWN"),
    ]
    assert "もう登録されています（2点）" in again.content.decode()


def test_a_list_with_bad_rows_names_them_and_registers_nothing(now):
    words.call(now=now)
    staff = cast.signed_in(cast.aoki())
    upload = sheet(
        HEAD, ("よい",), ("あ" * 41,), ("よい", "", "百歳"), ("よい", "", "", "はい")
    )

    page = staff.post(
        "/staff/outreach/kotoba/days-2026/import/", {"group": "学校", "file": upload}
    ).content.decode()

    for said in ("3行目：40文字まで", "4行目：年代「百歳」", "5行目：展示「はい」"):
        assert said in page
    assert not Kotoba.objects.exists()


def test_paper_after_paper_is_typed_in(now):
    words.call(now=now, is_open=False)
    staff = cast.signed_in(cast.aoki())
    here = "/staff/outreach/kotoba/days-2026/type/"

    answer = staff.post(here, form("紙の一行", consent="NOT_SHOWN"), follow=True)

    assert answer.redirect_chain == [(here, 302)]
    assert Kotoba.objects.get().way == "PAPER"
    assert "登録しました：紙の一行" in answer.content.decode()


def test_next_year_s_call_begins_as_a_copy_of_the_last(now):
    words.call(now=now)
    staff = cast.signed_in(cast.aoki())
    page = staff.get("/staff/outreach/kotoba/new/").content.decode()
    assert "一行のコトバ2026" in page

    values = {
        "title_ja": "一行のコトバ2027",
        "theme_ja": "次の年",
        "slug": "mine",
        "opens_at": "2027-04-01T09:00",
        "closes_at": "2027-06-30T17:00",
        "max_length": "40",
        "places": "35",
    }
    refused = staff.post("/staff/outreach/kotoba/new/", values).content.decode()
    assert "この住所は使われています" in refused
    answer = staff.post("/staff/outreach/kotoba/new/", values | {"slug": "days-2027"})
    assert answer["Location"] == "/staff/outreach/kotoba/days-2027/"
    assert staff.get("/kotoba/days-2027/").status_code == 404


def test_two_people_choose_confirm_and_show(now, client):
    call = words.call(now=now, is_open=False, places=1)
    words.scored(call, {"選ばれる一行": [5], "ほか": [2]}, now=now)
    call.scoring_closes_at = now
    call.save()
    one, two = cast.signed_in(cast.aoki()), cast.signed_in(cast.baba())
    here = "/staff/outreach/kotoba/days-2026/"

    one.post(f"{here}choose/", {"act": "scores"})
    mark = one.get(f"{here}chosen/").context["mark"]
    one.post(f"{here}choose/", {"act": "confirm", "mark": mark})
    call.refresh_from_db()
    assert not call.is_confirmed
    two.post(f"{here}choose/", {"act": "confirm", "mark": mark})
    assert client.get(call.wall_url).status_code == 404
    two.post(f"{here}show/")
    page = client.get(call.wall_url).content.decode()
    assert "選ばれる一行" in page
    assert "ほか" not in page
    for name in ("panels.pdf", "panels.pdf?size=A3", "booklet.pdf"):
        assert one.get(here + name).content.startswith(b"%PDF")


def test_whoever_chooses_is_told_what_paper_cannot_show(now):
    call = words.call(now=now, is_open=False, places=2)
    words.scored(call, {"鳩🕊️が飛ぶ。": [5], "風が入る。": [4]}, now=now)
    call.scoring_closes_at = now
    call.save()
    staff = cast.signed_in(cast.aoki())
    here = "/staff/outreach/kotoba/days-2026/"
    said = "紙では〓になる文字：🕊️"

    assert staff.get(f"{here}ranking/").content.decode().count(said) == 1
    staff.post(f"{here}choose/", {"act": "scores"})
    page = staff.get(f"{here}chosen/").content.decode()

    assert page.count(said) == 1
    assert "1点には、紙の書体にない文字（絵文字など）があります" in page


def test_small_cells_are_hidden_and_so_is_what_would_give_them_away(now):
    call = words.call(now=now)
    for count, band in ((6, "TWENTIES"), (7, "OVER_70"), (1, "UNDER_20")):
        for number in range(count):
            words.sent(call, f"{band}{number}", age_band=band)
    staff = cast.signed_in(cast.aoki())

    figures = staff.get("/staff/outreach/kotoba/days-2026/results/").context["figures"]

    ages = {cell.label: cell.count for cell in figures.ages}
    assert ages["10代以下"] is None
    assert ages["20代"] is None
    assert ages["70代以上"] == 7
    assert call.figures() == {
        "sent_in": 14,
        "accepted": 0,
        "chosen": 0,
        "with_age": 14,
        "young": 7,
    }
