"""The event editor where it meets registrations: what and when, seats, publishing."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from events.programme.access import phrase_pressed, staff_event
from events.programme.choices import PhraseKind
from events.programme.forms import EventForm, with_phrase
from events.programme.models import Phrase
from events.registration.models import Registration
from events.registration.publishing import all_findings
from events.registration.usecases.change_event import change_event
from events.registration.usecases.publish import (
    HasRegistrations,
    NotADraft,
    NotReady,
    publish_event,
    unpublish_event,
)
from events.registration.views.saving import save_or_ask
from peace.accounts.access import staff_required

PAGE = ["GET", "HEAD", "POST"]
EVENT_PHRASES = (PhraseKind.LEAD, PhraseKind.AUDIENCE, PhraseKind.BRING)


@require_http_methods(PAGE)
@staff_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """What, where, when, who speaks."""
    event = staff_event(slug)
    phrase = phrase_pressed(request.POST.get("phrase", ""))
    if phrase:
        initial = with_phrase(EventForm, request.POST, phrase)
        form = EventForm(event=event, initial=initial)
    else:
        form = EventForm(request.POST or None, event=event)
    if form.is_bound and form.is_valid():
        values = form.values()
        done = save_or_ask(
            request,
            event,
            partial(
                change_event, event=event, values=values, moves_timeslots=form.moves
            ),
            form,
            then=reverse("staff:event-edit", args=[values.get("slug", slug)]),
        )
        if done:
            return done
    return render(
        request,
        "events/programme/staff/editor_event.html",
        {
            "event": event,
            "form": form,
            "phrases": Phrase.objects.filter(kind__in=EVENT_PHRASES),
        },
    )


@require_http_methods(PAGE)
@staff_required
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """What is still missing, with links; then the button that publishes."""
    event = staff_event(slug)
    now = timezone.now()
    if request.method == "POST":
        try:
            publish_event(
                event=event,
                confirms_warnings="confirms" in request.POST,
                actor=request.user.actor,
                now=now,
            )
        except NotADraft:
            messages.warning(request, _("下書きの催しだけを公開できます。"))
        except NotReady:
            messages.warning(
                request, _("まだ公開できません。下の点を確かめてください。")
            )
        else:
            messages.success(request, _("公開しました。"))
            return redirect("staff:event", slug)
    found = all_findings(
        event=event, timeslots=list(event.timeslots.with_seats().in_order()), now=now
    )
    return render(
        request,
        "events/programme/staff/editor_check.html",
        {
            "event": event,
            "blocking": [each for each in found if each.is_blocking],
            "warnings": [each for each in found if not each.is_blocking],
            "registrations": Registration.objects.for_event(event).count(),
        },
    )


@require_POST
@staff_required
def unpublish(request: HttpRequest, slug: str) -> HttpResponse:
    """Back to a draft, while nobody has registered."""
    try:
        unpublish_event(
            event=staff_event(slug), actor=request.user.actor, now=timezone.now()
        )
    except HasRegistrations:
        messages.warning(
            request,
            _("申込みがあるので、下書きに戻せません。中止にはできます。"),
        )
    except NotADraft:
        messages.warning(request, _("公開中の催しだけを下書きに戻せます。"))
    else:
        messages.success(request, _("下書きに戻しました。公開ページには出ません。"))
    return redirect("staff:event-check", slug)
