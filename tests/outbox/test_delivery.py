"""The mail itself: complete in plain text, light in HTML, to one person."""

from email import message_from_bytes, policy

import pytest

from peace.outbox.delivery import build_mail
from peace.outbox.letter import Letter, Recipient
from peace.outbox.parts import Attachment, register_part
from tests.outbox.writing import MIDORI, NOON, write

pytestmark = pytest.mark.django_db

EASY_TEXT = "席《せき》が あります。\n\n席《せき》は 2つです。\nhttps://example.jp/r/1?a=1&b=2\n"


def parsed(message):
    data = build_mail(message, now=NOON).message().as_bytes()
    return message_from_bytes(data, policy=policy.default)


def test_the_headers_name_one_person_and_one_lasting_id():
    message = write()

    mail = parsed(message)

    assert mail["Message-ID"] == message.message_id
    assert mail["To"] == "midori@example.jp"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOON
    assert (mail["Cc"], mail["Bcc"]) == (None, None)
    assert mail["Subject"] == "申込みを受け付けました"


def test_plain_text_and_html_say_the_same():
    text = "緑 <b> 様\n\nここから:\nhttps://example.jp/r/1?a=1&b=2\n次の行\n"
    mail = parsed(write(letter=Letter("件名", text)))

    plain = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()

    assert plain == text
    assert '<html lang="ja">' in html
    assert "<p>緑 &lt;b&gt; 様</p>" in html
    url = "https://example.jp/r/1?a=1&amp;b=2"
    assert f'<a href="{url}">{url}</a><br>\n次の行</p>' in html


def test_easy_japanese_has_readings_in_brackets_and_as_ruby():
    mail = parsed(
        write(language="ja-easy", letter=Letter("席《せき》が あります", EASY_TEXT))
    )

    plain = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()

    assert mail["Subject"] == "席（せき）が あります"
    assert plain.startswith("席（せき）が あります。\n\n席は 2つです。\nhttps://")
    assert "<ruby>席<rp>（</rp><rt>せき</rt><rp>）</rp></ruby>が" in html
    assert "《" not in html
    assert '<html lang="ja">' in html


def test_the_qr_lies_beside_the_html_and_is_attached_too():
    register_part(
        "test qr",
        lambda ref, language: [
            Attachment("ticket.png", "image/png", b"\x89PNG" + ref.encode(), cid="qr"),
            Attachment("event.ics", "text/calendar", "催し".encode()),
        ],
    )
    mail = parsed(write(parts=[("test qr", 7)]))

    related = next(
        part for part in mail.walk() if part.get_content_type() == "multipart/related"
    )
    html, picture = related.iter_parts()
    assert '<img src="cid:qr" alt="参加券のQRコード"' in html.get_content()
    assert picture["Content-ID"] == "<qr>"
    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "ticket.png",
        "event.ics",
    ]


@pytest.mark.parametrize("address", ["a..b@docomo.ne.jp", "ab.@ezweb.ne.jp"])
def test_old_carrier_addresses_are_kept_as_they_are(address):
    mail = build_mail(write(recipient=Recipient("a", email=address)), now=NOON)

    assert f"To: {address}\n".encode() in mail.message().as_bytes()


def test_a_name_never_stands_in_a_header():
    data = build_mail(write(recipient=MIDORI), now=NOON).message().as_string()

    assert "midori@example.jp" in data.partition("\n\n")[0]
    assert "=?" not in data.partition("To:")[2].partition("\n")[0]
