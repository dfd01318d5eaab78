"""Delivery: makes the mail of a row, hands it over, and reads the answer."""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from peace.language.ruby import ruby_html, ruby_plain, without_ruby
from peace.outbox.choices import Outcome
from peace.outbox.mime import Mail
from peace.outbox.models import OutboxMessage
from peace.outbox.parts import Attachment, Loaded, make_parts
from peace.outbox.returns import return_path
from peace.outbox.smtp import SmtpCarrier

EASY = "ja-easy"
DJANGO_SMTP = "django.core.mail.backends.smtp.EmailBackend"
_URL = re.compile(r"(https?://[^\s<>\"'（）「」、。]+)")
_ONE_ADDRESS = re.compile(r"[^\s,;<>]+@[^\s,;<>@]+")
_ENHANCED = re.compile(rb"\b([245]\.\d{1,3}\.\d{1,3})\b")


class NotOneAddress(ValueError):
    """A letter goes to one person."""


def build_mail(
    message: OutboxMessage, *, now: datetime, loaded: Loaded | None = None
) -> EmailMessage:
    """The mail of a letter: plain text, light HTML, attachments, one recipient.

    May query through the makers of parts. Raises whatever is wrong with the letter,
    a line break in a header or a broken address included: nothing was sent then.
    """
    if not _ONE_ADDRESS.fullmatch(message.email):
        raise NotOneAddress
    parts = make_parts(message.parts, message.language, loaded)
    is_news = message.is_news
    sender = _sender(
        settings.NEWS_FROM_EMAIL if is_news else settings.DEFAULT_FROM_EMAIL
    )
    is_easy = message.language == EASY
    plain = ruby_plain if is_easy else str
    mail = Mail(
        subject=plain(message.subject),
        body=plain(message.text),
        # The envelope's sender: Django takes the header's from the headers.
        from_email=return_path(message) or sender,
        to=[message.email],
        headers={
            "From": sender,
            "Message-ID": message.message_id,
            "Date": format_datetime(now),
            "Auto-Submitted": "auto-generated",
            **_way_out(message),
        },
    )
    # Random, and younger than anything that could stand in the letter.
    mail.boundary = message.uuid.hex
    mail.pictures = tuple(part for part in parts if part.cid)
    mail.attach_alternative(_html(message, mail.pictures), "text/html")
    for part in parts:
        mail.attach(part.filename, part.content, part.mimetype)
    mail.message()
    return mail


def _way_out(message: OutboxMessage) -> dict[str, str]:
    """The headers that end news in one click; no other letter has them (RFC 8058)."""
    if not message.is_news:
        return {}
    return {
        "List-Unsubscribe": f"<{message.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@lru_cache
def _sender(configured: str) -> str:
    """The sender as it stands in a header; the same for ten thousand letters."""
    return sanitize_address(configured, "utf-8")


def _html(message: OutboxMessage, pictures: tuple[Attachment, ...]) -> str:
    paragraphs = html_paragraphs(message.text, message.language)
    with translation.override(message.language):
        return render_to_string(
            "letters/letter.html",
            {
                "html_language": message.language.partition("-")[0],
                "subject": _line(message.subject, message.language),
                "paragraphs": paragraphs,
                "pictures": pictures,
                "picture_alt": without_ruby(_("参加券のQRコード")),
            },
        )


def html_paragraphs(text: str, language: str) -> list[SafeString]:
    """The words of a letter as its HTML part shows them."""
    return [
        mark_safe(  # noqa: S308 - every line is escaped
            "<br>\n".join(_line(line, language) for line in block.split("\n"))
        )
        for block in text.strip("\n").split("\n\n")
    ]


def _line(line: str, language: str) -> SafeString:
    written = ruby_html if language == EASY else escape
    if "://" not in line:
        return written(line)
    return mark_safe(  # noqa: S308 - every piece is escaped
        "".join(
            format_html('<a href="{0}">{0}</a>', piece)
            if number % 2
            else written(piece)
            for number, piece in enumerate(_URL.split(line))
        )
    )


@dataclass(frozen=True)
class Answer:
    """What became of one hand-over. `outcome` is None when the server took it."""

    outcome: Outcome | None = None
    code: str = ""  # "550 SMTPRecipientsRefused": never an address
    is_line_lost: bool = False  # the connection is gone
    is_carrier_down: bool = False  # and no new one can be had


def open_carrier() -> BaseEmailBackend:
    """The carrier of the settings; Django's SMTP backend becomes the telling one."""
    if settings.OUTBOX_CARRIER == DJANGO_SMTP:
        return SmtpCarrier()
    return get_connection(settings.OUTBOX_CARRIER)


class Line:
    """One connection, kept over many letters."""

    def __init__(self, carrier: BaseEmailBackend) -> None:
        self._carrier = carrier
        self._is_open = False

    def open(self) -> Answer:
        """Connect unless connected. Never raises."""
        if not self._is_open:
            try:
                self._carrier.open()
            except Exception as error:  # the socket, TLS, the login: all "later"
                self.close()
                return Answer(Outcome.LATER, _code(error), True, True)
            self._is_open = True
        return Answer()

    def send(self, mail: EmailMessage) -> Answer:
        """Hand one mail over. Never raises.

        A server may hang up on a kept connection between two mails. The letter is
        not at fault then and not taken either, so it is tried once more.
        """
        answer = self._try(mail)
        if answer.is_line_lost and answer.outcome == Outcome.LATER:
            reopened = self.open()
            answer = self._try(mail) if self._is_open else reopened
        return answer

    def close(self) -> None:
        """Say goodbye. Never raises: the letters are noted already."""
        self._is_open = False
        with suppress(Exception):
            self._carrier.close()

    def _try(self, mail: EmailMessage) -> Answer:
        try:
            if self._carrier.send_messages([mail]):
                return Answer()
            return Answer(Outcome.LATER, "not taken")
        except Exception as error:
            answer = read_error(
                error, is_unclear=getattr(self._carrier, "is_unclear", True)
            )
            if answer.is_line_lost:
                self.close()
            return answer


def read_error(error: Exception, *, is_unclear: bool) -> Answer:
    """What an exception of a carrier means for the letter.

    IS_UNCLEAR: the carrier may have taken the letter if it did not say otherwise.
    5.7.x at the recipient is about us (relaying, reputation), not about the address.
    """
    code = _code(error)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        number, text = next(iter(error.recipients.values()))
        is_final = number >= 500 and not _enhanced(text).startswith("5.7.")
        outcome = Outcome.BAD_ADDRESS if is_final else Outcome.LATER
        return Answer(outcome, code, is_line_lost=number == 421)
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500:
        is_address = _enhanced(error.smtp_error).startswith("5.1.")
        return Answer(Outcome.BAD_ADDRESS if is_address else Outcome.BAD_CONTENT, code)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code == 552:
        return Answer(Outcome.BAD_CONTENT, code)  # larger than the server takes
    if isinstance(error, smtplib.SMTPResponseException):
        return Answer(Outcome.LATER, code, is_line_lost=error.smtp_code == 421)
    if is_unclear:
        return Answer(Outcome.UNCLEAR, code, is_line_lost=True)
    if isinstance(error, (OSError, smtplib.SMTPServerDisconnected)):
        return Answer(Outcome.LATER, code, is_line_lost=True)
    return Answer(Outcome.BAD_CONTENT, code)


def _enhanced(text: bytes | str) -> str:
    found = _ENHANCED.search(text if isinstance(text, bytes) else text.encode())
    return found[1].decode() if found else ""


def _code(error: Exception) -> str:
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        number, text = next(iter(error.recipients.values()))
        return " ".join(filter(None, [str(number), _enhanced(text), name]))
    if isinstance(error, smtplib.SMTPResponseException):
        enhanced = _enhanced(error.smtp_error)
        return " ".join(filter(None, [str(error.smtp_code), enhanced, name]))
    return name
