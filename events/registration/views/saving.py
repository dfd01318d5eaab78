"""How the editor saves: a draft at once; a published event after a page in between.

That page says what will change and who is told; the same use case answers there and
then does it.
"""

from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from events.programme.access import phrase_pressed
from events.programme.choices import PhraseKind, QuotaKind
from events.programme.models import Event, Phrase
from events.programme.usecases.save_event import EventIsClosed, SlugTaken
from events.programme.usecases.save_timeslot import SupportInUse
from events.programme.usecases.tellings import StorytellerBusy
from events.registration.forms import ChangeNoticeForm
from events.registration.usecases.change_event import (
    Notice,
    SeatsTaken,
    Told,
    foresee,
)
from peace.language.dates import date_short, staff_range
from peace.outbox.choices import Channel

# The page in between asks these itself.
_OWN = ("csrfmiddlewaretoken", "confirmed", "reason_phrase")
REFUSALS = (SlugTaken, EventIsClosed, StorytellerBusy, SupportInUse, SeatsTaken)


def save_or_ask(
    request: HttpRequest,
    event: Event,
    change: Callable[..., Told],
    form: forms.Form,
    *,
    then: str,
) -> HttpResponse | None:
    """Save, and go to THEN; or ask first. None: FORM says now what is wrong."""
    change = partial(change, actor=request.user.actor, now=timezone.now())
    try:
        told = foresee(change)
        notice = _notice(request, event, told)
        if notice.is_bound and notice.is_valid():
            _say(request, change(notice=notice.notice()))
            return redirect(then)
        if not told.concerned:
            _say(request, change(notice=Notice()))
            return redirect(then)
    except REFUSALS as refused:
        form.add_error(None, refusal(refused))
        return None
    return render(
        request,
        "events/programme/staff/editor_change.html",
        {
            "event": event,
            "told": told,
            "changes": [(c.label("ja"), *c.words("ja")) for c in told.changes],
            "ways": [(Channel(way).label, n) for way, n in told.by_way.items()],
            "form": notice,
            "fields": _sent_along(request),
            "phrases": Phrase.objects.filter(kind=PhraseKind.REASON),
            "back_url": then,
        },
    )


def _notice(request: HttpRequest, event: Event, told: Told) -> ChangeNoticeForm:
    confirmed = "confirmed" in request.POST and told.concerned
    phrase = phrase_pressed(request.POST.get("reason_phrase", ""))
    typed = ChangeNoticeForm.base_fields["reason"].widget.value_from_datadict(
        request.POST, {}, f"{ChangeNoticeForm.prefix}-reason"
    )
    return ChangeNoticeForm(
        request.POST if confirmed else None,
        must_tell=bool(told.parties),
        initial={"reason": dict(phrase.text) if phrase and not any(typed) else typed},
    )


def _sent_along(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _OWN and not name.startswith(f"{ChangeNoticeForm.prefix}-")
    ]


def _say(request: HttpRequest, told: Told) -> None:
    if told.batch:
        text = _(
            "保存しました。%(n)s組へのお知らせは、もう1人の職員が承認すると送られます。"
        )
    elif told.parties:
        text = _("保存しました。%(n)s組にお知らせします。")
    else:
        text = _("保存しました。")
    messages.success(request, text % {"n": told.parties} if told.parties else text)


def refusal(refused: Exception) -> str:
    """What a use case refused, as a sentence that says what to do."""
    match refused:
        case SlugTaken():
            return _("この住所は、ほかの催しで使っています。")
        case EventIsClosed():
            return _("中止にした催しは、変えられません。")
        case StorytellerBusy():
            slot = refused.elsewhere
            words = _(
                "%(name)sさんは、%(day)s %(hours)sに「%(event)s」で話します。"
                "ほかの方か、ほかの時刻にしてください。"
            )
            return words % {
                "name": refused.storyteller.name,
                "day": date_short(slot.starts_at),
                "hours": staff_range(slot.starts_at, slot.ends_at),
                "event": slot.event.title,
            }
        case SupportInUse():
            words = _("%(kind)sは、%(n)s人分を約束しています。それより減らせません。")
            offer = refused.offer
            return words % {"kind": offer.get_kind_display(), "n": offer.taken}
        case SeatsTaken():
            words = _(
                "%(kind)sの席は、%(taken)s席が埋まっています。"
                "減らすには、先に%(excess)s席を取り消してください。"
            )
            return words % {
                "kind": QuotaKind(refused.kind).label,
                "taken": refused.taken,
                "excess": refused.excess,
            }
    raise refused
