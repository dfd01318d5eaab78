"""The call list: whom to ring today, with what words, and how it ended."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.registration.letters import Party
from events.registration.usecases.offers import NobodyChosen, OfferOver
from events.registration.usecases.will_come import NobodyComes
from events.reminders.access import offer_of, registration_of, staff_message
from events.reminders.choices import CALL_KINDS, WILL_COME, OfferAnswer, Why
from events.reminders.reports import MOST_SHOWN, Call, Narrowing, call_list
from events.reminders.scripts import consent_script, offer_script
from events.reminders.usecases.answer_coming_call import answer_coming_call
from events.reminders.usecases.answer_offer_call import answer_offer_call
from peace.accounts.access import staff_required
from peace.language.dates import jst
from peace.outbox.choices import CALL_OUTCOMES
from peace.outbox.letter import Texts
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import NotOnTheList, record_outcome


@require_safe
@staff_required
def calls(request: HttpRequest) -> HttpResponse:
    """Offers first with their deadline, then reminders and changes; how far we are."""
    now = timezone.now()
    asked = _narrowing(request.GET, now)
    found = call_list(asked, now=now)
    texts = Texts()
    return render(
        request,
        "events/reminders/staff/calls.html",
        {
            "asked": asked,
            "found": found,
            "rows": [_row(call, texts) for call in found.open],
            "done": [_row(call, texts) for call in found.done],
            "kinds": [(kind, CALL_KINDS.get(kind, kind)) for kind in found.kinds],
            "whys": Why.choices,
            "outcomes": CALL_OUTCOMES,
            "query": request.GET.urlencode(),
            "is_cut": len(found.open) >= MOST_SHOWN,
        },
    )


@require_POST
@staff_required
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """How a call ended; for an offered seat, the answer that was given."""
    message = staff_message(pk)
    told = (
        _answer(request, message)
        or _will_come(request, message)
        or _outcome(request, message)
    )
    level, text = told
    messages.add_message(request, level, text)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('staff:calls')}{query}#open")


def _answer(request: HttpRequest, message: OutboxMessage) -> tuple[int, str] | None:
    """Yes or no to an offer; None when the button was about the call only."""
    answer = request.POST.get("answer", "")
    if answer not in OfferAnswer.values:
        return None
    people = [each for each in request.POST.getlist("person") if each.isdecimal()]
    try:
        answer_offer_call(
            message=message,
            entry=offer_of(message),
            answer=OfferAnswer(answer),
            attendee_ids=[int(each) for each in people if len(each) < 16],
            actor=request.user.actor,
            now=timezone.now(),
        )
    except NobodyChosen:
        return messages.WARNING, _("参加する方を1人以上選んでください。")
    except (OfferOver, NotOnTheList):
        return messages.WARNING, _("このご案内は、期限が過ぎたか、返事が済んでいます。")
    if answer == OfferAnswer.ACCEPT:
        return messages.SUCCESS, _("席を確定しました。確定のお知らせを用意しました。")
    return messages.SUCCESS, _("辞退を記録しました。席は次の方に案内します。")


def _will_come(request: HttpRequest, message: OutboxMessage) -> tuple[int, str] | None:
    """Yes to "will you come?"; None for any other button."""
    if request.POST.get("answer", "") != WILL_COME:
        return None
    try:
        answer_coming_call(
            message=message,
            registration=registration_of(message),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except NotOnTheList:
        return messages.WARNING, _("この連絡は、もう済んでいます。")
    except NobodyComes:
        return messages.WARNING, _("これから始まる回の席がありません。")
    return messages.SUCCESS, _("参加の返事を記録しました。")


def _outcome(request: HttpRequest, message: OutboxMessage) -> tuple[int, str]:
    try:
        record_outcome(
            message=message,
            outcome=request.POST.get("outcome", ""),
            by=request.user.actor,
            now=timezone.now(),
        )
    except NotOnTheList:
        return messages.WARNING, _("この連絡は、もう済んでいます。")
    return messages.SUCCESS, _("記録しました。")


def _row(call: Call, texts: Texts) -> dict[str, Any]:
    """A call with what is said in it."""
    kind = call.message.kind
    label = CALL_KINDS.get(kind, call.message.subject)
    return {"call": call, "label": label, "script": _script(call, texts)}


def _script(call: Call, texts: Texts | None = None) -> str:
    if call.consent and call.registration:
        asked = consent_script(
            consent=call.consent,
            registration=call.registration,
            now=timezone.now(),
            texts=texts,
        )
        return asked.text if asked else call.message.text
    if call.entry is None or call.registration is None:
        return call.message.text
    offered = [seat for seat in call.seats if seat.is_offered]
    people = sorted(call.registration.attendees.all(), key=lambda each: each.number)
    party = Party(call.registration, people, offered)
    return offer_script(party=party, entry=call.entry, seats=offered, texts=texts).text


def _narrowing(typed: QueryDict, now: datetime) -> Narrowing:
    """What the filter asks for; what it cannot mean is left out."""
    try:
        day = date.fromisoformat(typed.get("day", ""))
    except ValueError:
        day = jst(now).date()
    return Narrowing(
        day=day,
        event=typed.get("event", ""),
        kind=typed.get("kind", ""),
        why=typed.get("why", ""),
    )
