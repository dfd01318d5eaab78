"""Consents as evidence, and answers under seal: written, replaced, taken back."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from network.youth.choices import (
    ConsentKind,
    ConsentWay,
    ItemKind,
    ItemStatus,
    MediaDegree,
    ProtectedKind,
    Reader,
)
from network.youth.letters.consent_words import consent_words
from network.youth.models import (
    ChecklistItem,
    Delegate,
    Nomination,
    SignedConsent,
    YouthRules,
)
from network.youth.reports_answers import answers_of, is_minor
from network.youth.reports_consent import media_degree_of
from network.youth.usecases.answer import answer, note_paper
from network.youth.usecases.protect import erase_on_of
from network.youth.usecases.sign import (
    Evidence,
    NotTheirs,
    TextChanged,
    TooLate,
    sign_consent,
    withdraw_consent,
)
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests.network import builders

pytestmark = pytest.mark.django_db
GUARDIAN, DELEGATE = Reader.GUARDIAN, Reader.DELEGATE
SECRET = "そばアレルギー"


@pytest.fixture
def minor():
    return builders.delegate(
        builders.city(), builders.programme(), born_on=builders.MINOR
    )


@pytest.fixture
def adult():
    return builders.delegate(
        builders.city(), builders.programme(), born_on=builders.ADULT
    )


def sign(
    of: Delegate, kind=ConsentKind.TRIP, signer=GUARDIAN, degree="", **changes
) -> SignedConsent:
    language = changes.get("language", "ja")
    words = consent_words(delegate=of, kind=kind, signer=signer, language=language)
    evidence = Evidence(
        **{
            "signer": signer,
            "signer_name": "架空 親",
            "relation": "母" if signer == GUARDIAN else "",
            "language": language,
            "digest": words.digest,
        }
        | changes
    )
    return sign_consent(
        delegate=of,
        kind=kind,
        degree=degree,
        evidence=evidence,
        actor="link:7",
        now=timezone.now(),
    )


def media(of: Delegate, signer: Reader, degree: MediaDegree) -> SignedConsent:
    return sign(of, ConsentKind.MEDIA, signer, degree)


def take_back(of: Delegate, kind=ConsentKind.TRIP, signer=GUARDIAN, now=None):
    return withdraw_consent(
        delegate=of,
        kind=kind,
        signer=signer,
        language="ja",
        actor="link:7",
        now=now or timezone.now(),
    )


def status(of: Delegate, kind: ItemKind) -> str:
    return ChecklistItem.objects.get(delegate=of, kind=kind).status


def seal(of: Delegate, reader=GUARDIAN, kind=ProtectedKind.HEALTH, answers=None):
    return answer(
        delegate=of,
        reader=reader,
        kind=kind,
        answers=answers or {"nothing": False, "allergies": SECRET},
        language="ja",
        actor="link:7",
        now=timezone.now(),
    )


def letters(kind: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk"))


# The trip


def test_a_guardians_consent_keeps_words_version_language_way_and_link(minor):
    consent = sign(minor)

    assert consent.text_version == "guardian-youth-1"
    assert minor.nomination.name in consent.text
    assert "7月12日" in consent.text
    assert "15,000円" in consent.text
    assert (consent.language, consent.way) == ("ja", ConsentWay.LINK)
    assert (consent.recorded_by, consent.relation) == ("link:7", "母")
    assert status(minor, ItemKind.GUARDIAN_CONSENT) == ItemStatus.DONE


def test_the_receipt_goes_to_the_signer_and_tells_no_contents(minor):
    sign(minor)
    seal(minor)

    for letter in letters("answer_received"):
        assert letter.email == "guardian@example.jp"
        assert SECRET not in letter.text
        assert "{" not in letter.text
    assert len(letters("answer_received")) == 2


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("kind", list(ConsentKind))
@pytest.mark.parametrize("signer", [GUARDIAN, DELEGATE])
def test_the_words_are_whole_in_every_language(minor, kind, signer, language):
    words = consent_words(delegate=minor, kind=kind, signer=signer, language=language)

    assert words.title
    assert "{" not in words.title + words.text
    assert minor.nomination.name in words.text


def test_the_same_answer_twice_is_one_consent_and_one_letter(minor):
    first = sign(minor)
    second = sign(minor)

    assert first == second
    assert len(letters("answer_received")) == 1


def test_other_words_than_those_on_the_screen_are_refused(minor):
    with pytest.raises(TextChanged):
        sign(minor, digest="0" * 64)
    with pytest.raises(TextChanged):
        sign(minor, digest="")

    assert not SignedConsent.objects.exists()


def test_the_words_stay_as_they_were_when_the_rules_change(minor):
    consent = sign(minor)
    YouthRules.objects.update(fee=99_000)

    consent.refresh_from_db()
    assert "15,000円" in consent.text
    assert "99,000円" in sign(minor, signer_name="架空 父").text


def test_a_delegate_cannot_sign_for_their_guardian(minor):
    with pytest.raises(NotTheirs):
        sign(minor, signer=DELEGATE)


def test_a_grown_up_signs_for_themselves_and_no_guardian_does(adult):
    assert not is_minor(adult)

    consent = sign(adult, signer=DELEGATE)

    assert consent.text_version == "delegate-youth-1"
    with pytest.raises(NotTheirs):
        sign(adult)


def test_nobody_signs_for_somebody_who_does_not_go_any_more(minor):
    Delegate.objects.update(ended_at=timezone.now())

    with pytest.raises(NotTheirs):
        sign(minor)
    with pytest.raises(NotTheirs):
        seal(minor)


def test_taking_back_makes_the_item_missing_and_calls_city_and_secretariat(minor):
    YouthRules.objects.update(
        dates=[{"on": _day(20).isoformat(), "what": {"ja": "派遣"}}]
    )
    Nomination.objects.update(born_on=_day(-3650))
    city = builders.coordinator(minor.municipality).user
    office = builders.user("SECRETARIAT")
    foreign = builders.coordinator(builders.city(builders.HINO)).user
    minor = Delegate.objects.get()
    consent = sign(minor)

    take_back(minor)

    consent.refresh_from_db()
    assert consent.withdrawn_at is not None
    assert consent.text
    assert status(minor, ItemKind.GUARDIAN_CONSENT) == ItemStatus.MISSING
    told = {each.email for each in letters("consent_withdrawn")}
    assert told == {city.email, office.email}
    assert foreign.email not in told
    assert [each.email for each in letters("answer_taken_back")] == [
        "guardian@example.jp"
    ]


def test_after_the_trip_the_consent_to_it_stays(minor):
    consent = sign(minor)
    with pytest.raises(TooLate):
        take_back(minor)

    consent.refresh_from_db()
    assert consent.withdrawn_at is None


def test_taking_back_nothing_writes_to_nobody(minor):
    assert take_back(minor, ConsentKind.MEDIA) is None
    assert not letters("consent_withdrawn")


# Photographs and the name


def test_of_a_minor_both_answer_and_the_narrower_counts(minor):
    assert media_degree_of(minor) == MediaDegree.NONE
    media(minor, GUARDIAN, MediaDegree.WITHOUT_NAME)
    assert status(minor, ItemKind.MEDIA_CONSENT) == ItemStatus.MISSING
    assert media_degree_of(minor) == MediaDegree.NONE

    media(minor, DELEGATE, MediaDegree.WITH_NAME)

    assert status(minor, ItemKind.MEDIA_CONSENT) == ItemStatus.DONE
    assert media_degree_of(minor) == MediaDegree.WITHOUT_NAME
    media(minor, DELEGATE, MediaDegree.INTERNAL)
    assert media_degree_of(minor) == MediaDegree.INTERNAL
    assert minor.consents.in_force().count() == 2
    assert minor.consents.count() == 3


def test_a_no_is_an_answer(adult):
    media(adult, DELEGATE, MediaDegree.NONE)

    assert status(adult, ItemKind.MEDIA_CONSENT) == ItemStatus.DONE
    assert media_degree_of(adult) == MediaDegree.NONE


def test_photographs_can_be_taken_back_at_any_time(minor):
    media(minor, GUARDIAN, MediaDegree.WITH_NAME)
    media(minor, DELEGATE, MediaDegree.WITH_NAME)

    take_back(minor, ConsentKind.MEDIA, DELEGATE)

    assert media_degree_of(minor) == MediaDegree.NONE
    assert status(minor, ItemKind.MEDIA_CONSENT) == ItemStatus.MISSING


# Under seal


def test_what_is_sealed_is_nowhere_in_clear(minor):
    record = seal(minor)

    assert SECRET not in record.sealed
    assert record.unseal()["allergies"] == SECRET
    assert record.erase_on == erase_on_of(minor.programme)
    assert record.erase_on == date(2025, 8, 11)
    assert status(minor, ItemKind.HEALTH) == ItemStatus.DONE
    entries = AuditEntry.objects.filter(verb="protected.written")
    assert entries.count() == 1
    for row in (*AuditEntry.objects.values(), *OutboxMessage.objects.values()):
        assert SECRET not in str(row)


def test_writing_anew_replaces_what_was_there(minor):
    seal(minor)

    record = seal(minor, answers={"nothing": True})

    assert minor.protected.count() == 1
    assert record.unseal() == {"nothing": True}
    assert len(letters("answer_received")) == 2


def test_health_on_paper_is_done_without_a_record(minor):
    note_paper(
        delegate=minor,
        signed_on=date(2025, 6, 1),
        actor="user:1",
        now=timezone.now(),
    )

    assert status(minor, ItemKind.HEALTH) == ItemStatus.DONE
    assert not minor.protected.exists()
    (health,) = (each for each in answers_of(minor, GUARDIAN) if each.kind == "HEALTH")
    assert health.is_done
    assert health.at is None


def test_who_answers_what():
    year = builders.programme()
    minor = builders.delegate(builders.city(), year, born_on=builders.MINOR)
    adult = builders.delegate(
        builders.city(builders.HINO), year, born_on=builders.ADULT
    )

    def kinds(of: Delegate, reader: Reader) -> list[str]:
        return [each.kind for each in answers_of(of, reader)]

    everything = ["TRIP", "MEDIA", "EMERGENCY", "HEALTH", "INSURANCE"]
    assert kinds(minor, GUARDIAN) == everything
    assert kinds(minor, DELEGATE) == ["MEDIA"]
    assert kinds(adult, GUARDIAN) == []
    assert kinds(adult, DELEGATE) == everything


def _day(after: int) -> date:
    return timezone.localdate() + timedelta(days=after)
