"""A request becomes an event with a storyteller, and may move later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from events.outreach.choices import TalkStatus
from events.outreach.letters import talks as letters
from events.outreach.models import TalkRequest
from events.outreach.talk_texts import event_texts, slot_title, venue_texts
from events.outreach.usecases.ask_storyteller import STREAM, NotOpen, TalkInPast
from events.outreach.usecases.call_off_talk import let_go
from events.programme.choices import (
    Admission,
    EventStatus,
    ProgrammeKind,
    Speaker,
    Story,
)
from events.programme.models import (
    Event,
    Programme,
    Storyteller,
    Telling,
    Timeslot,
    Venue,
)
from events.programme.plans import TimeslotPlan
from events.programme.usecases.library import save_venue
from events.programme.usecases.save_event import create_event, save_event
from events.programme.usecases.save_timeslot import save_timeslot
from events.programme.usecases.tellings import refuse_double_booking
from events.registration.usecases.change_event import Notice, change_event
from events.registration.usecases.publish import publish_event
from peace.audit.usecases import record
from peace.language.dates import jst
from peace.outbox.usecases.take_back import take_back_reminders

PROGRAMME = "dispatched-talks"
MINUTES = 35


@dataclass(frozen=True)
class Arrangement:
    """Who tells what, when, for how long."""

    storyteller: Storyteller
    story: Story
    starts_at: datetime
    minutes: int = MINUTES

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@transaction.atomic
def arrange_talk(
    *,
    request: TalkRequest,
    plan: Arrangement,
    is_public: bool,
    actor: str,
    now: datetime,
) -> TalkRequest:
    """Make REQUEST an event with one timeslot, a telling and a venue; tell both sides.

    For the group alone (INTERNAL), or on the public pages. Locks the request first, so
    that of two clerks one arranges it; then, through the programme's use cases, the
    event and the storyteller, who is never in two places. Letters with a calendar entry
    leave to the requester and the storyteller, and one after the talk asks how many
    listened. Raises NotOpen, TalkInPast, StorytellerBusy, NotReady.
    """
    locked = TalkRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_open:
        raise NotOpen
    if plan.starts_at <= now:
        raise TalkInPast
    event = create_event(
        values={
            **event_texts(locked),
            "programme": _programme(),
            "venue": _venue(locked, actor=actor, now=now),
            "slug": f"dispatch-{jst(plan.starts_at):%Y-%m-%d}-{locked.pk}",
            "status": EventStatus.DRAFT if is_public else EventStatus.INTERNAL,
            "starts_at": plan.starts_at,
            "ends_at": plan.ends_at,
            "speaker": Speaker.STORYTELLER,
            "has_content_note": True,
        },
        actor=actor,
        now=now,
    )
    save_timeslot(
        event=event,
        timeslot=None,
        plan=TimeslotPlan(
            fields={
                "title": slot_title(plan.story),
                "starts_at": plan.starts_at,
                "ends_at": plan.ends_at,
                "admission": Admission.FREE_ENTRY,
            },
            tellings=[(plan.storyteller.pk, plan.story)],
        ),
        actor=actor,
        now=now,
    )
    if is_public:
        publish_event(event=event, confirms_warnings=True, actor=actor, now=now)
        event.refresh_from_db()
    locked.event, locked.storyteller = event, plan.storyteller
    locked.status, locked.decided_at = TalkStatus.ARRANGED, now
    locked.save(update_fields=["event", "storyteller", "status", "decided_at"])
    letters.arranged(request=locked, now=now)
    let_go(locked, locked.inquiries.exclude(storyteller=plan.storyteller), now=now)
    _record(locked, "talk.arranged", actor=actor, now=now)
    return locked


@transaction.atomic
def rearrange_talk(
    *, request: TalkRequest, plan: Arrangement, actor: str, now: datetime
) -> TalkRequest:
    """Another time or another storyteller for what is arranged; all sides hear of it.

    Locks the request, then event and storyteller. Calendar entries move (a higher
    SEQUENCE); a storyteller who is replaced gets theirs cancelled. People who have
    registered for a public one are told by `change_event`. The same again changes
    nothing. Raises NotOpen, TalkInPast, StorytellerBusy.
    """
    locked = (
        TalkRequest.objects.select_for_update(of=("self",))
        .select_related("event", "storyteller")
        .get(pk=request.pk)
    )
    event, before = locked.event, locked.storyteller
    if not locked.is_arranged or event is None or before is None or event.is_cancelled:
        raise NotOpen
    if plan.starts_at <= now or event.starts_at <= now:
        raise TalkInPast
    slot = event.timeslots.filter(cancelled_at=None).in_order().first()
    if slot is None:
        raise NotOpen
    if _is_the_same(slot, before, plan):
        return locked
    # Who is replaced leaves before the times move, so that only the new one is judged.
    slot.tellings.exclude(storyteller=plan.storyteller).delete()
    Telling.objects.update_or_create(
        timeslot=slot, storyteller=plan.storyteller, defaults={"story": plan.story}
    )
    _move(event, plan, actor=actor, now=now)
    slot.refresh_from_db()
    slot.title, slot.ends_at = slot_title(plan.story), plan.ends_at
    slot.save(update_fields=["title", "ends_at"])
    refuse_double_booking([slot])
    Event.objects.filter(pk=event.pk).update(revision=F("revision") + 1)
    event.refresh_from_db()
    locked.storyteller = plan.storyteller
    locked.save(update_fields=["storyteller"])
    take_back_reminders(about=[locked.about])
    letters.rearranged(request=locked, replaced=before, now=now)
    _record(locked, "talk.rearranged", actor=actor, now=now)
    return locked


def _is_the_same(slot: Timeslot, teller: Storyteller, plan: Arrangement) -> bool:
    telling = slot.tellings.filter(storyteller=teller).first()
    return (slot.starts_at, slot.ends_at) == (plan.starts_at, plan.ends_at) and (
        telling is not None
        and (teller.pk, telling.story) == (plan.storyteller.pk, plan.story)
    )


def _move(event: Event, plan: Arrangement, *, actor: str, now: datetime) -> None:
    values = {"starts_at": plan.starts_at, "ends_at": plan.ends_at}
    if event.is_published:
        change_event(
            event=event,
            values=values,
            moves_timeslots=True,
            notice=Notice(),
            actor=actor,
            now=now,
        )
    else:
        save_event(
            event=event, values=values, moves_timeslots=True, actor=actor, now=now
        )


def _programme() -> Programme:
    """The programme under which all dispatched talks count."""
    found, _made = Programme.objects.get_or_create(
        slug=PROGRAMME,
        defaults={
            "kind": ProgrammeKind.LEGACY_TALK,
            "position": 90,
            "title": {
                "ja": "派遣講話",
                "en": "Talks at schools and groups",
                "ja-easy": "学校《がっこう》や グループで 話《はな》す 会《かい》",
            },
            "summary": {
                "ja": "学校や団体に伝承者がうかがい、受け継いだ体験をお話しします。",
                "en": "Legacy storytellers visit schools and groups.",
                "ja-easy": (
                    "伝承者《でんしょうしゃ》が 学校《がっこう》や グループへ "
                    "行《い》って、話《はなし》を します。"
                ),
            },
        },
    )
    return found


def _venue(request: TalkRequest, *, actor: str, now: datetime) -> Venue:
    """The place that they wrote; the same school is the same venue next year."""
    known = Venue.objects.filter(
        name__ja=request.place, address__ja=request.address
    ).first()
    return known or save_venue(
        venue=None, values=venue_texts(request), actor=actor, now=now
    )


def _record(request: TalkRequest, verb: str, *, actor: str, now: datetime) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=request.about,
        detail={"event": request.event_id, "storyteller": request.storyteller_id},
        now=now,
    )
