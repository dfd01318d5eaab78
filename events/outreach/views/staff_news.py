"""Staff pages of announcements: write, look, ask for the sending, see the figures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.outreach.access_news import staff_announcement
from events.outreach.choices import ReaderKind
from events.outreach.forms.staff_news import (
    AnnouncementForm,
    EndForm,
    initial_from_event,
    initial_of,
)
from events.outreach.models import Announcement, Contact
from events.outreach.readers import Reader
from events.outreach.reports_announcements import (
    audience_words,
    ends_at,
    measured_words,
    results,
    subscribers_by_topic,
    warnings,
)
from events.outreach.reports_audience import measure
from events.outreach.reports_preview import previews_of
from events.outreach.usecases.announce import (
    NobodyToReach,
    NotADraft,
    TooLate,
    remove_announcement,
    request_announcement,
    save_announcement,
    send_test_copy,
    withdraw_announcement,
)
from events.outreach.usecases.end_news import end_news
from events.outreach.usecases.write_announcements import write_piece
from events.programme.access import staff_event
from peace.accounts.access import staff_required

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@staff_required
def announcements(request: HttpRequest) -> HttpResponse:
    """All announcements, and how many subscribers there are by topic."""
    subscribers, topics = subscribers_by_topic()
    rows = Announcement.objects.select_related("programme", "event")
    return render(
        request,
        "events/outreach/staff/news.html",
        {
            "rows": [
                {
                    "announcement": each,
                    "words": audience_words(each, people=each.recipients),
                }
                for each in rows
            ],
            "subscribers": subscribers,
            "topics": topics,
            "contacts": Contact.objects.active().count(),
            "end_form": EndForm(),
        },
    )


@require_http_methods(PAGE)
@staff_required
def new(request: HttpRequest) -> HttpResponse:
    """A new one; with `?event=` its texts are there already."""
    slug = request.GET.get("event", "")
    initial = initial_from_event(staff_event(slug)) if slug else {}
    return _edit(request, None, initial)


@require_http_methods(PAGE)
@staff_required
def edit(request: HttpRequest, announcement_id: int) -> HttpResponse:
    found = staff_announcement(announcement_id)
    if not found.is_draft:
        return _not_a_draft(request, found)
    return _edit(request, found, initial_of(found))


def _edit(
    request: HttpRequest, found: Announcement | None, initial: dict
) -> HttpResponse:
    now = timezone.now()
    form = AnnouncementForm(
        request.POST if request.method == "POST" else None, initial=initial, now=now
    )
    if form.is_bound and form.is_valid():
        try:
            saved = save_announcement(
                announcement=found,
                draft=form.draft(),
                actor=request.user.actor,
                now=now,
            )
        except NotADraft:
            return _not_a_draft(request, found)
        messages.success(request, _("下書きを保存しました。まだ何も送られません。"))
        return redirect("staff:news-announcement", saved.pk)
    return render(
        request,
        "events/outreach/staff/news_edit.html",
        {"announcement": found, "form": form},
    )


@require_safe
@staff_required
def announcement(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """One page from the draft to the figures: to whom, how it looks, how far it is."""
    found = staff_announcement(announcement_id)
    now = timezone.now()
    context = {
        "announcement": found,
        "previews": previews_of(found),
        "words": audience_words(found, people=found.recipients),
        "is_mine": found.batch and found.batch.requested_by == request.user.actor,
    }
    if found.is_draft:
        measured = measure(found, now=now)
        context |= {
            "measure": measured,
            "words": measured_words(found, measured),
            "warnings": warnings(found, measured, now=now),
            "ends_at": ends_at(found, letters=measured.readers, now=now),
        }
    else:
        context["results"] = results(found)
    return render(request, "events/outreach/staff/news_announcement.html", context)


@require_POST
@staff_required
def test(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """A copy in each language to whoever asks for it."""
    sent = send_test_copy(
        announcement=staff_announcement(announcement_id),
        to=request.user.email,
        actor=request.user.actor,
        now=timezone.now(),
    )
    messages.success(
        request, _("あなたのアドレスに、試しに%(n)s通を送りました。") % {"n": sent}
    )
    return redirect("staff:news-announcement", announcement_id)


@require_POST
@staff_required
def request_sending(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Ask for it; the first letters are written at once, the rest by the worker."""
    found = staff_announcement(announcement_id)
    now = timezone.now()
    try:
        asked = request_announcement(
            announcement=found, actor=request.user.actor, now=now
        )
    except NotADraft:
        return _not_a_draft(request, found)
    except NobodyToReach:
        messages.warning(
            request, _("送る相手がいません。だれに送るかを選び直してください。")
        )
    except TooLate:
        messages.warning(
            request, _("この催しは始まったか、終わっています。もう送れません。")
        )
    else:
        write_piece(announcement=asked, now=now)
        messages.success(
            request, _("送信を頼みました。もう1人の職員が承認すると、送り始めます。")
        )
    return redirect("staff:news-announcement", announcement_id)


@require_POST
@staff_required
def withdraw(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Take back whatever has not left."""
    found = staff_announcement(announcement_id)
    try:
        kept = withdraw_announcement(
            announcement=found, actor=request.user.actor, now=timezone.now()
        )
    except NotADraft:
        messages.warning(request, _("取りやめるものがありません。"))
    else:
        messages.success(request, _("%(n)s通の送信を取りやめました。") % {"n": kept})
    return redirect("staff:news-announcement", announcement_id)


@require_POST
@staff_required
def remove(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Throw a draft away."""
    found = staff_announcement(announcement_id)
    try:
        remove_announcement(
            announcement=found, actor=request.user.actor, now=timezone.now()
        )
    except NotADraft:
        return _not_a_draft(request, found)
    messages.success(request, _("下書きを消しました。"))
    return redirect("staff:news")


@require_POST
@staff_required
def end_for_somebody(request: HttpRequest) -> HttpResponse:
    """Who has no use for links rings the office: all news to that address end."""
    form = EndForm(request.POST)
    ended = form.is_valid() and end_news(
        reader=Reader(ReaderKind.SUBSCRIBER, "by-office", form.cleaned_data["email"]),
        actor=request.user.actor,
        now=timezone.now(),
    )
    if ended:
        messages.success(request, _("このアドレスへのお知らせを、すべて止めました。"))
    else:
        messages.warning(
            request, _("そのアドレスの登録はありません。アドレスを確かめてください。")
        )
    return redirect("staff:news")


def _not_a_draft(request: HttpRequest, found: Announcement | None) -> HttpResponse:
    messages.warning(request, _("送信を頼んだあとは、変えられません。"))
    if found is None:
        return redirect("staff:news")
    return redirect("staff:news-announcement", found.pk)
