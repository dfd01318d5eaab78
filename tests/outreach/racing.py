"""What a process of a race over talk requests does."""

import uuid

from events.outreach.models import TalkRequest
from events.outreach.usecases.arrange_talk import Arrangement, arrange_talk
from events.outreach.usecases.ask_storyteller import NotOpen
from events.outreach.usecases.request_talk import request_talk
from events.programme.choices import Story
from events.programme.models import Storyteller
from events.programme.usecases import save_timeslot
from events.programme.usecases.tellings import StorytellerBusy
from tests.cast import NOW
from tests.outreach.talks import STAFF, first_wish, wish


def arrange(request_id: int, storyteller_id: int, guarded: bool = True) -> str:
    """One clerk presses the button; what they are told."""
    if not guarded:  # the control: nobody asks whether the storyteller is free
        save_timeslot.refuse_double_booking = lambda timeslots: None
    try:
        arrange_talk(
            request=TalkRequest.objects.get(pk=request_id),
            plan=Arrangement(
                Storyteller.objects.get(pk=storyteller_id),
                Story.HIROSHIMA,
                first_wish(),
            ),
            is_public=False,
            actor=STAFF,
            now=NOW,
        )
    except NotOpen:
        return "not open"
    except StorytellerBusy:
        return "busy"
    return "arranged"


def send(key: str) -> int:
    """The same form, sent once more."""
    made = request_talk(wish=wish(), key=uuid.UUID(key), language="ja", now=NOW)
    return made.pk
