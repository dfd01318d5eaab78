"""Staff pages of news: write, request, contacts out of a file."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from events.outreach.models import Announcement, Contact
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.outreach.news import announcement, fresh, requested, subscriber

pytestmark = pytest.mark.django_db
FORM = {
    "subject_ja": "講話のお知らせ",
    "text_ja": "話を聞きます。",
    "audience": "SUBSCRIBERS",
    "per_minute": "60",
}
HEAD = ["種類", "名前", "担当者", "メールアドレス", "言葉", "メモ"]
NEWS = "/staff/outreach/news/"
IMPORT = "/staff/outreach/contacts/import/"
FIRST = ["学校", "第一中学校", "", "one@example.jp", "", ""]


@pytest.fixture
def staff() -> Client:
    return cast.signed_in(cast.aoki())


def csv_of(*rows) -> SimpleUploadedFile:
    text = "\n".join(",".join(row) for row in [HEAD, *rows])
    return SimpleUploadedFile("contacts.csv", text.encode("cp932"))


def previewed(staff: Client, file: SimpleUploadedFile) -> tuple[str, str]:
    """The page that shows what the list would do, and what its button carries."""
    answer = staff.post(IMPORT, {"file": file})
    assert answer.status_code == 200
    return answer.content.decode(), answer.context["packed"]


def taken(staff: Client, file: SimpleUploadedFile) -> str:
    _page, packed = previewed(staff, file)
    return staff.post(IMPORT, {"list": packed}, follow=True).content.decode()


def test_an_announcement_about_an_event_begins_with_its_texts(staff):
    cast.event(slug="talk", now=timezone.now())

    page = staff.get(f"{NEWS}new/?event=talk").content.decode()

    assert "体験伝承者講話のお知らせ" in page
    assert "体験と平和への思いを聞きます。" in page


def test_it_is_written_requested_and_waits(staff):
    subscriber()
    saved = staff.post(f"{NEWS}new/", FORM)

    page = staff.get(saved.url).content.decode()
    assert "登録者1人（日本語 1）に送ります" in page
    staff.post(f"{saved.url}send/")

    assert fresh(Announcement.objects.get()).is_requested
    assert OutboxMessage.objects.get().status == "AWAITING_APPROVAL"
    letters = staff.get("/staff/letters/").content.decode()
    assert "講話のお知らせ" in letters
    assert "お知らせメールのすべての登録者1人" in letters


def test_a_refused_form_keeps_what_was_typed(staff):
    page = staff.post(f"{NEWS}new/", FORM | {"per_minute": "9000"})

    assert page.status_code == 200
    assert "1から300まで" in page.content.decode()
    assert "話を聞きます。" in page.content.decode()


def test_a_subject_with_a_line_break_is_one_line(staff):
    staff.post(f"{NEWS}new/", FORM | {"subject_ja": "お知らせ\r\nBcc: x@example.jp"})

    assert Announcement.objects.get().subject["ja"] == "お知らせ Bcc: x@example.jp"


def test_a_get_requests_and_takes_back_nothing(staff):
    subscriber()
    made = requested()

    for name in ("send", "test", "withdraw", "remove"):
        assert staff.get(f"{NEWS}{made.pk}/{name}/").status_code == 405

    assert fresh(made).is_requested


def test_a_draft_is_removed_and_what_was_requested_is_not(staff):
    subscriber()
    draft, asked = announcement(), requested()

    for each in (draft, asked):
        staff.post(f"{NEWS}{each.pk}/remove/")

    assert [each.pk for each in Announcement.objects.all()] == [asked.pk]


def test_somebody_rings_and_the_office_ends_it_for_them(staff):
    found = subscriber("one@example.jp")

    for _ in range(2):
        answer = staff.post(f"{NEWS}end/", {"email": "ONE@example.jp "}, follow=True)

    found.refresh_from_db()
    assert found.is_ended
    assert "登録はありません" in answer.content.decode()
    assert AuditEntry.objects.get(verb="news.ended").actor.startswith("user:")


def test_a_list_of_contacts_comes_in_from_excel(staff):
    book = Workbook()
    for row in [
        HEAD,
        ["学校", "第一中学校", "教頭", "one@example.jp", "", ""],
        ["団体", "語る会", "", "two@example.jp", "English", "例会は土曜"],
    ]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)

    page = taken(staff, SimpleUploadedFile("l.xlsx", content.getvalue()))

    assert "2件を登録しました（0件は、もう登録されていました）" in page
    found = Contact.objects.order_by("pk").values_list("kind", "name", "language")
    assert list(found) == [("SCHOOL", "第一中学校", "ja"), ("GROUP", "語る会", "en")]


def test_the_preview_of_a_list_writes_nothing(staff):
    page, packed = previewed(staff, csv_of(FIRST))

    assert "1件を新しく登録します" in page
    assert "one@example.jp" in page
    assert packed
    assert not Contact.objects.exists()
    assert not AuditEntry.objects.filter(verb="contact.imported").exists()


def test_one_wrong_row_and_none_is_taken(staff):
    page, packed = previewed(
        staff,
        csv_of(
            FIRST,
            ["会社", "商店", "", "two@example.jp", "", ""],
            ["学校", "", "", "three", "", ""],
        ),
    )

    assert "2行を直してください" in page
    assert "まだ1件も登録していません" in page
    rows = re.findall(r'<th scope="row" class="num">(\d+)</th><td>(.*?)</td>', page)
    assert [number for number, _texts in rows] == ["3", "4"]
    assert "種類　" in rows[0][1]
    assert "名前　" in rows[1][1]
    assert "メールアドレス　" in rows[1][1]
    assert not packed
    assert not Contact.objects.exists()


def test_the_preview_says_who_is_known_switched_off_or_listed_twice(staff):
    taken(staff, csv_of(FIRST, ["団体", "語る会", "", "two@example.jp", "", ""]))
    Contact.objects.filter(name="語る会").update(is_active=False)
    new = ["学校", "第二中学校", "", "three@example.jp", "", ""]

    answer = staff.post(
        IMPORT,
        {
            "file": csv_of(
                ["学校", "第一中学校", "", "ONE@example.jp", "", "別のメモ"],
                ["団体", "語る会", "", "two@example.jp", "", ""],
                new,
                new,
            )
        },
    )

    known = [(row, str(standing)) for row, _card, standing in answer.context["known"]]
    assert known == [(2, "KNOWN"), (3, "OFF"), (5, "TWICE")]
    assert [row for row, _card in answer.context["new"]] == [4]
    staff.post(IMPORT, {"list": answer.context["packed"]})
    assert list(Contact.objects.order_by("pk").values_list("name", "note")) == [
        ("第一中学校", ""),
        ("語る会", ""),
        ("第二中学校", ""),
    ]
    assert Contact.objects.get(name="語る会").is_active is False


def test_a_list_of_known_contacts_offers_no_button(staff):
    taken(staff, csv_of(FIRST))

    page, packed = previewed(staff, csv_of(FIRST))

    assert "新しい連絡先はありません" in page
    assert not packed


def test_the_button_pressed_twice_registers_once(staff):
    _page, packed = previewed(staff, csv_of(FIRST))

    for _ in range(2):
        answer = staff.post(IMPORT, {"list": packed}, follow=True)

    assert "0件を登録しました（1件は、もう登録されていました）" in (
        answer.content.decode()
    )
    assert Contact.objects.count() == 1


def test_a_preview_that_is_not_ours_asks_for_the_file_again(staff):
    _page, packed = previewed(staff, csv_of(FIRST))

    answer = staff.post(IMPORT, {"list": packed[:-1]}, follow=True)

    assert "もう一度ファイルを選んでください" in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_file_without_its_headings_or_rows_says_so(staff):
    for content, words in (
        (b"a,b\n1,2\n", "見出しがありません"),
        ("種類,名前,メールアドレス\n".encode(), "2行目から"),
        (b"\xd0\xcf\x11\xe0old", "古い形式"),
    ):
        page = staff.post(IMPORT, {"file": SimpleUploadedFile("x.csv", content)})
        assert words in page.content.decode()


def test_a_contact_is_not_entered_twice(staff):
    form = {
        "kind": "SCHOOL",
        "name": "第一中学校",
        "email": "one@example.jp",
        "language": "ja",
    }
    staff.post("/staff/outreach/contacts/new/", form)

    page = staff.post("/staff/outreach/contacts/new/", form)

    assert "もう登録されています" in page.content.decode()
    assert Contact.objects.count() == 1


def test_the_registration_form_asks_whether_news_are_wanted():
    now = timezone.now()
    event = cast.event(now=now)
    slot = cast.timeslots(event)[0]
    data = cast.form_data(slot, email="one@example.jp") | {"wants_news": "on"}

    page = Client().get(f"/events/{event.slug}/register/").content.decode()
    Client().post(f"/events/{event.slug}/register/", data)

    assert "今後の催しのお知らせも" in page
    assert 'name="wants_news" id="id_wants_news">' in page.replace(" checked", "!")
    made = event.registrations.get()
    assert made.wants_news is True
    Client().post(
        f"/registration/{made.signed_token}/change/contact/",
        {"phone": made.phone, "email": made.email, "remind_by": "EMAIL", "note": ""},
    )
    made.refresh_from_db()
    assert made.wants_news is False


def test_without_an_address_nobody_wants_news():
    event = cast.event(now=timezone.now())
    slot = cast.timeslots(event)[0]
    data = cast.form_data(slot, email="", phone="09011112222") | {"wants_news": "on"}

    Client().post(f"/events/{event.slug}/register/", data)

    assert event.registrations.get().wants_news is False
