"""What the processes of the races over 一行のコトバ do."""

import time
import uuid

from django.utils import timezone

from events.outreach.choices import KotobaStatus
from events.outreach.models import Kotoba, KotobaCall
from events.outreach.usecases import kotoba_choose as choose
from events.outreach.usecases.kotoba_send import send_line, withdraw_line
from tests.outreach import kotoba as words

# Long enough for the slowest of the crowd to have read, on a machine that is busy.
PAUSE = 0.5


def put(pk: int, actor: str) -> str:
    """Choose one line by hand."""
    try:
        choose.put_on_list(
            kotoba=Kotoba.objects.select_related("call").get(pk=pk),
            note="話し合い",
            actor=actor,
            now=timezone.now(),
        )
    except choose.NoPlaceLeft:
        return "full"
    except choose.NotChoosable:
        return "gone"
    return "put"


def put_without_guard(pk: int, actor: str) -> str:
    """The control: what was read before the pause is what counts."""
    line = Kotoba.objects.select_related("call").get(pk=pk)
    free = line.call.kotoba.chosen().count() < line.call.places
    time.sleep(PAUSE)
    if not free:
        return "full"
    Kotoba.objects.filter(pk=pk).update(status=KotobaStatus.CHOSEN, position=1)
    return "put"


def withdraw(pk: int, actor: str) -> str:
    withdraw_line(kotoba=Kotoba.objects.get(pk=pk), now=timezone.now())
    return "withdrawn"


def by_scores(pk: int, actor: str) -> str:
    call = KotobaCall.objects.get(kotoba__pk=pk)
    choose.choose_by_scores(call=call, actor=actor, now=timezone.now())
    return "chosen"


ACTS = {"put": put, "careless": put_without_guard, "withdraw": withdraw}
ACTS["scores"] = by_scores


def act(name: str, pk: int, actor: str) -> str:
    return ACTS[name](pk, actor)


def send(slug: str, key: str) -> int:
    """The same form from one more process; the number of the line it became."""
    made = send_line(
        call=KotobaCall.objects.get(slug=slug),
        line=words.line(email=words.WRITER_EMAIL),
        key=uuid.UUID(key),
        language="ja",
        now=timezone.now(),
    )
    return made.pk
