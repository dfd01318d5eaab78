"""A personal link: first its code, then what is to do for this delegate."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.youth.access import (
    for_link,
    forget_opened,
    is_opened,
    link_of_token,
    remember_opened,
)
from network.youth.forms.link import CodeForm
from network.youth.models import PersonalLink
from network.youth.reports_answers import answers_of
from network.youth.reports_letters import letters_to
from network.youth.usecases.personal_link import LinkClosed, WrongCode, open_link
from peace.errors import rate_limited
from peace.language.dates import clock, jst
from peace.rate_limits import address_of, is_over

PAGE = ["GET", "HEAD", "POST"]
# A family, a school and a city hall sit behind one address each.
TRIES_PER_ADDRESS = {"limit": 30, "seconds": 900}


@require_http_methods(PAGE)
@login_not_required
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the code. The address alone tells nobody whom it is about."""
    found = link_of_token(token)
    now = timezone.now()
    if is_opened(request, found, now):
        return redirect("youth:link-home", token)
    if request.method == "POST" and is_over(
        f"youth-link:{address_of(request)}", **TRIES_PER_ADDRESS
    ):
        return rate_limited(request, minutes=15)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            open_link(link=found, code=form.cleaned_data["code"], now=now)
        except LinkClosed as error:
            text = _("続けて違う数字が入りました。%(at)sを過ぎてから、お試しください。")
            form.add_error("code", text % {"at": clock(jst(error.until))})
        except WrongCode:
            form.add_error("code", _("数字が違います。確かめてください。"))
        else:
            remember_opened(request, found, now)
            return redirect("youth:link-home", token)
    return render(
        request,
        "network/youth/link.html",
        {"form": form, "just_closed": "closed" in request.GET},
    )


@require_safe
@for_link()
def home(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """What is to do, for a guardian or a delegate."""
    answers = answers_of(link.delegate, link.reader)
    return render(
        request,
        "network/youth/link_home.html",
        {
            "link": link,
            "delegate": link.delegate,
            "answers": answers,
            "next": next((each for each in answers if not each.is_done), None),
            "left": sum(not each.is_done for each in answers),
        },
    )


@require_POST
@for_link()
def close(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Forget the code on this browser, on a family's or a library's screen."""
    forget_opened(request, link)
    list(messages.get_messages(request))  # nothing of the page stays behind
    return redirect(f"{link.url}?closed=1")


@require_safe
@for_link()
def letters(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """The letters that went to this reader about this delegate."""
    return render(
        request,
        "network/youth/link_letters.html",
        {"link": link, "delegate": link.delegate, "letters": letters_to(link)},
    )
