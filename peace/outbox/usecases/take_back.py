"""Take back what has not left and is not true any more."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from peace.outbox.choices import WAITING, Channel, LetterClass, Status
from peace.outbox.models import OutboxMessage

AT_ONCE = 500


@transaction.atomic
def take_back_reminders(*, about: Sequence[str], kinds: Sequence[str] = ()) -> int:
    """Skip the waiting class B letters about ABOUT, and KINDS; returns how many.

    For things that will not take place: a reminder that still waits would say the
    opposite of the cancellation, and an office would ring somebody for nothing.
    Class A stays, because it tells what was; but not a request that has become
    pointless, which KINDS name. Changes: those rows, in every channel.
    Locks nothing beforehand; a letter in a worker's hands leaves.
    """
    return sum(
        OutboxMessage.objects.filter(
            Q(letter_class=LetterClass.B) | Q(kind__in=kinds),
            about__in=about[start : start + AT_ONCE],
            status__in=(*WAITING, Status.AWAITING_APPROVAL),
        ).update(status=Status.SKIPPED, last_error="taken back")
        for start in range(0, len(about), AT_ONCE)
    )


BY_HAND = (Channel.PHONE, Channel.POST)


@transaction.atomic
def take_back_by_hand(*, about: Sequence[str], keys: str = "") -> int:
    """Take what is about ABOUT off the call list and out of the print queue; how many.

    For calls that have become pointless: the person has answered, or is on the line
    right now. KEYS narrows it to letters whose key begins so. Changes: those rows.
    Locks nothing beforehand; what a person has already settled stays.
    """
    return OutboxMessage.objects.filter(
        about__in=about,
        channel__in=BY_HAND,
        status=Status.PENDING,
        key__startswith=keys,
    ).update(status=Status.SKIPPED, last_error="taken back")


@transaction.atomic
def take_back_news(*, email: str, kind: str = "") -> int:
    """Skip the news to EMAIL that have not left: their reader has ended them; how many.

    KIND narrows it. News are the letters with an address that ends them. Changes:
    those rows. Locks nothing beforehand; a letter in a worker's hands leaves.
    """
    found = OutboxMessage.objects.filter(
        channel=Channel.EMAIL,
        status__in=(*WAITING, Status.AWAITING_APPROVAL),
        email__iexact=email,
    ).exclude(unsubscribe_url="")
    found = found.filter(kind=kind) if kind else found
    return found.update(status=Status.SKIPPED, last_error="unsubscribed")


@transaction.atomic
def take_back_keys(*, starting_with: str) -> int:
    """Skip the waiting letters whose key begins so; returns how many.

    For a request that has been answered, or goes out again to another address.
    Changes: those rows, in every channel. Locks nothing beforehand.
    """
    return OutboxMessage.objects.filter(
        key__startswith=starting_with,
        status__in=(*WAITING, Status.AWAITING_APPROVAL),
    ).update(status=Status.SKIPPED, last_error="taken back")


@transaction.atomic
def take_back_kinds(*, about: Sequence[str], kinds: Sequence[str]) -> int:
    """Skip the waiting letters of KINDS about ABOUT; returns how many.

    For questions that have been answered. Changes: those rows, in every channel.
    Locks nothing beforehand; a letter in a worker's hands leaves.
    """
    return OutboxMessage.objects.filter(
        about__in=about,
        kind__in=kinds,
        status__in=(*WAITING, Status.AWAITING_APPROVAL),
    ).update(status=Status.SKIPPED, last_error="taken back")
