"""One letter to each of those who act for a city now."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from network.cities.letters import LANGUAGE, secretariat_values
from network.cities.models import Coordinator
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Recipient, render_letter
from peace.outbox.usecases.enqueue import enqueue_many

# A reminder that is older than this tells of a state that is no more.
_REMINDER_LIVES = timedelta(days=2)


def to_coordinators(
    name: str,
    *,
    municipality: str,
    values: Mapping[str, str],
    about: str,
    key: str,
    letter_class: LetterClass,
    now: datetime,
) -> int:
    """Write the letter NAME to the coordinators of the city with this code.

    KEY names the fact; each reader adds theirs. How many were new.
    """
    terms = Coordinator.objects.acting_at(now).filter(municipality=municipality)
    is_reminder = letter_class == LetterClass.B
    orders = [
        {
            "key": f"{key}:{term.user_id}",
            "kind": name,
            "letter_class": letter_class,
            "recipient": Recipient(name=term.user.name, email=term.user.email),
            "language": LANGUAGE,
            "letter": render_letter(
                f"network/{name}",
                LANGUAGE,
                {
                    **values,
                    **secretariat_values(),
                    "member_city": term.municipality.name,
                    "coordinator_name": term.user.name,
                },
            ),
            "about": about,
            "not_after": now + _REMINDER_LIVES if is_reminder else None,
        }
        for term in terms.select_related("user", "municipality")
    ]
    return enqueue_many(orders, now=now)
