"""Reads talk requests as the office works on them: what is to do, who could go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from events.outreach.choices import InquiryAnswer, TalkStatus
from events.outreach.models import TalkInquiry, TalkRequest
from events.outreach.models.talk_request import OPEN
from events.programme.choices import EventStatus, Story
from events.programme.models import Storyteller, Telling
from events.programme.reports import Load, loads
from peace.language.dates import jst

MINUTES = timedelta(minutes=35)
# To pack up, to travel, to breathe.
AROUND = timedelta(hours=1)
# After so many days without an arrangement a request is late.
LATE = timedelta(days=14)


@dataclass(frozen=True)
class TalkLine:
    """A request in the list, with what is to do next."""

    request: TalkRequest
    now: datetime

    @property
    def is_late(self) -> bool:
        return self.request.is_open and self.now - self.request.created_at > LATE

    @property
    def waits_for_figures(self) -> bool:
        event = self.request.event
        return bool(self.request.is_arranged and event and event.ends_at <= self.now)

    @property
    def tone(self) -> str:
        if self.is_late or self.waits_for_figures:
            return "care"
        return "good" if self.request.status in (TalkStatus.ARRANGED, "HELD") else ""

    @property
    def sign(self) -> str:
        return {
            TalkStatus.RECEIVED: "mail",
            TalkStatus.ASKING: "wait",
            TalkStatus.ARRANGED: "ok",
            TalkStatus.HELD: "people",
            TalkStatus.DECLINED: "cross",
            TalkStatus.WITHDRAWN: "undo",
        }[TalkStatus(self.request.status)]

    @property
    def next_step(self) -> str:
        request = self.request
        said_yes = request.yes_count  # type: ignore[attr-defined]
        match request.status:
            case TalkStatus.RECEIVED:
                return _("伝承者を探す")
            case TalkStatus.ASKING if said_yes:
                return _("引き受ける方がいます。決める")
            case TalkStatus.ASKING:
                return _("伝承者の返事を待つ")
            case TalkStatus.ARRANGED if self.waits_for_figures:
                return _("聞いた人の数を入れる")
        return ""


def open_first(now: datetime, *, status: str = "") -> list[TalkLine]:
    """All requests, or those of STATUS: what is to do first, oldest first; then past.

    Two statements.
    """
    found = _with_answers()
    if status in TalkStatus.values:
        found = found.filter(status=status)
    lines = [TalkLine(each, now) for each in found]
    to_do = [each for each in lines if each.next_step]
    rest = [each for each in lines if not each.next_step]
    return sorted(to_do, key=lambda each: each.request.created_at) + rest


def _with_answers() -> QuerySet[TalkRequest]:
    yes = Q(inquiries__answer=InquiryAnswer.YES)
    return TalkRequest.objects.select_related("event", "storyteller").annotate(
        yes_count=Count("inquiries", filter=yes)
    )


@dataclass(frozen=True)
class Talks:
    """The figures of the card and above the list."""

    to_arrange: int
    arranged: int
    to_report: int


def talk_figures(now: datetime) -> Talks:
    """One statement."""
    over = Q(status=TalkStatus.ARRANGED, event__ends_at__lte=now)
    return Talks(
        **TalkRequest.objects.aggregate(
            to_arrange=Count("pk", filter=Q(status__in=OPEN)),
            arranged=Count("pk", filter=Q(status=TalkStatus.ARRANGED) & ~over),
            to_report=Count("pk", filter=over),
        )
    )


@dataclass(frozen=True)
class Candidate:
    """A storyteller, for one request at one moment."""

    load: Load
    wished: str
    fits: bool
    # At the same time, or within an hour of it.
    clash: Telling | None
    near: Telling | None
    # Asked about another request for the same hour, and has not said no.
    asked_elsewhere: TalkInquiry | None
    inquiry: TalkInquiry | None

    @property
    def storyteller(self) -> Storyteller:
        return self.load.storyteller

    @property
    def is_free(self) -> bool:
        return self.clash is None

    @property
    def stories(self) -> list[tuple[str, str]]:
        return [(each, str(Story(each).label)) for each in self.storyteller.stories]

    @property
    def asked_about(self) -> list[tuple[str, str]]:
        """The story that is wished for, or each that they tell."""
        wished = [pair for pair in self.stories if pair[0] == self.wished]
        return wished or self.stories

    @property
    def rank(self) -> tuple:
        answered = self.inquiry.answer if self.inquiry else ""
        return (
            answered != InquiryAnswer.YES,
            answered == InquiryAnswer.NO,
            not self.is_free,
            not self.fits,
            self.near is not None or self.asked_elsewhere is not None,
            self.load.count,
        )


def candidates(request: TalkRequest, *, at: datetime) -> list[Candidate]:
    """Everybody who is active, best first: free, tells that story, told the least.

    Five statements, however many storytellers there are.
    """
    ends_at = at + MINUTES
    tellings = _tellings_around(at - AROUND, ends_at + AROUND, but=request.event_id)
    elsewhere = {
        each.storyteller_id: each
        for each in TalkInquiry.objects.filter(
            starts_at__gt=at - AROUND - MINUTES,
            starts_at__lt=ends_at + AROUND,
            request__status__in=OPEN,
        )
        .exclude(request=request)
        .exclude(answer=InquiryAnswer.NO)
        .select_related("request")
    }
    mine = {
        each.storyteller_id: each for each in request.inquiries.filter(starts_at=at)
    }
    found = []
    for load in loads(day=jst(at).date()):
        person = load.storyteller
        if not person.is_active:
            continue
        theirs = [each for each in tellings if each.storyteller_id == person.pk]
        clash = next((each for each in theirs if _overlaps(each, at, ends_at)), None)
        found.append(
            Candidate(
                load=load,
                wished=request.story,
                fits=not request.story or request.story in person.stories,
                clash=clash,
                near=None if clash else next(iter(theirs), None),
                asked_elsewhere=elsewhere.get(person.pk),
                inquiry=mine.get(person.pk),
            )
        )
    return sorted(found, key=lambda each: each.rank)


def _tellings_around(
    first: datetime, last: datetime, *, but: int | None
) -> Sequence[Telling]:
    return list(
        Telling.objects.filter(
            timeslot__starts_at__lt=last,
            timeslot__ends_at__gt=first,
            timeslot__cancelled_at=None,
        )
        .exclude(timeslot__event__status=EventStatus.CANCELLED)
        .exclude(timeslot__event=but)
        .select_related("timeslot__event__venue")
        .order_by("timeslot__starts_at")
    )


def _overlaps(telling: Telling, starts_at: datetime, ends_at: datetime) -> bool:
    slot = telling.timeslot
    return slot.starts_at < ends_at and starts_at < slot.ends_at
