"""What was arranged or asked for a request is taken back; storytellers hear of it."""

from datetime import datetime

from django.db.models import F, QuerySet

from events.outreach.choices import InquiryAnswer
from events.outreach.letters import talks as letters
from events.outreach.models import TalkInquiry, TalkRequest
from events.programme.models import Event, Timeslot
from events.registration.usecases.cancel_event import cancel_event
from peace.outbox.usecases.take_back import take_back_keys, take_back_reminders

# What the page of a public talk says when it is called off.
CALLED_OFF = {
    "ja": "主催の団体の都合により、中止になりました。",
    "en": "The group that asked for this talk has called it off.",
    "ja-easy": "この 話《はなし》の 会《かい》は ありません。",
}


def call_off(*, request: TalkRequest, actor: str, now: datetime) -> None:
    """Take back the event of REQUEST and the questions to storytellers.

    The caller holds REQUEST and gives it its new state. A public event is cancelled
    with its registrations; of an internal one the timeslot is cancelled, so that it
    leaves calendars and counts in nobody's load. Letters that still wait (the question
    to a storyteller, the question how many listened) are taken back.
    """
    event = request.event
    take_back_reminders(about=[request.about])
    if event is None:
        let_go(request, request.inquiries.all(), now=now)
        return
    if event.is_cancelled:
        return
    if event.is_published:
        cancel_event(event=event, reason=CALLED_OFF, actor=actor, now=now)
    else:
        Timeslot.objects.filter(event=event, cancelled_at=None).update(cancelled_at=now)
        Event.objects.filter(pk=event.pk).update(revision=F("revision") + 1)
    letters.called_off(request=request, now=now)


def let_go(
    request: TalkRequest, inquiries: QuerySet[TalkInquiry], *, now: datetime
) -> None:
    """Storytellers who were asked need not keep the time free any more.

    Who said no hears nothing; a question that has not left is taken back instead.
    """
    asked = inquiries.exclude(answer=InquiryAnswer.NO).select_related("storyteller")
    for inquiry in asked:
        if not take_back_keys(starting_with=letters.asked_key(inquiry)):
            letters.not_needed(request=request, inquiry=inquiry, now=now)
