"""Staff pages of the event editor that touch no registration.

Saving what visitors were told, seats and publishing stand one storey up, in
`events.registration.views.editor`.
"""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.programme.access import phrase_pressed, staff_event
from events.programme.choices import PhraseKind
from events.programme.copying import what_comes_along
from events.programme.forms import (
    AdmissionForm,
    BodyForm,
    CopyForm,
    EventForm,
    QuestionFormSet,
    with_phrase,
)
from events.programme.forms.question import question_initial
from events.programme.forms.texts import SUFFIXES
from events.programme.markdown import markdown_html
from events.programme.models import Event, Phrase
from events.programme.reports import support_labels
from events.programme.usecases.copy_event import copy_event, propose_slug
from events.programme.usecases.save_event import (
    EventIsClosed,
    QuestionAnswered,
    SlugTaken,
    create_event,
    save_event,
    save_questions,
)
from peace.accounts.access import staff_required
from peace.language.dates import jst
from peace.language.localised import LANGUAGES
from peace.language.ruby import convert_page

PAGE = ["GET", "HEAD", "POST"]
EASY = "ja-easy"
EVENT_PHRASES = (PhraseKind.LEAD, PhraseKind.AUDIENCE, PhraseKind.BRING)


@require_http_methods(PAGE)
@staff_required
def new_event(request: HttpRequest) -> HttpResponse:
    """A draft from nothing: what, where, when; or from an earlier event."""
    phrase = phrase_pressed(request.POST.get("phrase", ""))
    if phrase:
        form = EventForm(initial=with_phrase(EventForm, request.POST, phrase))
    else:
        form = EventForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            event = create_event(
                values=form.values(), actor=request.user.actor, now=timezone.now()
            )
        except SlugTaken:
            form.add_error("slug", _("この住所は、ほかの催しで使っています。"))
        else:
            messages.success(request, _("下書きを作りました。次は、回と席です。"))
            return redirect("staff:timeslots", event.slug)
    return render(
        request,
        "events/programme/staff/editor_event.html",
        {
            "form": form,
            "phrases": Phrase.objects.filter(kind__in=EVENT_PHRASES),
            "earlier": Event.objects.with_places().order_by("-starts_at")[:8],
        },
    )


@require_http_methods(PAGE)
@staff_required
def body(request: HttpRequest, slug: str) -> HttpResponse:
    """The description in Markdown, with what it will look like."""
    event = staff_event(slug)
    phrase = phrase_pressed(request.POST.get("phrase", ""))
    initial = {"body": event.body}
    if phrase:
        initial = with_phrase(BodyForm, request.POST, phrase)
    is_sent = request.method == "POST" and not phrase
    form = BodyForm(request.POST if is_sent else None, initial=initial)
    shown = dict(event.body)
    if is_sent and form.is_valid():
        shown = form.cleaned_data["body"] or {}
        if "show" not in request.POST:
            return _saved(request, event, {"body": shown}, "staff:event-body")
    return render(
        request,
        "events/programme/staff/editor_body.html",
        {
            "event": event,
            "form": form,
            "phrases": Phrase.objects.filter(kind=PhraseKind.BODY),
            "shown": [
                (language, _as_shown(shown[language], language))
                for language in SUFFIXES
                if shown.get(language)
            ],
        },
    )


def _as_shown(text: str, language: str) -> SafeString:
    """As the public page shows it: readings of easy Japanese as ruby."""
    html = markdown_html(text)
    # What Markdown has made safe stays safe: only readings are drawn.
    return mark_safe(convert_page(html)) if language == EASY else html  # noqa: S308


@require_http_methods(PAGE)
@staff_required
def admission(request: HttpRequest, slug: str) -> HttpResponse:
    """From when until when one registers, the waiting list, and for whom it is."""
    event = staff_event(slug)
    form = AdmissionForm(request.POST or None, event=event)
    if form.is_bound and form.is_valid():
        return _saved(
            request, event, form.values(), "staff:event-admission", rule=form.rule()
        )
    return render(
        request,
        "events/programme/staff/editor_admission.html",
        {"event": event, "form": form},
    )


def _saved(
    request: HttpRequest,
    event: Event,
    values: dict,
    page: str,
    rule: dict | None = None,
) -> HttpResponse:
    try:
        save_event(
            event=event,
            values=values,
            rule=rule,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except EventIsClosed:
        messages.warning(request, _("中止にした催しは、変えられません。"))
    else:
        messages.success(request, _("保存しました。"))
    return redirect(page, event.slug)


@require_http_methods(PAGE)
@staff_required
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Extra questions: rows, and an empty one at the end."""
    event = staff_event(slug)
    rows = event.questions.order_by("position", "pk")
    formset = QuestionFormSet(
        request.POST or None, initial=[question_initial(each) for each in rows]
    )
    if formset.is_bound and formset.is_valid():
        wanted = [
            (form.cleaned_data["pk"], form.values())
            for form in formset
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        try:
            save_questions(
                event=event,
                questions=wanted,
                actor=request.user.actor,
                now=timezone.now(),
            )
        except QuestionAnswered as answered:
            text = _(
                "「%(label)s」には、もう答えた方がいます。消さずに残してください。"
            )
            messages.warning(request, text % {"label": answered.question.label})
        except EventIsClosed:
            messages.warning(request, _("中止にした催しは、変えられません。"))
        else:
            messages.success(request, _("保存しました。"))
            return redirect("staff:event-questions", slug)
    return render(
        request,
        "events/programme/staff/editor_questions.html",
        {"event": event, "formset": formset},
    )


@require_http_methods(PAGE)
@staff_required
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """The same event on another day, as a draft."""
    event = staff_event(slug)
    day = jst(event.starts_at).date()
    form = CopyForm(request.POST or None, initial={"first_day": _year_later(day)})
    if form.is_bound and form.is_valid():
        try:
            made = copy_event(
                event=event,
                **form.cleaned_data,
                actor=request.user.actor,
                now=timezone.now(),
            )
        except SlugTaken:
            form.add_error("slug", _("この住所は、ほかの催しで使っています。"))
        else:
            messages.success(
                request, _("下書きを作りました。日付と伝承者を確かめてください。")
            )
            return redirect("staff:event-edit", made.slug)
    return render(
        request,
        "events/programme/staff/editor_copy.html",
        {
            "event": event,
            "form": form,
            "proposal": propose_slug(event, _year_later(day)),
            "comes_along": what_comes_along(event),
        },
    )


def _year_later(day: date) -> date:
    """52 weeks on: the same day of the week."""
    return day + timedelta(weeks=52)


@require_safe
@staff_required
def preview(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The public page of a draft, in one language, with a banner."""
    if language not in LANGUAGES:
        raise Http404
    event = staff_event(slug)
    slots = list(event.timeslots.with_seats().with_support().in_order())
    with translation.override(language):
        page = render(
            request,
            "events/programme/staff/editor_preview.html",
            {
                "event": event,
                "timeslots": slots,
                "openness": event.openness(timezone.now(), slots),
                "support_labels": support_labels(slots),
                "takes_applications": any(slot.takes_applications for slot in slots),
                "previews": LANGUAGES,
                "shown_language": language,
            },
        )
    if language == EASY:
        page.content = convert_page(page.content.decode()).encode()
    return page
