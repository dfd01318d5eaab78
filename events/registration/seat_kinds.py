"""Which quotas a person may take seats of. Pure."""

from collections.abc import Mapping

from events.programme.choices import QuotaKind, Support
from events.programme.seating import Kinds, kinds_of
from events.registration.choices import YOUNG, RegistrationChannel, Visit


def seat_kinds(
    *,
    number: int,
    age_band: str,
    visit: str,
    channel: str,
    support: Mapping[str, int],
) -> Kinds:
    """The kinds of seats that person NUMBER of a party may take.

    SUPPORT maps what the party asked for to how many people: with one wheelchair
    space asked for, the first person sits there and the others beside, in general
    seats; the family room is for the whole party.
    """
    fits: set[QuotaKind] = set()
    if age_band in YOUNG:
        fits.add(QuotaKind.YOUTH)
    if visit == Visit.FIRST:
        fits.add(QuotaKind.FIRST_TIMERS)
    if channel != RegistrationChannel.WEB:
        fits.add(QuotaKind.DESK)
    if number <= support.get(Support.WHEELCHAIR, 0):
        fits.add(QuotaKind.WHEELCHAIR)
    if support.get(Support.FAMILY_ROOM):
        fits.add(QuotaKind.FAMILY_ROOM)
    return kinds_of(fits)
