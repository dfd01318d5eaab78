"""The demo's doors: one button a role, and the mails that have left.

A GET changes nothing, here as everywhere: each door is a page with a button.
"""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.door.usecases.pair_device import open_pairing
from events.programme.models import Event
from events.registration.models import Registration
from events.registration.qr import qr_path
from network.youth.choices import Reader
from peace.accounts.access import landing_page
from peace.accounts.sessions import DEMO, SECOND_FACTOR
from peace.demo.certificate import tls_folder
from peace.demo.doors import doors
from peace.demo.mailbox import Mailbox
from peace.demo.network_links import CODE, demo_link
from peace.demo.parties import RESIDENT_EMAIL
from peace.demo.people import PEOPLE, person_of_door
from peace.demo.programme import TODAY, TOMORROW

# What a part of a mail may be served as; anything else is not shown.
SERVED = {"image/png", "text/calendar"}


@login_not_required
@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All doors, each with a line that says what to try."""
    known = Registration.objects.active().filter(
        event__slug=TOMORROW, email=RESIDENT_EMAIL
    )
    return render(
        request,
        "demo/index.html",
        {"doors": doors(), "known": known.select_related("event").first()},
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """One button; POST signs in as that person of the demo, past the second factor."""
    if role not in PEOPLE:
        raise Http404
    person = person_of_door(role)
    if person is None:
        return render(request, "demo/not_loaded.html", status=404)
    if request.method == "POST":
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session[SECOND_FACTOR] = DEMO
        return redirect(landing_page(person))
    door = next(each for each in doors() if each.role == role)
    return render(request, "demo/enter.html", {"door": door, "person": person})


@login_not_required
@never_cache
@require_safe
def enter_link(request: HttpRequest, role: str) -> HttpResponse:
    """Address and code of a made-up family, as a letter and a call told them."""
    if role.upper() not in Reader.values:
        raise Http404
    link = demo_link(role.upper())
    if link is None:
        return render(request, "demo/not_loaded.html", status=404)
    door = next(each for each in doors() if each.role == role)
    code = f"{CODE[:4]} {CODE[4:]}"
    return render(
        request, "demo/enter_link.html", {"door": door, "code": code, "url": link.url}
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_door(request: HttpRequest) -> HttpResponse:
    """One button; POST pairs this browser with today's talks and opens the scanner."""
    event = Event.objects.filter(slug=TODAY).first()
    staff = person_of_door("staff")
    if event is None or staff is None:
        return render(request, "demo/not_loaded.html", status=404)
    if request.method == "POST":
        code = open_pairing(event=event, actor=staff.actor, now=timezone.now())
        return redirect(f"{reverse('scanner')}#pair={code}")
    door = next(each for each in doors() if each.role == "door")
    return render(request, "demo/enter.html", {"door": door, "event": event})


@login_not_required
@never_cache
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """How a phone in the same network gets here, and learns to trust this machine."""
    address = settings.SITE_URL + reverse("demo:phone")
    return render(
        request,
        "demo/phone.html",
        {"secure": settings.SECURE, "address": address, "qr": qr_path(address)},
    )


@login_not_required
@never_cache
@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """Who signed this machine's certificate, in the form that phones install."""
    path = tls_folder() / "ca.crt"
    if not (settings.SECURE and path.exists()):
        raise Http404
    response = HttpResponse(
        path.read_bytes(), content_type="application/x-x509-ca-cert"
    )
    response["Content-Disposition"] = 'attachment; filename="kunitachi-demo.crt"'
    return response


@login_not_required
@never_cache
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """The mails that have left, newest first."""
    box = Mailbox(settings.MAIL_FOLDER)
    return render(
        request, "demo/mails.html", {"mails": box.newest(), "count": len(box.keys)}
    )


@login_not_required
@never_cache
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail as it was sent: headers, text, HTML as source, its files."""
    found = Mailbox(settings.MAIL_FOLDER).mail(key)
    if found is None:
        raise Http404
    return render(request, "demo/mail.html", {"mail": found, "served": SERVED})


@login_not_required
@never_cache
@require_safe
def mail_part(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """A picture or a calendar of a mail, as a file: nothing that a browser runs."""
    found = Mailbox(settings.MAIL_FOLDER).mail(key)
    part = found.part(number) if found else None
    if part is None or part.mimetype not in SERVED:
        raise Http404
    response = HttpResponse(part.content, content_type=part.mimetype)
    response["Content-Disposition"] = f'attachment; filename="part-{number}"'
    return response
