"""The one screen of what went wrong: what happened, what to do, and doing it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.models import Registration
from events.reminders.choices import Todo
from events.reminders.usecases.decide_letters import decide_letters
from peace.audit.models import AuditEntry
from peace.outbox import reports
from peace.outbox.choices import NO_ADDRESS, Channel, Status
from peace.outbox.models import LetterDecision, OutboxMessage
from peace.outbox.usecases.decide import CannotCall, CannotDecide, call_instead
from peace.outbox.words import what_happened, what_to_do
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

ADDRESS = "/staff/letters/trouble/"
STATES = [Status.UNCERTAIN, Status.FAILED, Status.BOUNCED]


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event(now):
    return cast.event(now=now)


def in_trouble(event, now, status=Status.FAILED, **values) -> OutboxMessage:
    """A party's confirmation that did not simply arrive."""
    party = cast.registration(event, now=now, **values)
    letter = OutboxMessage.objects.get(key=f"confirmation:{party.code}")
    OutboxMessage.objects.filter(pk=letter.pk).update(
        status=status,
        attempts=1,
        last_error=NO_ADDRESS if status == Status.SKIPPED else "550 5.1.1 X",
    )
    letter.refresh_from_db()
    return letter


def decide(client, todo: str, *chosen: OutboxMessage, **more: str) -> Page:
    sent = {"todo": todo, "letter": [each.pk for each in chosen], **more}
    return Page(client.post(f"{ADDRESS}decide/", sent, follow=True))


@pytest.mark.parametrize("status", [*STATES, Status.SKIPPED])
def test_each_says_what_happened_and_what_to_do(client, event, now, status):
    letter = in_trouble(event, now, status)

    page = Page(client.get(ADDRESS))

    assert what_happened(letter) in page.words
    assert what_to_do(letter)
    assert "1通" in page.words
    assert "550" not in page.words  # codes are for the letter's own page


@pytest.mark.parametrize(
    ("status", "answer", "is_the_address"),
    [
        (Status.FAILED, "550 5.1.1 X", True),
        (Status.BOUNCED, "5.2.2", True),
        (Status.FAILED, "554 5.6.0 SMTPDataError", False),
    ],
)
def test_only_where_the_address_is_amiss_it_is_the_address_that_is_to_be_mended(
    event, now, status, answer, is_the_address
):
    letter = in_trouble(event, now, status, phone="0425762111")
    letter.last_error = answer

    said = what_to_do(letter, contact=True)

    assert said.startswith("電話に替えてください。")
    assert ("アドレスが直ったら" in said) is is_the_address


@pytest.mark.parametrize("status", Status.values)
def test_every_state_has_words_without_codes(status):
    for channel in Channel.values:
        for error in ("", "too late", "taken back", "withdrawn", "unsubscribed", "?"):
            letter = OutboxMessage(status=status, channel=channel, last_error=error)
            assert what_happened(letter)
            assert status not in what_happened(letter)


@pytest.mark.parametrize("status", STATES)
def test_many_are_sent_again_at_once(client, event, now, status):
    first, second = in_trouble(event, now, status), in_trouble(event, now, status)

    page = decide(client, "again", first, second)

    assert "2通をもう一度送ります。" in page.words
    assert set(OutboxMessage.objects.values_list("status", flat=True)) == {"PENDING"}
    assert AuditEntry.objects.filter(verb="letter.sent_again").count() == 2


def test_it_goes_to_the_address_that_was_given_since(client, event, now):
    letter = in_trouble(event, now, Status.BOUNCED)
    Registration.objects.update(email="right@example.jp")

    assert "→ right@example.jp" in Page(client.get(ADDRESS)).words
    decide(client, "again", letter)

    assert OutboxMessage.objects.get().email == "right@example.jp"


def test_a_letter_to_a_guardian_or_the_address_before_stays_theirs(event, now):
    letter = in_trouble(event, now, Status.FAILED)
    for values in (
        {"kind": "consent_request"},
        {"key": "registration_changed:1:before"},
    ):
        OutboxMessage.objects.filter(pk=letter.pk).update(
            status=Status.FAILED, email="theirs@example.jp", **values
        )
        client = cast.signed_in(cast.baba() if "kind" in values else cast.endo())

        decide(client, "again", letter)

        assert OutboxMessage.objects.get().email == "theirs@example.jp"


def test_what_is_too_late_is_not_sent_and_does_not_keep_the_others(client, event, now):
    late, fine = in_trouble(event, now), in_trouble(event, now)
    OutboxMessage.objects.filter(pk=late.pk).update(not_after=now - cast.HOUR)

    page = decide(client, "again", late, fine)

    assert "1通をもう一度送ります。" in page.words
    assert "1通は、期限が過ぎたか、もう対応が済んでいて、送れません。" in page.words
    late.refresh_from_db()
    assert late.status == Status.FAILED


def test_a_call_instead_stands_on_the_call_list_and_can_be_undone(client, event, now):
    letter = in_trouble(event, now, Status.BOUNCED, phone="042-576-2111")

    page = decide(client, "call", letter)

    assert "1通を電話の一覧に移しました。" in page.words
    call = OutboxMessage.objects.to_call(timezone.now()).get()
    assert (call.key, call.phone) == (f"{letter.key}:phone", "042-576-2111")
    letter.refresh_from_db()
    assert letter.status == Status.HANDED_TO_PHONE

    undone = LetterDecision.objects.get()
    page = Page(client.post(f"{ADDRESS}{undone.pk}/undo/", follow=True))

    assert "対応を元に戻しました。" in page.words
    letter.refresh_from_db()
    assert letter.status == Status.BOUNCED
    assert not OutboxMessage.objects.to_call(timezone.now()).exists()
    assert "1通を電話の一覧に移しました。" in decide(client, "call", letter).words


def test_a_call_that_was_made_cannot_be_undone(client, event, now):
    letter = in_trouble(event, now, phone="042-576-2111")
    decide(client, "call", letter)
    call = OutboxMessage.objects.to_call(timezone.now()).get()
    client.post(f"/staff/letters/{call.pk}/outcome/", {"outcome": "NO_ANSWER"})

    decision = LetterDecision.objects.get()
    page = Page(client.post(f"{ADDRESS}{decision.pk}/undo/", follow=True))

    assert "戻せません。" in page.words
    letter.refresh_from_db()
    assert letter.status == Status.HANDED_TO_PHONE
    assert LetterDecision.objects.exists()


def test_without_a_number_nobody_can_be_called(client, event, now):
    letter = in_trouble(event, now, phone="")

    page = decide(client, "call", letter)

    assert "1通は、電話番号がないか" in page.words
    assert [each.pk for each in reports.to_decide()] == [letter.pk]


def test_who_gave_a_number_since_can_be_called(client, event, now):
    letter = in_trouble(event, now, Status.SKIPPED, phone="")
    Registration.objects.update(phone="042-000-1111")

    assert "連絡先がわかりました。" in Page(client.get(ADDRESS)).words
    decide(client, "call", letter)

    assert OutboxMessage.objects.to_call(timezone.now()).get().phone == "042-000-1111"


def test_nothing_to_do_takes_a_word_and_can_be_undone(client, event, now):
    letter = in_trouble(event, now, Status.UNCERTAIN)

    page = decide(client, "nothing", letter, word="窓口で話した")

    assert "届かなかったお知らせはありません。" in page.words
    assert "窓口で話した" in page.words
    assert "青木 葵" in page.words
    assert "窓口" not in str(AuditEntry.objects.get(verb="letter.settled").detail)

    decision = LetterDecision.objects.get()
    client.post(f"{ADDRESS}{decision.pk}/undo/")
    assert reports.to_decide().get() == letter


def test_a_letter_that_comes_back_later_is_to_be_settled_again(client, event, now):
    letter = in_trouble(event, now, Status.UNCERTAIN)
    decide(client, "nothing", letter)

    OutboxMessage.objects.filter(pk=letter.pk).update(status=Status.BOUNCED)

    assert reports.to_decide().get() == letter
    assert "1通を対応済みにしました。" in decide(client, "nothing", letter).words


@pytest.mark.parametrize("todo", Todo.values)
def test_two_clicks_are_one(client, event, now, todo):
    letter = in_trouble(event, now, phone="042-576-2111")

    decide(client, todo, letter)
    page = decide(client, todo, letter)

    assert "1通は、" in page.words
    assert OutboxMessage.objects.filter(channel=Channel.PHONE).count() <= 1
    assert LetterDecision.objects.count() == (todo != Todo.AGAIN)


@pytest.mark.parametrize("status", [Status.SENT, Status.PENDING, Status.SENDING])
def test_a_letter_in_no_trouble_is_left_alone(event, now, status):
    letter = in_trouble(event, now, phone="042-576-2111")
    stale = OutboxMessage.objects.get(pk=letter.pk)
    lease = {"lease_token": letter.uuid, "lease_until": now}
    OutboxMessage.objects.filter(pk=letter.pk).update(
        status=status, **(lease if status == Status.SENDING else {})
    )

    for todo in Todo:
        decided = decide_letters(
            messages=[stale], todo=todo, contacts={}, actor="user:1", now=now
        )
        assert decided.refused == [stale]
    with pytest.raises(CannotCall):
        call_instead(message=stale, phone="1", by="user:1", now=now)
    assert issubclass(CannotCall, CannotDecide)
    assert not LetterDecision.objects.exists()


def test_the_list_is_narrowed_and_counted(client, event, now):
    other = cast.event(slug="other", now=now)
    in_trouble(event, now, Status.FAILED, people=["失敗 一"])
    old = in_trouble(other, now, Status.BOUNCED, people=["返送 二"])
    OutboxMessage.objects.filter(pk=old.pk).update(due_at=now - 9 * cast.DAY)

    def shown(query: str) -> list[str]:
        words = Page(client.get(ADDRESS + query)).words
        return [name for name in ("失敗 一", "返送 二") if name in words]

    assert shown("") == ["失敗 一", "返送 二"]
    assert shown("?status=BOUNCED") == ["返送 二"]
    assert shown(f"?event={event.slug}") == ["失敗 一"]
    assert shown("?age=day") == ["失敗 一"]
    assert shown("?age=older") == ["返送 二"]
    assert shown("?kind=confirmation") == ["失敗 一", "返送 二"]
    assert shown("?kind=offer") == []
    assert shown("?status=NONSENSE&page=x") == []


def test_the_page_costs_the_same_however_many(client, event, now):
    in_trouble(event, now)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ADDRESS)
        return len(queries)

    asked()
    one = asked()
    for _more in range(5):
        in_trouble(event, now)
    assert asked() == one


@pytest.mark.parametrize("nasty", ["", "\0", "x" * 5000, "-1", "9" * 40])
def test_anything_may_be_posted(client, event, now, nasty):
    letter = in_trouble(event, now)

    for sent in (
        {"todo": nasty, "letter": letter.pk},
        {"todo": "again", "letter": nasty},
        {"todo": "call", "letter": [nasty] * 50},
    ):
        assert client.post(f"{ADDRESS}decide/", sent).status_code == 302
    assert client.get(ADDRESS, {"kind": nasty, "event": nasty}).status_code == 200
    assert client.post(f"{ADDRESS}{'9' * 30}/undo/").status_code == 404
    client.post(
        f"{ADDRESS}decide/", {"todo": "nothing", "letter": letter.pk, "word": nasty}
    )
    assert len(LetterDecision.objects.get().word) <= 200


def test_nobody_else_sees_it():
    assert cast.signed_in(cast.fukuda()).get(ADDRESS).status_code == 403


def test_what_was_written_about_an_erased_letter_is_erased(client, event, now):
    letter = in_trouble(event, now)
    decide(client, "nothing", letter, word="娘さんに電話")

    OutboxMessage.objects.all().erase_before(now + cast.DAY)

    assert LetterDecision.objects.get().word == ""
