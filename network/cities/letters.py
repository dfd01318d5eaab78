"""Letters to those who act for a city."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from network.cities.models import Coordinator, Invitation, Municipality, Notice
from peace.language.dates import date_long
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.enqueue import enqueue, enqueue_many

# Coordinators are people at work in a city office; their letters are in Japanese.
LANGUAGE = "ja"


def secretariat_values(language: str = LANGUAGE) -> dict[str, str]:
    """Whom a city, a guardian or a delegate rings (the block `secretariat_block`)."""
    extension = {
        "ja": f" 内線{settings.OFFICE_EXTENSION}",
        "ja-easy": f" 内線《ないせん》 {settings.OFFICE_EXTENSION}",
        "en": f", extension {settings.OFFICE_EXTENSION}",
    }
    return {"secretariat_phone": f"{settings.OFFICE_PHONE}{extension[language]}"}


def invitation(*, invitation: Invitation, code: str, now: datetime) -> None:
    """The link that makes the reader a coordinator."""
    path = reverse("network:invitation", args=[code])
    values = {
        "member_city": invitation.municipality.name,
        "coordinator_name": invitation.name,
        "invitation_url": f"{settings.SITE_URL}{path}",
        "expires": date_long(invitation.expires_at, LANGUAGE),
        **secretariat_values(),
    }
    enqueue(
        key=invitation.about,
        kind="invitation",
        letter_class=LetterClass.A,
        recipient=Recipient(name=invitation.name, email=invitation.email),
        language=LANGUAGE,
        letter=render_letter("network/invitation", LANGUAGE, values),
        about=invitation.about,
        not_after=invitation.expires_at,
        now=now,
    )


def notice(
    *,
    notice: Notice,
    batch: OutboxBatch,
    readers: Mapping[Municipality, Iterable[Coordinator]],
    now: datetime,
) -> int:
    """The notice itself, to each of them; waits in BATCH for a second person."""
    orders = [
        _about_notice("notice", notice, term, key=f"{notice.about}:{term.user_id}")
        | {"letter_class": LetterClass.A, "batch": batch}
        for terms in readers.values()
        for term in terms
    ]
    return enqueue_many(orders, now=now)


def notice_reminder(
    *, notice: Notice, readers: Iterable[Coordinator], day: date, now: datetime
) -> int:
    """To those whose city has not acknowledged it; once a DAY (Tokyo) to each."""
    orders = [
        _about_notice(
            "notice_reminder",
            notice,
            term,
            key=f"notice-reminder:{notice.pk}:{day.isoformat()}:{term.user_id}",
        )
        | {"letter_class": LetterClass.B}
        for term in readers
    ]
    return enqueue_many(orders, now=now)


def _about_notice(kind: str, notice: Notice, term: Coordinator, *, key: str) -> dict:
    path = reverse("network:city-notice", args=[notice.pk])
    due = date_long(notice.due_on, LANGUAGE) if notice.due_on else ""
    asked = notice.asks_acknowledgement
    values = {
        "member_city": term.municipality.name,
        "coordinator_name": term.user.name,
        "notice_subject": notice.subject,
        "notice_text": notice.text.strip(),
        "ask_line": (
            "読んだら、次のページで「確認しました」を押してください。"
            if asked
            else "次のページでも読めます。"
        ),
        "due_line": f"確認の期限　{due}" if asked and due else "",
        "notice_url": f"{settings.SITE_URL}{path}",
        **secretariat_values(),
    }
    return {
        "key": key,
        "kind": kind,
        "recipient": Recipient(name=term.user.name, email=term.user.email),
        "language": LANGUAGE,
        "letter": render_letter(f"network/{kind}", LANGUAGE, values),
        "about": notice.about,
    }
