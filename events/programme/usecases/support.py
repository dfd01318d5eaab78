"""Claiming access support that is limited, such as places in childcare."""

from django.db.models import F, Q

from events.programme.models import SupportOffer


class SupportGone(Exception):
    """An offer has fewer places left than were asked for."""

    def __init__(self, offer: SupportOffer) -> None:
        super().__init__(offer.pk)
        self.offer = offer


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
