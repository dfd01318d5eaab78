"""Staff pages that make phones of the door: a one-time QR, and a sheet to practise."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.door.choices import DeviceRole
from events.door.forms import PairingForm
from events.door.rehearsal import practice_cards
from events.door.usecases.pair_device import open_pairing
from events.door.words.rehearsal import practice_words
from events.programme.access import staff_event
from events.registration.qr import qr_path
from peace.accounts.access import staff_required


@require_POST
@staff_required
def pair(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a one-time QR that turns a phone into a scanner of this event."""
    found = staff_event(slug)
    form = PairingForm(request.POST)
    if not form.is_valid():  # no form of ours sends another role
        return render(request, "400.html", status=400)
    wish = form.values()
    code = open_pairing(
        event=found, actor=request.user.actor, now=timezone.now(), **wish
    )
    address = f"{settings.SITE_URL}{reverse('scanner')}"
    return render(
        request,
        "events/door/staff/pair.html",
        {
            "event": found,
            "code": "-".join(code[i : i + 4] for i in range(0, len(code), 4)),
            "address": address,
            "qr": qr_path(f"{address}#pair={code}"),
            "is_kiosk": wish["role"] == DeviceRole.KIOSK,
            **wish,
        },
    )


@require_safe
@staff_required
def practice_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """On paper: one QR a verdict, and what to check the evening before."""
    found = staff_event(slug)
    cards = [
        practice_words(card.words) | {"verdict": card.words, "qr": qr_path(card.code)}
        for card in practice_cards(found.pk)
    ]
    return render(
        request,
        "events/door/staff/practice.html",
        {"event": found, "cards": cards, "checks": _checks()},
    )


def _checks() -> list[str]:
    return [
        _("端末を充電した。予備の電池も用意した。"),
        _("会場で登録して、「つながっています」と出る。"),
        _("カメラで、練習用のQRコードを読み取れる。暗い場所でも試した。"),
        _("音と振動がわかる。うるさい場所でも聞こえる。"),
        _("5分置いても、画面が消えない。"),
        _("機内モードにしても、画面が動く。戻すと「未送信」が消える。"),
        _("受付名簿（紙）を印刷した。だれが持つか決めた。"),
        _("受付責任者の名前と、居場所を全員が知っている。"),
        _("練習の端末を外し、練習でない登録をやり直した。"),
    ]
