"""Letters about a subscription: one asks, the other says that it is there already."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from events.outreach.choices import Topic
from events.outreach.models import Subscription
from events.outreach.models.subscription import CONFIRM_WITHIN
from events.registration.letters import office_values
from peace.language.dates import date_long
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue

# Seconds. Whoever asks again within them gets no second letter: the key is the same.
_QUIET = 600


def ask_to_confirm(*, subscription: Subscription, now: datetime) -> None:
    """Nothing else goes to an address before its owner has pressed the button."""
    _enqueue("news_confirm", subscription, now=now, not_after=now + CONFIRM_WITHIN)


def subscribed_already(*, subscription: Subscription, now: datetime) -> None:
    """The page says the same to everybody; only the mailbox learns the difference."""
    _enqueue("news_already", subscription, now=now, not_after=None)


def topic_list(topics: list[str]) -> str:
    """One topic a line, in the language in force."""
    return "\n".join(f"・{topic.label}" for topic in Topic if topic in topics)


def _enqueue(
    kind: str, subscription: Subscription, *, now: datetime, not_after: datetime | None
) -> None:
    language = subscription.language
    with translation.override(language):
        values = {
            "topic_list": topic_list(subscription.topics),
            "confirm_url": settings.SITE_URL + subscription.confirm_url,
            "manage_url": settings.SITE_URL + subscription.url,
            "expires": date_long(now + CONFIRM_WITHIN, language),
            **office_values(),
        }
    enqueue(
        key=f"{kind}:{subscription.pk}:{int(now.timestamp()) // _QUIET}",
        kind=kind,
        letter_class=LetterClass.A,
        recipient=Recipient(name="", email=subscription.email),
        language=language,
        letter=render_letter(f"outreach/{kind}", language, values),
        about=subscription.about,
        not_after=not_after,
        now=now,
    )
