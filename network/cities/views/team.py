"""Who acts for a city: the list, invitations, hand-over, the end of a term."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.cities.access import (
    for_coordinators,
    invitation_of_city,
    member_city,
    secretariat_required,
    term_of_city,
)
from network.cities.choices import CoordinatorLevel
from network.cities.forms import InvitationForm
from network.cities.models import Coordinator, Invitation, Municipality
from network.cities.usecases.accept_invitation import end_coordinator
from network.cities.usecases.invite_coordinator import (
    invite_coordinator,
    withdraw_invitation,
)

PAGE = ["GET", "HEAD", "POST"]


@require_http_methods(PAGE)
@for_coordinators()
def team(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """A city's own people; whoever approves may invite."""
    may_invite = term.may(CoordinatorLevel.APPROVER)
    return _team(
        request, term.municipality, may_invite=may_invite, here=reverse("network:team")
    )


@require_http_methods(PAGE)
@secretariat_required
def city_team(request: HttpRequest, code: str) -> HttpResponse:
    """The same page for the secretariat, which invites a city's first people."""
    here = reverse("network:city-team", args=[code])
    return _team(request, member_city(code), may_invite=True, here=here)


@require_POST
@for_coordinators(CoordinatorLevel.APPROVER)
def end(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """End a term of one's own city; not one's own: somebody has to stay."""
    ending = term_of_city(term.municipality, pk)
    if ending == term:
        messages.warning(
            request, _("ご自分は終わりにできません。引継ぎで後任を招待してください。")
        )
        return redirect("network:team")
    return _end(request, ending, back=reverse("network:team"))


@require_POST
@secretariat_required
def end_for_city(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    ending = term_of_city(member_city(code), pk)
    return _end(request, ending, back=reverse("network:city-team", args=[code]))


@require_POST
@for_coordinators(CoordinatorLevel.APPROVER)
def uninvite(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Take back an invitation to one's own city, say to a wrong address."""
    found = invitation_of_city(term.municipality, pk)
    return _uninvite(request, found, back=reverse("network:team"))


@require_POST
@secretariat_required
def uninvite_for_city(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    found = invitation_of_city(member_city(code), pk)
    return _uninvite(request, found, back=reverse("network:city-team", args=[code]))


def _uninvite(request: HttpRequest, found: Invitation, *, back: str) -> HttpResponse:
    now = timezone.now()
    if withdraw_invitation(invitation=found, actor=request.user.actor, now=now):
        messages.success(request, _("招待を取り消しました。リンクは使えません。"))
    else:
        messages.info(request, _("この招待は、もう終わっています。"))
    return redirect(back)


def _end(request: HttpRequest, ending: Coordinator, *, back: str) -> HttpResponse:
    end_coordinator(coordinator=ending, actor=request.user.actor, now=timezone.now())
    messages.success(
        request,
        _("%(name)sさんは、担当を終わりました。") % {"name": ending.user.name},
    )
    return redirect(back)


def _team(
    request: HttpRequest, city: Municipality, *, may_invite: bool, here: str
) -> HttpResponse:
    now = timezone.now()
    form = None
    if may_invite:
        form = InvitationForm(
            request.POST or None, city=city, initial=_begun(request, city)
        )
    if form and form.is_bound and form.is_valid():
        invite_coordinator(
            municipality=city,
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            level=CoordinatorLevel(form.cleaned_data["level"]),
            replaces=form.cleaned_data["replaces"],
            until=form.cleaned_data["until"],
            actor=request.user.actor,
            now=now,
        )
        messages.success(
            request,
            _("%(name)sさんに招待を送りました。14日の間、1回だけ使えます。")
            % {"name": form.cleaned_data["name"]},
        )
        return redirect(here)
    open_ones = Invitation.objects.filter(
        municipality=city,
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=now,
    )
    terms = city.coordinators.select_related("user").order_by("pk")
    return render(
        request,
        "network/desk/team.html",
        {
            "city": city,
            "form": form,
            "terms": terms.acting_at(now),
            "past": terms.filter(ends_at__lte=now).order_by("-ends_at")[:10],
            "invitations": open_ones.order_by("created_at"),
            "may_end": may_invite,
            "is_own": request.user.is_coordinator,
        },
    )


def _begun(request: HttpRequest, city: Municipality) -> dict[str, object]:
    """What "hand over" or "substitute" beside a name has filled in already: in April
    the coordinator presses it, types name and address, and sends."""
    typed = request.GET.get("replaces") or request.GET.get("beside") or ""
    if not typed.isdecimal() or len(typed) > 15:
        return {}
    term = city.coordinators.acting_at(timezone.now()).filter(pk=int(typed)).first()
    if term is None:
        return {}
    begun: dict[str, object] = {"level": term.level}
    if "replaces" in request.GET:
        begun["replaces"] = term.pk
    return begun
