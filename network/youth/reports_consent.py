"""How far photographs and names may go: what delegate and guardian consented to."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from network.youth.choices import ConsentKind, MediaDegree, Reader
from network.youth.models import Delegate, SignedConsent

_ORDER = list(MediaDegree)


def media_degree_of(delegate: Delegate) -> MediaDegree:
    """The narrowest of the answers in force; NONE while one is missing."""
    return media_degrees_of([delegate])[delegate.pk]


def media_degrees_of(delegates: Iterable[Delegate]) -> dict[int, MediaDegree]:
    """By delegate, in one statement; read them with their nomination and its rules."""
    found = list(delegates)
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    for consent in SignedConsent.objects.in_force().filter(
        kind=ConsentKind.MEDIA, delegate__in=found
    ):
        answers[consent.delegate_id][consent.signer] = consent.degree
    return {each.pk: _narrowest(each, answers[each.pk]) for each in found}


def signers_of(delegate: Delegate) -> tuple[Reader, ...]:
    """Who has to answer: a minor's guardian besides the delegate.

    Whether somebody is a minor is decided on the first compulsory day of the rules,
    as for the checklist; without one the guardian is asked.
    """
    nomination = delegate.nomination
    days = nomination.rules.dates if nomination.rules else []
    first = min((date.fromisoformat(each["on"]) for each in days), default=None)
    if first is None or nomination.is_minor_on(first):
        return (Reader.DELEGATE, Reader.GUARDIAN)
    return (Reader.DELEGATE,)


def _narrowest(delegate: Delegate, answers: dict[str, str]) -> MediaDegree:
    needed = [
        MediaDegree(answers.get(signer, MediaDegree.NONE))
        for signer in signers_of(delegate)
    ]
    return min(needed, key=_ORDER.index)


def reaches(degree: MediaDegree, needed: MediaDegree) -> bool:
    """Does a consent up to DEGREE include NEEDED?"""
    return _ORDER.index(degree) >= _ORDER.index(needed)
