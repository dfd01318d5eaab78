"""Ask for news, confirm it, change it, take an end back. Double opt-in, no account."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from events.outreach.choices import SubscriptionStatus, Topic
from events.outreach.letters.news import ask_to_confirm, subscribed_already
from events.outreach.models import Subscription
from peace.audit.usecases import record

STREAM = "outreach"
# Nobody signs in here: whoever holds the link.
READER = "reader"


class NoTopic(ValueError):
    """Without a topic there is nothing to send."""


class NotConfirmable(Exception):
    """It was ended meanwhile: an old link brings nothing back."""


def ask_for_news(
    *, email: str, language: str, topics: Sequence[str], source: str = "", now: datetime
) -> Subscription:
    """Somebody typed EMAIL; its mailbox decides.

    Changes: a PENDING row, or the topics and language of the one that waits; a living
    row an address, whoever asks at once (unique constraint). An ACTIVE one is not
    touched: who typed this may be anybody. Locks nothing else. Leaves: one letter of
    class A, which asks, or says that it is there already; one in ten minutes by its
    key. Raises NoTopic.
    """
    chosen = _known(topics)
    for _try in range(3):
        found = Subscription.objects.living().of(email).first()
        try:
            with transaction.atomic():
                if found is None:
                    found = Subscription.objects.create(
                        email=email,
                        language=language,
                        topics=chosen,
                        source=source,
                        asked_at=now,
                    )
                return _answer(found, language=language, topics=chosen, now=now)
        except IntegrityError:
            # Another request was first: then this is the second one.
            continue
    raise AssertionError("the living row of an address comes and goes")


def _answer(
    found: Subscription, *, language: str, topics: list[str], now: datetime
) -> Subscription:
    waiting = Subscription.objects.filter(
        pk=found.pk, status=SubscriptionStatus.PENDING
    )
    if waiting.update(language=language, topics=topics, asked_at=now):
        found.language, found.topics, found.asked_at = language, topics, now
        ask_to_confirm(subscription=found, now=now)
    else:
        subscribed_already(subscription=found, now=now)
    return found


@transaction.atomic
def confirm_news(*, subscription: Subscription, now: datetime) -> bool:
    """The owner of the mailbox pressed the button; whether it was the first time.

    Changes: the row, by a conditional UPDATE. An audit entry. Leaves nothing. The
    same link again changes nothing, and after an end it stays ended: NotConfirmable.
    """
    waiting = Subscription.objects.filter(
        pk=subscription.pk, status=SubscriptionStatus.PENDING
    )
    is_first = bool(waiting.update(status=SubscriptionStatus.ACTIVE, confirmed_at=now))
    subscription.refresh_from_db()
    if subscription.is_ended:
        raise NotConfirmable(subscription.pk)
    if is_first:
        _record("subscription.confirmed", subscription, now=now)
    return is_first


@transaction.atomic
def change_news(
    *, subscription: Subscription, topics: Sequence[str], language: str, now: datetime
) -> bool:
    """Other topics or another language; whether the subscription was still there.

    Changes: the row while it is ACTIVE. An audit entry. Raises NoTopic.
    """
    chosen = _known(topics)
    alive = Subscription.objects.active().filter(pk=subscription.pk)
    if not alive.update(topics=chosen, language=language):
        return False
    _record("subscription.changed", subscription, now=now, topics=len(chosen))
    return True


@transaction.atomic
def resume_news(*, subscription: Subscription, now: datetime) -> bool:
    """Take an end back, as long as the address is there; whether it could be.

    Changes: the row, by a conditional UPDATE; not where the same address was
    subscribed anew meanwhile. What was skipped stays unsent. An audit entry.
    """
    if not subscription.may_be_undone_at(now):
        return False
    ended = Subscription.objects.filter(
        pk=subscription.pk, status=SubscriptionStatus.ENDED, confirmed_at__isnull=False
    )
    try:
        with transaction.atomic():
            done = ended.update(status=SubscriptionStatus.ACTIVE, ended_at=None)
    except IntegrityError:
        return False
    if done:
        _record("subscription.resumed", subscription, now=now)
    return bool(done)


def _known(topics: Sequence[str]) -> list[str]:
    chosen = [topic.value for topic in Topic if topic in topics]
    if not chosen:
        raise NoTopic
    return chosen


def _record(
    verb: str, subscription: Subscription, *, now: datetime, **detail: int
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=READER,
        about=subscription.about,
        detail=dict(detail),
        now=now,
    )
