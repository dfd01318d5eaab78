"""The demo's mails: shown as they were sent, with the QR that a phone would read."""

from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client
from django.utils import timezone
from PIL import Image

from events.registration.models import Registration
from events.reminders.usecases.write_due import write_due_reminders
from peace.demo.programme import load_demo
from peace.outbox.usecases.relay import relay


@pytest.mark.django_db
def test_doors_before_loading_say_what_is_missing(client: Client, settings) -> None:
    settings.ROOT_URLCONF = "tests.demo.urls"
    assert "seed_demo" in client.get("/demo/enter/staff/").content.decode()
    assert client.get("/demo/enter/door/").status_code == 404
    assert client.get("/demo/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_shown_with_its_qr(client: Client, settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.MAIL_FOLDER = tmp_path / "mail"
    now = timezone.now()
    load_demo(now=now)
    write_due_reminders(now=now)
    relay(now=now)
    listing = client.get("/demo/mail/")
    found = next(
        each
        for each in listing.context["mails"]
        if each.recipient == "resident@example.jp"
    )
    party = Registration.objects.get(
        email="resident@example.jp", event__slug="talks-tomorrow"
    )
    page = client.get(f"/demo/mail/{found.key}/")
    text = page.content.decode()
    assert found.subject in text
    receipt = f"{party.receipt_number[:4]} {party.receipt_number[4:]}"
    assert receipt in text
    assert "&lt;html" in text
    assert '<img src="cid:' not in text
    picture = next(part for part in found.files if part.is_picture)
    assert f'src="/demo/mail/{found.key}/{picture.number}"' in text
    served = client.get(f"/demo/mail/{found.key}/{picture.number}")
    assert served["Content-Type"] == "image/png"
    assert served["Content-Disposition"].startswith("attachment")
    read = zxingcpp.read_barcode(Image.open(BytesIO(served.content)))
    assert read.text == party.tickets.get().token
    calendar = next(p for p in found.files if p.mimetype == "text/calendar")
    served = client.get(f"/demo/mail/{found.key}/{calendar.number}")
    assert b"BEGIN:VCALENDAR" in served.content
    html = next(part for part in found.parts if part.mimetype == "text/html")
    assert client.get(f"/demo/mail/{found.key}/{html.number}").status_code == 404
