"""Letters about 一行のコトバ: to writers, and to the members of the committee."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from events.outreach.choices import KotobaConsent
from events.outreach.models import CommitteeMember, Kotoba, KotobaCall
from events.registration.letters import office_values
from peace.language.dates import clock, date_long, jst
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Letter, Recipient, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue, enqueue_many

CHOSEN, THANKS = "kotoba_chosen", "kotoba_thanks"
# Written in pieces: enqueue_many holds what it writes.
PIECE = 500


def received(*, kotoba: Kotoba, now: datetime) -> None:
    """We received your line; by e-mail to who gave one."""
    if not kotoba.email:
        return
    with translation.override(kotoba.language):
        values = _writer_values(kotoba) | {
            "deadline": _moment(kotoba.call.closes_at),
            "result_when": _("選考が終わったとき"),
        }
    _send("received", kotoba, values, now=now)


def withdrawn(*, kotoba: Kotoba, now: datetime) -> None:
    """It is gone; written before the address is erased."""
    if not kotoba.email:
        return
    with translation.override(kotoba.language):
        _send("withdrawn", kotoba, _writer_values(kotoba), now=now)


def committee_invitation(
    *, member: CommitteeMember, language: str, now: datetime
) -> None:
    """The personal link; a second invitation is a letter of its own."""
    call = member.call
    with translation.override(language):
        values = office_values() | {
            "name": member.name,
            "call_title": str(call.title),
            "committee_url": member.full_url,
            "scoring_opens": _moment(call.closes_at),
            "scoring_closes": _moment(call.scoring_closes_at),
            "receipt_number": "",
        }
    enqueue(
        key=f"kotoba-committee:{member.code}:{now.timestamp():.0f}",
        kind="kotoba_committee",
        letter_class=LetterClass.A,
        recipient=Recipient(name=member.name, email=member.email),
        language=language,
        letter=render_letter("outreach/kotoba_committee", language, values),
        about=member.about,
        not_after=call.scoring_closes_at,
        now=now,
    )


def results(
    *,
    call: KotobaCall,
    kotoba: Iterable[Kotoba],
    kind: str,
    letter_class: str,
    batch: OutboxBatch,
    now: datetime,
) -> int:
    """The letter KIND to everybody in KOTOBA who can be reached; how many were new."""
    figures = call.figures()
    shared = {
        language: _result_values(call, figures, language, now)
        for language, _name in settings.LANGUAGES
    }
    written, piece = 0, []
    for each in kotoba:
        piece.append(
            _order(each, kind, letter_class, shared[each.language], batch, call)
        )
        if len(piece) == PIECE:
            written += enqueue_many(piece, now=now)
            piece = []
    return written + enqueue_many(piece, now=now)


def _order(
    kotoba: Kotoba,
    kind: str,
    letter_class: str,
    shared: Mapping[str, str],
    batch: OutboxBatch,
    call: KotobaCall,
) -> dict[str, Any]:
    with translation.override(kotoba.language):
        hidden = kotoba.consent == KotobaConsent.NOT_SHOWN
        values = {
            **shared,
            **_writer_values(kotoba),
            "not_shown_line": (
                _(
                    "展示しないことになっています。展示してよいときは、下のリンクから変えてください。"
                )
                if hidden
                else ""
            ),
        }
    return {
        "key": f"{kind.replace('_', '-')}:{kotoba.code}",
        "kind": kind,
        "letter_class": letter_class,
        "recipient": _recipient(kotoba),
        "language": kotoba.language,
        "letter": render_letter(f"outreach/{kind}", kotoba.language, values),
        "about": kotoba.about,
        "not_after": call.event.ends_at if call.event else None,
        "batch": batch,
    }


def _result_values(
    call: KotobaCall, figures: Mapping[str, int], language: str, now: datetime
) -> dict[str, str]:
    event = call.event
    with translation.override(language):
        values = {
            "sent_in": f"{figures['sent_in']:,}",
            "chosen": f"{figures['chosen']:,}",
            "wall_line": (
                _("選ばれた一行は、こちらで読めます。")
                + f"\n{settings.SITE_URL}{call.wall_url}"
                if call.is_shown_at(now)
                else ""
            ),
            **dict.fromkeys(("event_title", "event_dates", "event_hours", "venue"), ""),
        }
        if event is None:
            return values
        days = [date_long(jst(event.starts_at)), date_long(jst(event.ends_at))]
        joined = _("%(first)s～%(last)s") % {"first": days[0], "last": days[1]}
        return values | {
            "event_title": str(event.title),
            "event_dates": days[0] if days[0] == days[1] else joined,
            "event_hours": str(event.hours),
            "venue": str(event.venue.name),
        }


def _writer_values(kotoba: Kotoba) -> dict[str, str]:
    """What every letter to a writer may use; in the language in force."""
    return office_values() | {
        "name": kotoba.pen_name,
        "text": kotoba.text,
        "call_title": str(kotoba.call.title),
        "consent": str(KotobaConsent(kotoba.consent).label),
        "mine_url": kotoba.full_url,
        "receipt_number": "",
    }


def _recipient(kotoba: Kotoba) -> Recipient:
    with translation.override(kotoba.language):
        name = kotoba.pen_name or _("応募された方")
    return Recipient(name=name, email=kotoba.email, phone=kotoba.phone)


def _send(
    name: str, kotoba: Kotoba, values: Mapping[str, str], *, now: datetime
) -> None:
    letter: Letter = render_letter(f"outreach/kotoba_{name}", kotoba.language, values)
    enqueue(
        key=f"kotoba-{name}:{kotoba.code}",
        kind=f"kotoba_{name}",
        letter_class=LetterClass.A,
        recipient=_recipient(kotoba),
        language=kotoba.language,
        letter=letter,
        about=kotoba.about,
        now=now,
    )


def _moment(at: datetime | None) -> str:
    return f"{date_long(jst(at))} {clock(at)}" if at else ""
