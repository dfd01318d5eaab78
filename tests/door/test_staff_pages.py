"""What staff see and do about the door."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from events.door.models import PairingCode, ScannerDevice
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.accounts.sessions import PASSED, SECOND_FACTOR
from tests.door.builders import NAME, Phone, event, party, slots_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    user = User.objects.create_user("staff@example.jp", role=Role.STAFF, name="職員")
    client = Client()
    client.force_login(user)
    session = client.session
    session[SECOND_FACTOR] = PASSED
    session.save()
    return client


@pytest.fixture
def talk():
    return event(slots=2)


def admitted(page):
    return re.findall(r'data-count="admitted">(\d+)<', page.content.decode())


def test_the_day_of_an_event_counts_people_and_shows_devices(staff, talk):
    phone = Phone(talk)
    ticket = party(slots_of(talk)[0], people=3)
    page = reverse("staff:event", args=[talk.slug])
    live = reverse("staff:event-live", args=[talk.slug])

    before = staff.get(live)
    phone.scan(ticket.token, people=[1, 2])
    phone.get("timeslots")
    after, whole = staff.get(live), staff.get(page)

    assert (admitted(before), admitted(after)) == (["0", "0"], ["2", "0"])
    assert admitted(whole) == ["2", "0"]
    assert "つながっています" in after.content.decode()
    assert "入口A" in whole.content.decode()
    assert "<html" not in after.content.decode()
    for response in (after, whole):
        assert NAME not in response.content.decode()
        assert "no-store" in response["Cache-Control"]


def test_an_event_without_timeslots_has_a_day_too(staff):
    empty = event(slots=0, ends_at=slots_of(event())[0].ends_at)

    assert staff.get(reverse("staff:event", args=[empty.slug])).status_code == 200
    assert Phone(empty).scan("x")["verdict"] == "malformed"


def test_the_code_on_the_page_pairs_a_phone(staff, talk):
    response = staff.post(reverse("staff:device-pair", args=[talk.slug]))

    page = response.content.decode()
    code = re.search(r"data-pairing-code>([A-Z0-9-]+)<", page)[1]
    assert 'class="qr"' in page
    assert "no-store" in response["Cache-Control"]
    assert PairingCode.objects.get().created_by.startswith("user:")
    paired = Client().post(
        "/scanner/api/pair",
        json.dumps({"code": code, "name": "入口B"}),
        content_type="application/json",
    )
    assert paired.status_code == 201
    assert ScannerDevice.objects.get().event == talk


def test_staff_choose_what_a_phone_is_for(staff, talk):
    wish = {"role": "kiosk", "is_rehearsal": "on"}

    response = staff.post(reverse("staff:device-pair", args=[talk.slug]), wish)

    page = response.content.decode()
    assert 'data-role="kiosk">自動受付<' in page
    assert "練習" in page
    code = re.search(r"data-pairing-code>([A-Z0-9-]+)<", page)[1]
    Client().post(
        "/scanner/api/pair",
        json.dumps({"code": code, "name": "玄関"}),
        content_type="application/json",
    )
    device = ScannerDevice.objects.get()
    assert (device.role, device.is_rehearsal) == ("kiosk", True)
    day = staff.get(reverse("staff:event", args=[talk.slug])).content.decode()
    assert re.search(r"玄関<br><small>自動受付 <span[^>]*>練習</span></small>", day)


def test_no_other_role_can_be_sent(staff, talk):
    pair = reverse("staff:device-pair", args=[talk.slug])

    assert staff.post(pair, {"role": "king"}).status_code == 400
    assert not PairingCode.objects.exists()


def test_the_sheet_to_practise_with_has_a_code_a_verdict(staff, talk):
    page = staff.get(reverse("staff:practice-sheet", args=[talk.slug]))

    html = page.content.decode()
    assert len(re.findall("data-verdict=", html)) == 12
    assert "前の日の確認" in html


def test_staff_end_a_device_of_this_event_only(staff, talk):
    phone = Phone(talk)

    def revoke(at):
        name = "staff:device-revoke"
        return staff.post(reverse(name, args=[at.slug, phone.device.pk]))

    assert revoke(event()).status_code == 404
    assert phone.get("timeslots").status_code == 200
    assert revoke(talk).status_code == 302
    assert phone.get("timeslots").json()["error"] == "revoked"
    page = staff.get(reverse("staff:event", args=[talk.slug])).content.decode()
    assert "端末「入口A」を停止しました。" in page
    assert "に止めました" in page


def test_ending_a_device_is_asked_first(staff, talk):
    phone = Phone(talk)
    address = reverse("staff:device-revoke", args=[talk.slug, phone.device.pk])

    asked = staff.get(address).content.decode()

    assert "端末「入口A」を止めますか" in asked
    assert phone.get("timeslots").status_code == 200
    staff.post(address)
    assert "もう使えません" in staff.get(address).content.decode()


def test_the_scanner_opens_for_anybody_and_sets_no_cookie(talk):
    response = Client().get("/scanner/")

    assert response.status_code == 200
    assert response.cookies == {}
    assert "no-store" in response["Cache-Control"]
    assert talk.slug not in response.content.decode()
