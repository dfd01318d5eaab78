"""What a guardian and a delegate see and send, by HTTP."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.programme.choices import Admission
from network.youth.choices import ItemKind, ItemStatus, MediaDegree, Reader
from network.youth.models import (
    ChecklistItem,
    Nomination,
    SignedConsent,
    YouthProgramme,
)
from peace.outbox.choices import Channel, LetterClass, Status
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.network import builders
from tests.network.links import digest, make, opened, url

pytestmark = pytest.mark.django_db
GUARDIAN, DELEGATE = Reader.GUARDIAN, Reader.DELEGATE
SECRET = "重いそばアレルギー"
HEALTH = {"allergies": SECRET, "severity": "SEVERE"}
EMERGENCY = {
    "name1": "架空 母",
    "relation1": "母",
    "phone1": "090-1111-2222",
    "name2": "架空 祖父",
    "relation2": "祖父",
    "phone2": "042-333-4444",
}


@pytest.fixture
def delegate():
    return builders.delegate(
        builders.city(), builders.programme(), born_on=builders.MINOR
    )


def text(response) -> str:
    return re.sub(r"<rt>.*?</rt>|<[^>]+>|\s+", "", response.content.decode())


def status(delegate, kind: ItemKind) -> str:
    return ChecklistItem.objects.get(delegate=delegate, kind=kind).status


@pytest.mark.parametrize("language", ["", "en", "ja-easy"])
@pytest.mark.parametrize(
    "page",
    [
        "home",
        "letters",
        "itinerary",
        "packing",
        "consent",
        "consent-withdraw",
        "media",
        "media-withdraw",
        "emergency",
        "health",
        "insurance",
    ],
)
def test_every_page_is_there_in_every_language(delegate, page, language):
    client, token = opened(delegate)
    path = f"/{language}{url(page, token)}" if language else url(page, token)

    response = client.get(path)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response.content.decode()
    if language == "ja-easy":
        assert "《" not in response.content.decode().split("<main")[1]


def test_a_guardian_signs_and_sees_what_is_left(delegate):
    client, token = opened(delegate)
    assert "あと5つあります" in text(client.get(url("home", token)))
    page = client.get(url("consent", token))

    answer = client.post(
        url("consent", token),
        {
            "name": "架空 親",
            "relation": "母",
            "digest": digest(page.content.decode()),
        },
    )

    assert answer.status_code == 302
    home = text(client.get(url("home", token)))
    assert "お返事を受け付けました" in home
    assert "あと4つあります" in home
    assert status(delegate, ItemKind.GUARDIAN_CONSENT) == ItemStatus.DONE
    consent = SignedConsent.objects.get()
    assert consent.recorded_by == delegate.links.get(ended_at=None).actor
    signed = text(client.get(url("consent-signed", token)))
    assert "guardian-youth-1" in signed
    assert "架空親" in signed


def test_a_consent_in_easy_japanese_keeps_the_words_that_were_read(delegate):
    client, token = opened(delegate)
    path, in_japanese = f"/ja-easy{url('consent', token)}", url("consent-signed", token)

    client.post(
        path,
        {
            "name": "架空 親",
            "relation": "母",
            "digest": digest(client.get(path).content.decode()),
        },
    )

    consent = SignedConsent.objects.get()
    assert consent.language == "ja-easy"
    assert "行《い》っても いいです" in consent.text
    assert "行（い）っても" in client.get(in_japanese).content.decode()


def test_a_signature_without_a_name_is_refused_and_what_was_typed_stays(delegate):
    client, token = opened(delegate)
    page = client.get(url("media", token))

    refused = client.post(
        url("media", token),
        {
            "media": "INTERNAL",
            "name": "",
            "relation": "祖母",
            "digest": digest(page.content.decode()),
        },
    )

    assert refused.status_code == 200
    body = refused.content.decode()
    assert "お名前を入力してください。" in body
    assert 'value="祖母"' in body
    assert re.search(r'value="INTERNAL"[^>]*checked', body)
    assert not SignedConsent.objects.exists()


def test_words_that_changed_meanwhile_have_to_be_read_again(delegate):
    client, token = opened(delegate)

    page = client.post(
        url("consent", token), {"name": "架空 親", "relation": "母", "digest": "old"}
    )

    assert "文章が変わりました" in text(page)
    assert not SignedConsent.objects.exists()


def test_a_minor_delegate_answers_for_photographs_and_nothing_else(delegate):
    client, token = opened(delegate, DELEGATE)

    home = text(client.get(url("home", token)))

    assert "写真と名前の公開" in home
    assert "健康と食事の調査" not in home
    for page in ("consent", "consent-withdraw", "health", "emergency", "insurance"):
        assert client.get(url(page, token)).status_code == 404
        assert client.post(url(page, token), HEALTH).status_code == 404


def test_what_was_answered_is_never_shown_again(delegate):
    client, token = opened(delegate)

    client.post(url("health", token), HEALTH)
    client.post(url("emergency", token), EMERGENCY)

    for page in ("home", "health", "emergency", "insurance", "letters"):
        body = client.get(url(page, token)).content.decode()
        for secret in (SECRET, "090-1111-2222", "09011112222", "架空 祖父"):
            assert secret not in body
    assert "前に書いた答えは、この画面に出しません" in text(
        client.get(url("health", token))
    )
    records = {each.kind: each.unseal() for each in delegate.protected.all()}
    assert records["HEALTH"] == {
        "nothing": False,
        "illness": "",
        "hospital": "",
        "medicine": "",
        "allergies": SECRET,
        "severity": "SEVERE",
        "diet": "",
        "other": "",
    }
    assert records["EMERGENCY"]["contacts"][0] == {
        "name": "架空 母",
        "relation": "母",
        "phone": "09011112222",
    }


def test_nothing_to_say_is_one_tap(delegate):
    client, token = opened(delegate)

    client.post(url("health", token), {"nothing": "yes", "severity": "NONE"})

    assert delegate.protected.get().unseal()["nothing"] is True
    assert status(delegate, ItemKind.HEALTH) == ItemStatus.DONE


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"severity": "NONE"}, "「書くことはありません」を押してください"),
        ({"allergies": "卵", "severity": "NONE"}, "アレルギーの重さを選んでください"),
        ({"severity": "MILD"}, "何のアレルギーかを書いてください"),
        ({"allergies": "卵"}, "1つ選んでください"),
    ],
)
def test_health_that_does_not_fit_is_said_and_not_kept(delegate, typed, said):
    client, token = opened(delegate)

    page = client.post(url("health", token), typed)

    assert page.status_code == 200
    assert said in text(page)
    assert not delegate.protected.exists()


def test_two_contacts_need_two_numbers(delegate):
    client, token = opened(delegate)

    page = client.post(url("emergency", token), EMERGENCY | {"phone2": "09011112222"})

    assert "1人目とは違う電話番号" in text(page)
    assert not delegate.protected.exists()


def test_insurance_comes_filled_in_with_what_the_city_knows(delegate):
    client, token = opened(delegate)
    body = client.get(url("insurance", token)).content.decode()
    assert 'value="かくう ゆう"' in body

    client.post(
        url("insurance", token),
        {
            "name": "架空 ゆう",
            "kana": "かくう ゆう",
            "born_on": "平成21年5月5日",
            "address": "架空の町2-2",
            "heirs": "LEGAL",
        },
    )

    assert delegate.protected.get().unseal() == {
        "name": "架空 ゆう",
        "kana": "かくう ゆう",
        "born_on": "2009-05-05",
        "address": "架空の町2-2",
        "beneficiary": "法定相続人",
    }


# Letters: each reader their own


def letter(delegate, *, name: str, subject: str, email="family@example.jp") -> None:
    now = timezone.now()
    OutboxMessage.objects.create(
        key=subject,
        kind="report_due",
        letter_class=LetterClass.B,
        channel=Channel.EMAIL,
        status=Status.SENT,
        language="ja",
        recipient_name=name,
        email=email,
        subject=subject,
        text="本文",
        about=delegate.about,
        due_at=now,
        sent_at=now,
        created_at=now,
    )


def test_with_one_address_in_a_family_each_reads_their_own_letters(delegate):
    Nomination.objects.update(
        email="family@example.jp", guardian_email="family@example.jp"
    )
    delegate.refresh_from_db()
    who = Nomination.objects.get()
    letter(delegate, name=who.name, subject="ご本人へ")
    letter(delegate, name=who.guardian_name, subject="保護者へ")
    other = builders.delegate(builders.city(builders.HINO), delegate.programme)
    letter(other, name=who.name, subject="ほかの市")
    OutboxMessage.objects.filter(kind__startswith="link_").update(status=Status.SENT)

    client, token = opened(delegate, DELEGATE)
    mine = text(client.get(url("letters", token)))
    client, token = opened(delegate, GUARDIAN)
    guardians = text(client.get(url("letters", token)))

    assert "ご本人へ" in mine
    assert "保護者へ" not in mine
    assert "保護者へ" in guardians
    assert "ご本人へ" not in guardians
    for page in (mine, guardians):
        assert "ほかの市" not in page
        assert "/network/for/" not in page


# The trip


def test_the_itinerary_has_the_rules_dates_until_the_trip_is_planned(delegate):
    client, token = opened(delegate, DELEGATE)

    page = text(client.get(url("itinerary", token)))

    assert "令和7年7月12日(土)" in page
    assert "事前研修" in page


def test_the_itinerary_and_the_calendar_have_the_trips_timeslots(delegate):
    now = timezone.now()
    trip = cast.event(slug="trip", now=now, starts_at=now + timedelta(days=3))
    slots = list(trip.timeslots.order_by("starts_at"))
    slots[0].title = {"ja": "東京駅に集合"}
    slots[0].admission = Admission.SELECTION
    slots[0].save()
    slots[1].cancelled_at = now
    slots[1].save()
    YouthProgramme.objects.update(trip=trip)
    client, token = opened(delegate, DELEGATE)

    page = text(client.get(url("itinerary", token)))
    calendar = client.get(url("calendar", token))

    assert "東京駅に集合" in page
    assert "事前研修" in page
    ics = calendar.content.decode().replace("\r\n ", "")
    assert calendar["Content-Type"].startswith("text/calendar")
    assert calendar["Cache-Control"] == "no-store"
    assert "東京駅に集合" in ics
    assert ics.count("BEGIN:VEVENT") == 1 + len(slots) - 1
    assert "/network/for/" not in ics
    assert delegate.nomination.name not in ics


def test_the_packing_list_is_written_once_for_the_year(delegate):
    secretariat = cast.signed_in(cast.endo())
    secretariat.post(
        reverse("youth:year-words", args=[delegate.programme.year]),
        {"packing_ja": "帽子\n\n水筒", "packing_en": "A hat", "packing_easy": ""},
    )
    client, token = opened(delegate, DELEGATE)

    assert "□帽子□水筒" in text(client.get(url("packing", token)))
    assert "□Ahat" in text(client.get(f"/en{url('packing', token)}"))


# On paper


def test_the_city_records_a_signed_paper_for_each_item(delegate):
    coordinator = cast.signed_in(builders.coordinator(delegate.municipality).user)
    day = {"signed_on": "2025-06-01"}

    def record(kind: str, **typed: str) -> int:
        address = reverse("youth:delegate-paper", args=[delegate.pk, kind])
        return coordinator.post(address, day | typed).status_code

    signature = {"name": "架空 親", "relation": "父"}
    assert record("trip", signer="GUARDIAN", **signature) == 302
    assert record("media", signer="GUARDIAN", media="WITH_NAME", **signature) == 302
    assert record("media", signer="DELEGATE", media="INTERNAL", name="架空 ゆう") == 302
    assert record("emergency", **EMERGENCY) == 302
    assert record("health") == 302

    done = set(
        delegate.checklist.filter(status=ItemStatus.DONE).values_list("kind", flat=True)
    )
    assert done == {"GUARDIAN_CONSENT", "MEDIA_CONSENT", "EMERGENCY", "HEALTH"}
    trip = SignedConsent.objects.get(kind="TRIP")
    assert (trip.way, trip.recorded_by[:5]) == ("PAPER", "user:")
    assert trip.signed_on.isoformat() == "2025-06-01"
    assert not delegate.protected.filter(kind="HEALTH").exists()
    page = coordinator.get(reverse("youth:delegate-links", args=[delegate.pk]))
    assert str(MediaDegree.INTERNAL.label) in page.content.decode()
    assert "09011112222" not in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        ("trip", {"signed_on": "2999-01-01"}, "年を確かめてください"),
        ("trip", {"signer": "GUARDIAN", "name": "架空 親"}, "保護者の続柄を入力"),
        ("trip", {"signer": "DELEGATE", "name": "架空 ゆう"}, ""),
        ("media", {"signer": "GUARDIAN"}, "紙で選んだことを、1つ選んでください"),
        ("health", {"signed_on": ""}, "日付を入力してください"),
    ],
)
def test_a_paper_that_does_not_fit_is_refused(delegate, kind, typed, said):
    coordinator = cast.signed_in(builders.coordinator(delegate.municipality).user)
    address = reverse("youth:delegate-paper", args=[delegate.pk, kind])

    page = coordinator.post(address, {"signed_on": "2025-06-01"} | typed)

    assert page.status_code == 200
    assert said in text(page)
    assert not SignedConsent.objects.exists()


def test_the_blank_forms_print_in_three_languages(delegate):
    coordinator = cast.signed_in(builders.coordinator(delegate.municipality).user)
    address = reverse("youth:delegate-paper-form", args=[delegate.pk])

    for language, words in (("", "続柄"), ("/en", "Allergies"), ("/ja-easy", "順番")):
        page = coordinator.get(f"{language}{address}")
        assert page.status_code == 200
        assert words in text(page)
        assert page.content.decode().count("<h2") == 6


def test_another_citys_delegate_is_not_there(delegate):
    stranger = cast.signed_in(builders.coordinator(builders.city(builders.HINO)).user)
    for name, more in (
        ("delegate-links", []),
        ("delegate-link-make", []),
        ("delegate-paper-form", []),
        ("delegate-paper", ["trip"]),
    ):
        address = reverse(f"youth:{name}", args=[delegate.pk, *more])
        method = stranger.post if "make" in name else stranger.get
        assert method(address).status_code == 404


def test_pages_ask_the_database_the_same_for_every_delegate(
    delegate, django_assert_max_num_queries
):
    client, token = opened(delegate)
    make(delegate, DELEGATE)

    with django_assert_max_num_queries(12):
        client.get(url("home", token))
