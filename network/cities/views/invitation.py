"""The link of an invitation: shows what it asks, and makes a coordinator by POST."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from network.cities.usecases.accept_invitation import (
    ActsElsewhere,
    InvitationOver,
    WrongAccount,
    accept_invitation,
    open_invitation,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Opening decides nothing: a mail scanner opens links, too.

    Who is not signed in is led to sign in, or up, with the invited address: the code
    that allauth sends there proves it.
    """
    now = timezone.now()
    try:
        found = open_invitation(code=code, now=now)
    except InvitationOver:
        return render(request, "network/desk/invitation_over.html", status=410)
    told = ""
    if request.method == "POST" and request.user.is_authenticated:
        try:
            accept_invitation(code=code, user=request.user, now=now)
        except InvitationOver:
            return render(request, "network/desk/invitation_over.html", status=410)
        except WrongAccount:
            told = _(
                "招待とは別のメールアドレスでログインしています。"
                "ログアウトして、招待の届いたアドレスで入ってください。"
            )
        except ActsElsewhere:
            told = _("ほかの市の担当者になっています。先に、そちらを終えてください。")
        else:
            messages.success(request, _("担当者になりました。"))
            return redirect("youth:city")
    return render(
        request,
        "network/desk/invitation.html",
        {"invitation": found, "told": told, "here": request.path},
    )
