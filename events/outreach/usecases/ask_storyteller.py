"""The office asks a storyteller whether they can go, and hears yes or no."""

from datetime import datetime

from django.db import IntegrityError, transaction

from events.outreach.choices import InquiryAnswer, TalkStatus
from events.outreach.letters import talks as letters
from events.outreach.models import TalkInquiry, TalkRequest
from events.programme.choices import Story
from events.programme.models import Storyteller
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_keys

STORYTELLER = "storyteller"
STREAM = "talks"


class NotOpen(Exception):
    """The request is arranged, declined or withdrawn."""


class AskedAlready(Exception):
    """This storyteller was asked about this moment before."""


class TalkInPast(Exception):
    """The moment has passed."""


@transaction.atomic
def ask_storyteller(
    *,
    request: TalkRequest,
    storyteller: Storyteller,
    story: Story,
    starts_at: datetime,
    actor: str,
    now: datetime,
) -> TalkInquiry:
    """Ask STORYTELLER about one moment: a letter with a link, or a call to make.

    Locks the request. Several may be asked at once; whoever is booked is another
    question. Without any contact nothing leaves, and staff record the answer.
    Raises NotOpen, AskedAlready, TalkInPast.
    """
    locked = _lock_open(request)
    if starts_at <= now:
        raise TalkInPast
    try:
        with transaction.atomic():
            inquiry = TalkInquiry.objects.create(
                request=locked,
                storyteller=storyteller,
                story=story,
                starts_at=starts_at,
                asked_at=now,
                asked_by=actor,
            )
    except IntegrityError as error:
        raise AskedAlready from error
    TalkRequest.objects.filter(pk=locked.pk).update(status=TalkStatus.ASKING)
    letters.asked(inquiry=inquiry, now=now)
    _record(inquiry, "talk.asked", actor=actor, now=now)
    return inquiry


@transaction.atomic
def answer_inquiry(
    *, inquiry: TalkInquiry, answer: InquiryAnswer, actor: str, now: datetime
) -> TalkInquiry:
    """Write down yes or no, by the storyteller's link or by staff who rang.

    They may think again until the talk is arranged. Locks the request. A call that was
    still to be made is taken off the list; when nobody is left to wait for, the request
    goes back to the office. Raises NotOpen.
    """
    request = _lock_open(inquiry.request)
    locked = TalkInquiry.objects.select_related("storyteller").get(pk=inquiry.pk)
    if locked.answer == answer:
        return locked
    locked.answer, locked.answered_at, locked.answered_by = answer, now, actor
    locked.save(update_fields=["answer", "answered_at", "answered_by"])
    take_back_keys(starting_with=letters.asked_key(locked))
    waits = request.inquiries.exclude(answer=InquiryAnswer.NO).exists()
    TalkRequest.objects.filter(pk=request.pk).update(
        status=TalkStatus.ASKING if waits else TalkStatus.RECEIVED
    )
    _record(locked, "talk.answered", actor=actor, now=now, answer=str(answer))
    return locked


def _lock_open(request: TalkRequest) -> TalkRequest:
    locked = TalkRequest.objects.select_for_update().get(pk=request.pk)
    if not locked.is_open:
        raise NotOpen
    return locked


def _record(
    inquiry: TalkInquiry, verb: str, *, actor: str, now: datetime, **detail: str
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=f"talk:{inquiry.request_id}",
        detail={"storyteller": inquiry.storyteller_id, **detail},
        now=now,
    )
