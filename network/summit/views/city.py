"""A city's own page of the summit: who comes on its seats."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.cities.access import for_coordinators, member_city, secretariat_required
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator, Municipality
from network.summit.access import opened_summit, summit_of
from network.summit.choices import GuestKind
from network.summit.forms.reply import ReplyForm
from network.summit.models import Summit
from network.summit.reports import city_reply
from network.summit.usecases.hall import PublicSeatsTaken
from network.summit.usecases.reply import (
    ArrivedAlready,
    ChangedMeanwhile,
    RepliesClosed,
    TooMany,
    reply,
)

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@for_coordinators()
def city(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """The newest summit that was opened: what the city replied. It prints well."""
    now = timezone.now()
    summits = list(Summit.objects.opened().select_related("event__venue"))
    newest = summits[0] if summits else None
    return render(
        request,
        "network/desk/summit_city.html",
        {
            "city": term.municipality,
            "summit": newest,
            "standing": newest and city_reply(newest, term.municipality, now=now),
            "is_open": newest and newest.takes_replies_at(now),
            "is_over": newest and newest.event.ends_at <= now,
            "may_edit": term.may(CoordinatorLevel.EDITOR),
            "past": [
                city_reply(each, term.municipality, now=now) for each in summits[1:4]
            ],
        },
    )


@require_http_methods(PAGE)
@for_coordinators(CoordinatorLevel.EDITOR)
def city_form(request: HttpRequest, term: Coordinator, year: int) -> HttpResponse:
    """Name who comes, until the deadline."""
    summit = opened_summit(year)
    return _form(request, summit, term.municipality, by_secretariat=False)


@require_http_methods(PAGE)
@secretariat_required
def secretariat_form(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The same for the secretariat, also after the deadline: the city rang."""
    return _form(request, summit_of(year), member_city(code), by_secretariat=True)


def _form(
    request: HttpRequest, summit: Summit, of: Municipality, *, by_secretariat: bool
) -> HttpResponse:
    now = timezone.now()
    is_open = by_secretariat or summit.takes_replies_at(now)
    form = ReplyForm(request.POST or None, standing=city_reply(summit, of, now=now))
    if form.is_bound and form.is_valid():
        try:
            reply(
                summit=summit,
                municipality=of,
                answer=form.answer,
                seen=form.seen_at,
                actor=request.user.actor,
                now=now,
                by_secretariat=by_secretariat,
            )
        except (
            RepliesClosed,
            TooMany,
            ChangedMeanwhile,
            ArrivedAlready,
            PublicSeatsTaken,
        ) as refused:
            form.add_error(None, _refusal(refused))
        else:
            if by_secretariat:
                text = _("%(city)sの返事を保存しました。市にも控えを送りました。")
                messages.success(request, text % {"city": of.name})
                return redirect("summit:plan", summit.year)
            messages.success(request, _("返事を送りました。控えをメールで送りました。"))
            return redirect("summit:city")
    return render(
        request,
        "network/desk/summit_reply.html",
        {
            "summit": summit,
            "city": of,
            "form": form,
            "is_open": is_open,
            "by_secretariat": by_secretariat,
        },
    )


def _refusal(refused: Exception) -> str:
    match refused:
        case RepliesClosed():
            return _("返事の期限が過ぎています。事務局へお電話ください。")
        case ChangedMeanwhile():
            return _(
                "同じ市のほかの方が、先に返事を保存しました。"
                "この画面を開き直して、確かめてから直してください。"
            )
        case ArrivedAlready():
            return _("もう着いた方がいます。着いた方は、消せません。")
        case PublicSeatsTaken():
            return _(
                "一般の席は、もう申込みで埋まっています。あと%(n)s席が足りません。"
            ) % {"n": refused.excess}
        case TooMany():
            known = {str(kind): str(kind.label) for kind in GuestKind}
            return _("%(kind)sの席は、%(n)s席です。") % {
                "kind": known.get(refused.kind, _("市民")),
                "n": refused.seats,
            }
    raise refused
