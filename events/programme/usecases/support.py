"""Claiming access support that is limited, such as places in childcare."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Q

from events.programme.models import SupportOffer


class Limit(StrEnum):
    """What stands against a wish."""

    TAKEN_UP = "taken_up"
    TOO_LATE = "too_late"
    WRONG_AGE = "wrong_age"


class SupportGone(Exception):
    """An offer has fewer places left than were asked for, or is over, or not for it."""

    def __init__(self, offer: SupportOffer, limit: Limit = Limit.TAKEN_UP) -> None:
        super().__init__(offer.pk, limit)
        self.offer = offer
        self.limit = limit


def check_support(
    *, offer: SupportOffer, months: Sequence[int], asked_at: datetime
) -> None:
    """Raise SupportGone when OFFER was to be asked for earlier, or for other ages."""
    if not offer.is_open_at(asked_at):
        raise SupportGone(offer, Limit.TOO_LATE)
    if not offer.takes_children_of(months):
        raise SupportGone(offer, Limit.WRONG_AGE)


def take_support(*, offer: SupportOffer, people: int) -> None:
    """Claim places of OFFER by one conditional UPDATE. Raises SupportGone.

    Called after the seats, in ascending offer id.
    """
    taken = (
        SupportOffer.objects.filter(pk=offer.pk)
        .filter(Q(capacity__isnull=True) | Q(taken__lte=F("capacity") - people))
        .update(taken=F("taken") + people)
    )
    if not taken:
        raise SupportGone(offer)


def release_support(*, offer_id: int, people: int) -> None:
    """Give places back; the request they belong to is gone or smaller."""
    SupportOffer.objects.filter(pk=offer_id).update(taken=F("taken") - people)
