"""Public pages of news: subscribe, confirm, change, end. Without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.outreach.access_news import (
    LinkCut,
    reader_by_link,
    subscription_by_link,
    subscription_to_confirm,
)
from events.outreach.choices import ReaderKind, Topic
from events.outreach.forms.news import SubscribeForm, TopicsForm
from events.outreach.models import Subscription
from events.outreach.readers import Reader
from events.outreach.usecases.end_news import end_news
from events.outreach.usecases.subscribe import (
    NotConfirmable,
    ask_for_news,
    change_news,
    confirm_news,
    resume_news,
)
from events.registration.visit_source import remembered_source
from peace.errors import rate_limited
from peace.language.email_address import has_carrier_dots
from peace.rate_limits import address_of, is_over

PAGE = ["GET", "HEAD", "POST"]
# A class that subscribes together from one school comes from one address.
FORMS_PER_ADDRESS = {"limit": 100, "seconds": 600}
# So many letters a day may somebody else make us write to one mailbox.
LETTERS_PER_MAILBOX = {"limit": 5, "seconds": 86_400}


@require_http_methods(PAGE)
@login_not_required
@never_cache
def subscribe(request: HttpRequest) -> HttpResponse:
    """Topics, language, address. The answer is the same whether it is known or not."""
    if request.method != "POST":
        form = SubscribeForm(initial={"language": get_language() or "ja"})
        return render(request, "events/outreach/news.html", {"form": form})
    if is_over(f"news:{address_of(request)}", **FORMS_PER_ADDRESS):
        return rate_limited(request, minutes=10)
    form = SubscribeForm(request.POST)
    if not form.is_valid():
        return render(request, "events/outreach/news.html", {"form": form})
    email = form.cleaned_data["email"]
    mailbox = salted_hmac("news-mailbox", email.lower()).hexdigest()
    # Too many letters for one mailbox: it is written to no more, and nobody is told.
    if not is_over(f"news-to:{mailbox}", **LETTERS_PER_MAILBOX):
        ask_for_news(
            email=email,
            language=form.cleaned_data["language"],
            topics=form.cleaned_data["topics"],
            source=remembered_source(request)[:20],
            now=timezone.now(),
        )
    dots = "?dots=1" if has_carrier_dots(email) else ""
    return redirect(reverse("outreach:news-asked") + dots)


@require_safe
@login_not_required
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next: a letter with a link. Says nothing about the address."""
    context = {"warns_of_dots": "dots" in request.GET}
    return render(request, "events/outreach/news_asked.html", context)


@require_http_methods(PAGE)
@login_not_required
@never_cache
def confirm(request: HttpRequest, news_token: str) -> HttpResponse:
    """The letter's link shows a button; only the button subscribes."""
    try:
        found = subscription_to_confirm(news_token)
    except LinkCut:
        return _link_cut(request)
    if request.method == "POST":
        try:
            confirm_news(subscription=found, now=timezone.now())
        except NotConfirmable:
            return _link_cut(request)
        return redirect(f"{found.url}?new=1")
    if not found.is_pending:
        return redirect(found.url)
    context = {"subscription": found, "topics": _topics_of(found)}
    return render(request, "events/outreach/news_confirm.html", context)


@require_http_methods(PAGE)
@login_not_required
@never_cache
def manage(request: HttpRequest, news_token: str) -> HttpResponse:
    """Topics and language of one subscription; its end, and the end taken back."""
    try:
        found = subscription_by_link(news_token)
    except LinkCut:
        return _link_cut(request)
    if found.is_pending:
        # Only the letter's own link subscribes.
        return _link_cut(request)
    now = timezone.now()
    form = TopicsForm(
        request.POST if request.method == "POST" else None,
        initial={"topics": found.topics, "language": found.language},
    )
    if request.method == "POST":
        done = _do(request.POST.get("do", ""), found, form)
        if done:
            return redirect(f"{found.url}?done={done}")
    return render(
        request,
        "events/outreach/news_manage.html",
        {
            "subscription": found,
            "form": form,
            "may_undo": found.may_be_undone_at(now),
            "is_new": "new" in request.GET,
            "done": request.GET.get("done", ""),
        },
    )


def _do(what: str, found: Subscription, form: TopicsForm) -> str:
    """One call to a use case; the word for the page, or "" when it was refused."""
    now = timezone.now()
    if what == "end":
        if found.is_active:
            end_news(reader=_reader_of(found), now=now)
        return "ended"
    if what == "resume":
        return "resumed" if resume_news(subscription=found, now=now) else "over"
    if not form.is_valid():
        return ""
    changed = change_news(
        subscription=found,
        topics=form.cleaned_data["topics"],
        language=form.cleaned_data["language"],
        now=now,
    )
    return "saved" if changed else "over"


def _reader_of(found: Subscription) -> Reader:
    return Reader(ReaderKind.SUBSCRIBER, str(found.pk), found.email, found.language)


@csrf_exempt
@require_http_methods(PAGE)
@login_not_required
@never_cache
def end(request: HttpRequest, end_token: str) -> HttpResponse:
    """One POST ends the news, without cookie or CSRF mark: a mail program sends it.

    RFC 8058, 3.1: the POST must work without any context, and a GET, which a scanner
    of links may make, must not change anything. It is answered at once and without a
    redirect. The page speaks the reader's language, as the address has none.
    """
    now = timezone.now()
    try:
        reader, announcement = reader_by_link(end_token, now=now)
    except LinkCut:
        return _link_cut(request)
    has_ended = request.method == "POST"
    if has_ended and reader.email:
        end_news(reader=reader, announcement=announcement, now=now)
    # Until the next request: the readings of easy Japanese are set behind this view.
    translation.activate(reader.language)
    return render(
        request,
        "events/outreach/news_end.html",
        {
            "has_ended": has_ended or not reader.email,
            "manage_url": _manage_url(reader),
        },
    )


def _manage_url(reader: Reader) -> str:
    if reader.kind != ReaderKind.SUBSCRIBER:
        return ""
    found = Subscription.objects.filter(pk=reader.ref).first()
    return found.url if found and not found.is_pending else ""


def _topics_of(found: Subscription) -> list[str]:
    return [topic.label for topic in Topic if topic in found.topics]


def _link_cut(request: HttpRequest) -> HttpResponse:
    """Cut off in a mail, too old, or made up: how to subscribe anew."""
    return render(request, "events/outreach/news_link_cut.html", status=404)
