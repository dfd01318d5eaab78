"""How the parties of an event will be reached, before a letter is written."""

from collections import Counter
from collections.abc import Iterable

from events.registration.models import Registration
from peace.outbox.choices import Channel
from peace.outbox.models import UndeliverableAddress

# SQLite looks for so many addresses in one statement, and not for thousands.
AT_ONCE = 500


def ways(parties: Iterable[Registration]) -> dict[str, int]:
    """How many of PARTIES are told by e-mail, by a call, or on paper."""
    parties = list(parties)
    found: Counter[Channel] = Counter()
    for start in range(0, len(parties), AT_ONCE):
        some = parties[start : start + AT_ONCE]
        refused = UndeliverableAddress.objects.among(each.email for each in some)
        found.update(_way(each, refused) for each in some)
    return {way.value: found[way] for way in Channel if found[way]}


def _way(registration: Registration, refused: set[str]) -> Channel:
    if registration.email and registration.email.lower() not in refused:
        return Channel.EMAIL
    return Channel.PHONE if registration.phone else Channel.POST
