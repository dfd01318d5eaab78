"""What an event asks of people, and what it has for those who need more.

Most events ask nothing: their pages and their registrations must not pay for the few
that do. Timeslots read with `with_needs()` say whether there is anything to read; of
others the database is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from events.programme.choices import Support
from events.programme.eligibility import NO_RULES, Rules
from events.programme.models import (
    Eligibility,
    Event,
    Question,
    SupportOffer,
    Timeslot,
)
from peace.language.dates import jst


@dataclass(frozen=True)
class Needs:
    """Rules, questions and limited support of one event; all of it may be empty."""

    event: Event
    rules: Rules = NO_RULES
    questions: Sequence[Question] = ()
    offers: Sequence[SupportOffer] = ()

    @classmethod
    def of(cls, event: Event, timeslots: Sequence[Timeslot]) -> "Needs":
        """At most one statement for each kind, and none for a plain event."""
        return cls(
            event=event,
            rules=rules_of(event, timeslots),
            questions=questions_of(event, timeslots),
            offers=limited_offers_of(timeslots),
        )

    @property
    def asks_consent(self) -> bool:
        return self.event.asks_consent

    @property
    def day(self) -> date:
        """The day on which a person's age counts."""
        return jst(self.event.starts_at).date()

    @property
    def of_each_person(self) -> list[Question]:
        return [each for each in self.questions if each.per_person]

    @property
    def of_the_party(self) -> list[Question]:
        return [each for each in self.questions if not each.per_person]

    def offers_of(self, kind: str) -> list[SupportOffer]:
        return [each for each in self.offers if each.kind == kind]


def rules_of(event: Event, timeslots: Sequence[Timeslot]) -> Rules:
    if not _may_have("has_rules", timeslots):
        return NO_RULES
    found = Eligibility.objects.filter(event=event)
    return Rules({rule.timeslot_id: rule for rule in found})


def questions_of(event: Event, timeslots: Sequence[Timeslot]) -> list[Question]:
    if not _may_have("has_questions", timeslots):
        return []
    return list(Question.objects.filter(event=event).order_by("position", "pk"))


def limited_offers_of(timeslots: Sequence[Timeslot]) -> list[SupportOffer]:
    """Offers with places, a deadline or an age range, in the order of timeslots."""
    if not _may_have("has_limits", timeslots):
        return []
    found = SupportOffer.objects.limited().filter(timeslot__in=timeslots)
    order = {slot.pk: place for place, slot in enumerate(timeslots)}
    kinds = list(Support)
    return sorted(
        found,
        key=lambda each: (kinds.index(Support(each.kind)), order[each.timeslot_id]),
    )


@dataclass(frozen=True)
class OfferLine:
    """What is left of one offer, for the event's page and the form."""

    offer: SupportOffer
    timeslot: Timeslot
    now: datetime

    @property
    def is_over(self) -> bool:
        return not self.offer.is_open_at(self.now)

    @property
    def left(self) -> int | None:
        return self.offer.left

    @property
    def ages(self) -> str:
        return age_range(self.offer)

    @property
    def is_taken_up(self) -> bool:
        return self.left == 0

    @property
    def terms(self) -> tuple[object, ...]:
        """For whom and until when; mostly the same in all timeslots."""
        return (self.offer.from_months, self.offer.until_months, self.offer.closes_at)


@dataclass(frozen=True)
class OfferGroup:
    """One kind of support: its terms once, and what is left in each timeslot."""

    kind: str
    lines: Sequence[OfferLine] = ()
    names_timeslots: bool = False

    @property
    def label(self) -> str:
        return str(Support(self.kind).label)

    @property
    def has_shared_terms(self) -> bool:
        return len({line.terms for line in self.lines}) == 1

    @property
    def is_over(self) -> bool:
        """Nothing is left anywhere, or it is too late for all of it."""
        return bool(self.lines) and all(
            line.is_over or line.is_taken_up for line in self.lines
        )


def offer_groups(
    kinds: Sequence[str],
    offers: Sequence[SupportOffer],
    timeslots: Sequence[Timeslot],
    *,
    now: datetime,
) -> list[OfferGroup]:
    """KINDS with their limits in TIMESLOTS; a kind without limits has no lines."""
    by_id = {slot.pk: slot for slot in timeslots}
    groups = []
    for kind in kinds:
        lines = [
            OfferLine(offer=each, timeslot=by_id[each.timeslot_id], now=now)
            for each in offers
            if each.kind == kind and each.timeslot_id in by_id
        ]
        groups.append(OfferGroup(kind, lines, names_timeslots=len(by_id) > 1))
    return groups


def _may_have(what: str, timeslots: Sequence[Timeslot]) -> bool:
    return not timeslots or any(getattr(slot, what, True) for slot in timeslots)


def age_range(offer: SupportOffer) -> str:
    """1歳6か月から5歳11か月まで: the children that an offer takes."""
    first = age(offer.from_months) if offer.from_months else ""
    last = age(offer.until_months) if offer.until_months is not None else ""
    if first and last:
        return _("%(first)sから%(last)sまで") % {"first": first, "last": last}
    if first:
        return _("%(first)sから") % {"first": first}
    return _("%(last)sまで") % {"last": last} if last else ""


def age(months: int) -> str:
    """A child's age: 1歳6か月. Easy Japanese and English say the same in their way."""
    years, rest = divmod(months, 12)
    words = []
    if years:
        words.append(ngettext("%(n)d歳", "%(n)d歳", years) % {"n": years})
    if rest or not years:
        words.append(ngettext("%(n)dか月", "%(n)dか月", rest) % {"n": rest})
    return (" " if get_language() == "en" else "").join(words)
