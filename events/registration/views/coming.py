"""The page behind "will you come?": a button says yes, a link leads to cancelling."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.registration.access import LinkCut, registration_by_link
from events.registration.reports import TicketSheet
from events.registration.usecases.will_come import NobodyComes, say_will_come
from events.registration.views.public import APPLICANT, link_cut


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def coming(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the party will come; opening the page says nothing."""
    try:
        registration = registration_by_link(token)
    except LinkCut:
        return link_cut(request)
    now = timezone.now()
    error = ""
    if request.method == "POST":
        try:
            say_will_come(registration=registration, actor=APPLICANT, now=now)
        except NobodyComes:
            error = _("これから始まる回の席がないため、お返事は要りません。")
        else:
            return redirect("registration:coming", token=token)
    sheet = TicketSheet.of(registration, now=now)
    return render(
        request, "events/registration/coming.html", {"sheet": sheet, "error": error}
    )
