"""How the parties of an event will be reached, before a letter is written."""

from collections import Counter
from collections.abc import Iterable

from events.registration.models import Registration
from peace.outbox.choices import Channel
from peace.outbox.models import UndeliverableAddress


def ways(parties: Iterable[Registration]) -> dict[str, int]:
    """How many of PARTIES are told by e-mail, by a call, or on paper; one statement."""
    parties = list(parties)
    refused = UndeliverableAddress.objects.among(each.email for each in parties)
    found = Counter(_way(each, refused) for each in parties)
    return {way.value: found[way] for way in Channel if found[way]}


def _way(registration: Registration, refused: set[str]) -> Channel:
    if registration.email and registration.email.lower() not in refused:
        return Channel.EMAIL
    return Channel.PHONE if registration.phone else Channel.POST
