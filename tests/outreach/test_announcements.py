"""An announcement: one letter a person, written in pieces, let out by a second one."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from events.outreach.choices import AnnouncementAudience, AnnouncementStatus
from events.outreach.models import Announcement, Contact, Source, Subscription
from events.outreach.pace import last_leaves_at
from events.outreach.reports_announcements import measured_words, results, warnings
from events.outreach.reports_audience import measure, readers_of
from events.outreach.usecases.announce import (
    NobodyToReach,
    NotADraft,
    TooLate,
    request_announcement,
    save_announcement,
    send_test_copy,
    withdraw_announcement,
)
from events.outreach.usecases.write_announcements import (
    write_announcements,
    write_piece,
)
from events.registration.models import Registration
from events.registration.usecases.amend import Amendment, amend
from network.cities.usecases.load_municipalities import load_municipalities
from peace.language.dates import TOKYO, jst
from peace.outbox.batches import BatchNotReady
from peace.outbox.choices import LetterClass, Status
from peace.outbox.models import OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.approve import SecondPersonNeeded, approve, withdraw
from tests import cast
from tests.network import builders
from tests.outreach.news import (
    SECOND,
    WRITER,
    announcement,
    approved,
    draft,
    fresh,
    letters,
    requested,
    subscriber,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 2, 1, 3, 0, tzinfo=UTC)
AUDIENCE = AnnouncementAudience


def addresses(of) -> list[str]:
    return [each.address for each in readers_of(of, now=timezone.now())]


def past_participant(email, *, wants_news=True, of=None) -> Registration:
    now = timezone.now()
    talk = of or cast.event(slug=f"past-{email[:2]}", now=now)
    made = cast.registration(talk, email=email, now=now, wants_news=wants_news)
    talk.starts_at = now - timedelta(days=3)
    talk.save()
    return made


# To whom


def test_subscribers_are_narrowed_by_topic_and_counted_by_language():
    subscriber("a@example.jp", topics=["TALKS", "KOTOBA"])
    subscriber("b@example.jp", topics=["NETWORK"], language="en")
    subscriber("c@example.jp", topics=["TALKS"], language="ja-easy")
    subscriber("d@example.jp", status="PENDING", confirmed_at=None)
    subscriber("e@example.jp", status="ENDED", ended_at=timezone.now())
    UndeliverableAddress.objects.note(
        email="c@example.jp", code="550", now=timezone.now()
    )
    made = announcement(topics=["TALKS"])

    found = measure(made, now=timezone.now())

    assert measured_words(made, found) == (
        "「伝承者の講話」を選んだ登録者1人（日本語 1）に送ります。"
        "ほかに1人は、届かない宛先のため除きます。"
    )
    assert len(addresses(announcement())) == 3


def test_whoever_took_part_three_times_is_one_reader():
    talk = cast.event(slug="past-talk", now=timezone.now())
    parties = {"一": "One@example.jp", "二": "one@example.jp", "三": "b@example.jp"}
    for name, email in parties.items():
        cast.registration(
            talk, email=email, people=[name], now=timezone.now(), wants_news=True
        )
    talk.starts_at = timezone.now() - timedelta(hours=1)
    talk.save()
    past_participant("no@example.jp", wants_news=False)
    cast.registration(
        cast.event(slug="coming", now=timezone.now()),
        email="later@example.jp",
        now=timezone.now(),
        wants_news=True,
    )

    made = requested(audience=AUDIENCE.PARTICIPANTS)

    assert [each.email.lower() for each in letters(made)] == [
        "b@example.jp",
        "one@example.jp",
    ]


def test_a_city_that_stands_in_two_lists_gets_one_letter():
    load_municipalities()
    term = builders.coordinator(builders.city())
    Contact.objects.create(
        kind="CITY", name="市", email=term.user.email.upper(), created_at=timezone.now()
    )
    Contact.objects.create(
        kind="SCHOOL", name="校", email="s@example.jp", created_at=timezone.now()
    )

    assert addresses(announcement(audience=AUDIENCE.CITIES)) == [term.user.email]
    assert addresses(announcement(audience=AUDIENCE.SCHOOLS)) == ["s@example.jp"]


def test_a_contact_that_is_off_is_reached_on_no_other_ground():
    load_municipalities()
    term = builders.coordinator(builders.city())
    Contact.objects.create(
        kind="CITY",
        name="市",
        email=term.user.email,
        is_active=False,
        created_at=timezone.now(),
    )

    assert addresses(announcement(audience=AUDIENCE.CITIES)) == []


def test_it_warns_of_a_missing_language_and_of_an_event_that_is_a_draft():
    subscriber(language="ja-easy")
    now = timezone.now()
    talk = cast.event(now=now, status="DRAFT")
    made = announcement(event=talk)

    found = " ".join(warnings(made, measure(made, now=now), now=now))

    assert "やさしい日本語を選んだ1人には、日本語で届きます" in found
    assert "下書きです" in found


# Written


def test_each_letter_is_for_one_person_and_says_why_and_how_to_end_it():
    subscriber("a@example.jp")
    subscriber("b@example.jp", language="en")
    now = timezone.now()
    made = requested(event=cast.event(now=now), now=now)

    japanese, english = letters(made)

    assert japanese.status == english.status == Status.AWAITING_APPROVAL
    assert japanese.letter_class == LetterClass.B
    assert japanese.unsubscribe_url in japanese.text
    assert japanese.unsubscribe_url != english.unsubscribe_url
    assert "登録した方にお送りしています" in japanese.text
    assert english.subject == "News of talks"
    assert "because you subscribed" in english.text
    assert f"/s/news-{made.pk}?l=en" in english.text
    assert Source.objects.get().kind == "NEWS"
    assert "@" not in japanese.key
    assert made.status == AnnouncementStatus.REQUESTED


def test_a_crash_between_two_pieces_loses_and_repeats_nothing():
    for number in range(7):
        subscriber(f"r{number}@example.jp")
    now = timezone.now()
    made = request_announcement(announcement=announcement(), actor=WRITER, now=now)

    assert write_piece(announcement=made, now=now, size=3) == 3
    assert fresh(made).written == 3
    # The worker died here; the piece after it was written, but not counted.
    Announcement.objects.update(cursor="r0@example.jp", written=1)
    write_announcements(now=now)

    assert len(letters(made)) == 7
    assert len({each.email for each in letters(made)}) == 7
    assert fresh(made).status == AnnouncementStatus.REQUESTED
    assert fresh(made).cursor == ""


def test_nobody_can_approve_before_the_last_letter_is_written():
    for number in range(4):
        subscriber(f"r{number}@example.jp")
    now = timezone.now()
    made = request_announcement(announcement=announcement(), actor=WRITER, now=now)
    write_piece(announcement=made, now=now, size=2)

    with pytest.raises(BatchNotReady):
        approve(batch=made.batch, by=SECOND, now=now)

    made.batch.refresh_from_db()
    assert made.batch.is_open
    assert {each.status for each in letters(made)} == {Status.AWAITING_APPROVAL}


def test_two_clicks_are_one_request_and_a_request_cannot_be_edited():
    subscriber()
    made = requested()

    with pytest.raises(NotADraft):
        request_announcement(announcement=made, actor=WRITER, now=timezone.now())
    with pytest.raises(NotADraft):
        save_announcement(
            announcement=made, draft=draft(), actor=WRITER, now=timezone.now()
        )
    assert len(letters(made)) == 1


def test_nothing_is_asked_for_without_readers_or_after_the_beginning():
    # At a fixed hour: three talks that begin late in the evening end after midnight,
    # and what lasts for days can be visited until it ends.
    now = NOON
    with pytest.raises(NobodyToReach):
        request_announcement(announcement=announcement(), actor=WRITER, now=now)
    subscriber()
    begun = cast.event(now=now, starts_at=now - timedelta(minutes=1))
    with pytest.raises(TooLate):
        request_announcement(
            announcement=announcement(event=begun), actor=WRITER, now=now
        )


def test_a_line_break_in_the_subject_brings_no_header():
    subscriber()
    made = requested(subject={"ja": "お知らせ\r\nBcc: victim@example.jp"})

    (letter,) = letters(made)
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject


def test_a_test_copy_goes_to_oneself_only():
    subscriber()
    made = announcement()

    assert (
        send_test_copy(
            announcement=made, to="aoki@example.jp", actor=WRITER, now=timezone.now()
        )
        == 2
    )

    sent = OutboxMessage.objects.all()
    assert {each.email for each in sent} == {"aoki@example.jp"}
    assert all(each.subject.startswith("【試し】") for each in sent)


# Let out


def test_only_a_second_person_lets_it_out():
    subscriber()
    made = requested()

    with pytest.raises(SecondPersonNeeded):
        approve(batch=made.batch, by=WRITER, now=timezone.now())

    assert approve(batch=made.batch, by=SECOND, now=timezone.now()) == 1
    assert fresh(made).status == AnnouncementStatus.APPROVED


def test_letters_leave_a_few_a_minute_and_none_at_night():
    for number in range(5):
        subscriber(f"r{number}@example.jp")
    evening = datetime(2026, 2, 1, 20, 59, tzinfo=TOKYO)

    made = approved(now=evening, per_minute=2)

    hours = [jst(each.due_at).strftime("%d %H:%M") for each in letters(made)]
    assert hours == ["01 20:59", "01 20:59", "02 08:00", "02 08:00", "02 08:01"]
    assert last_leaves_at(evening, letters=5, per_minute=2) == letters(made)[-1].due_at


def test_what_has_not_left_can_be_taken_back_before_and_after_the_approval():
    for number in range(3):
        subscriber(f"r{number}@example.jp")
    waiting, leaving = requested(), approved()
    first = letters(leaving)[0]
    OutboxMessage.objects.filter(pk=first.pk).update(status=Status.SENT)
    now = timezone.now()

    assert withdraw_announcement(announcement=waiting, actor=WRITER, now=now) == 3
    assert withdraw_announcement(announcement=leaving, actor=WRITER, now=now) == 2

    assert {each.status for each in letters(waiting)} == {Status.SKIPPED}
    assert results(fresh(leaving)).sent == 1
    assert results(fresh(leaving)).withdrawn == 2
    assert fresh(waiting).is_withdrawn
    with pytest.raises(NotADraft):
        withdraw_announcement(announcement=waiting, actor=WRITER, now=now)


def test_withdrawn_on_the_page_of_all_letters_it_is_withdrawn_here_too():
    subscriber()
    made = requested()

    withdraw(batch=made.batch, by=SECOND, now=timezone.now())

    assert fresh(made).is_withdrawn


# Ended in between


def test_who_ends_it_gets_nothing_more_of_what_waits(client):
    subscriber("a@example.jp")
    subscriber("b@example.jp")
    made = approved()
    first, second = letters(made)

    client.post(first.unsubscribe_url.split("/", 3)[3].join(["/", ""]))

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.last_error) == (Status.SKIPPED, "unsubscribed")
    assert second.status == Status.PENDING
    found = results(fresh(made))
    assert (found.unsubscribed, found.ended, found.waiting) == (1, 1, 1)


def test_who_ended_while_it_was_written_is_skipped_at_the_approval():
    subscriber("a@example.jp")
    subscriber("b@example.jp")
    made = requested()
    # Ended by another way than the letter's own link, after the writer had read it.
    Subscription.objects.filter(email="a@example.jp").update(
        status="ENDED", ended_at=timezone.now()
    )

    assert approve(batch=made.batch, by=SECOND, now=timezone.now()) == 1

    assert [each.status for each in letters(made)] == [Status.SKIPPED, Status.PENDING]


def test_a_participants_link_takes_back_every_yes_of_that_address(client):
    past_participant("One@example.jp")
    past_participant("one@example.jp", of=cast.event(now=timezone.now()))
    subscriber("one@example.jp")
    made = approved(audience=AUDIENCE.PARTICIPANTS)
    (letter,) = letters(made)

    client.post(letter.unsubscribe_url.split("/", 3)[3].join(["/", ""]))

    assert not Registration.objects.filter(wants_news=True).exists()
    assert Subscription.objects.get().is_ended
    letter.refresh_from_db()
    assert letter.last_error == "unsubscribed"


def test_a_participant_takes_it_back_on_the_private_page():
    found = past_participant("one@example.jp")
    made = approved(audience=AUDIENCE.PARTICIPANTS)
    before = OutboxMessage.objects.count()

    assert amend(
        registration=found,
        amendment=Amendment(wants_news=False),
        actor="applicant",
        now=timezone.now(),
    )

    (letter,) = letters(made)
    assert (letter.status, letter.last_error) == (Status.SKIPPED, "unsubscribed")
    assert OutboxMessage.objects.count() == before


def test_a_coordinator_who_ends_it_stays_a_coordinator(client):
    load_municipalities()
    builders.coordinator(builders.city())
    made = approved(audience=AUDIENCE.CITIES)
    (letter,) = letters(made)

    client.post(letter.unsubscribe_url.split("/", 3)[3].join(["/", ""]))

    assert addresses(made) == []
    assert Contact.objects.get().is_active is False


# Many


@pytest.mark.slow
def test_ten_thousand_readers_in_constant_memory():
    now = timezone.now()
    for start in range(0, 10_000, 1000):
        Subscription.objects.bulk_create(
            Subscription(
                email=f"reader{number}@example.jp",
                topics=["TALKS"],
                status="ACTIVE",
                asked_at=now,
                confirmed_at=now,
            )
            for number in range(start, start + 1000)
        )
    made = request_announcement(announcement=announcement(), actor=WRITER, now=now)
    write_piece(announcement=made, now=now)
    first = _peak_of_a_piece(made, now)
    write_announcements_until(made, 9_500, now)
    last = _peak_of_a_piece(made, now)

    write_announcements(now=now)

    assert OutboxMessage.objects.filter(batch=made.batch).count() == 10_000
    assert last < 1.5 * first
    assert approve(batch=made.batch, by=SECOND, now=NOON) == 10_000
    moments = OutboxMessage.objects.filter(batch=made.batch).values("due_at").distinct()
    assert moments.count() == -(-10_000 // 60)


def write_announcements_until(made, written, now):
    while fresh(made).written < written:
        write_piece(announcement=made, now=now)


def _peak_of_a_piece(made, now) -> int:
    """Bytes: only these pieces are traced, which takes its time."""
    tracemalloc.start()
    write_piece(announcement=made, now=now)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
