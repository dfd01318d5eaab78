"""Score sheets, the decision, its letters, the way back, and what is erased."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from network.youth.choices import NominationKind
from network.youth.models import (
    InterviewSlot,
    Nomination,
    ScoreSheet,
    YouthApplication,
)
from network.youth.reports_applications import (
    application_rows,
    applications_by_year,
    applications_summary,
    criteria_of,
    sheets_to_read,
)
from network.youth.usecases.apply import withdraw_application
from network.youth.usecases.decide_applications import (
    HOLD,
    AlreadyDecided,
    LettersGone,
    NotToChoose,
    OthersCame,
    decide_applications,
    undo_decision,
)
from network.youth.usecases.erase_applications import erase_applications
from network.youth.usecases.interview import NotWaiting, invite_to_interview
from network.youth.usecases.nominate import submit
from network.youth.usecases.score import PointsUnfit, save_score_sheet
from network.youth.usecases.step import NomineeExists
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests.network import builders
from tests.network.applications import application, open_city, slot

pytestmark = pytest.mark.django_db


def score(made, points, actor="user:1"):
    return save_score_sheet(
        application=made, points=points, note="", actor=actor, now=timezone.now()
    )


def decide(mine, chosen, reserve=None, now=None):
    return decide_applications(
        city_year=mine,
        chosen=chosen,
        reserve=reserve,
        expected=YouthApplication.objects.undecided()
        .filter(municipality=mine.municipality)
        .count(),
        actor="user:1",
        now=now or timezone.now(),
    )


def statuses():
    return list(YouthApplication.objects.values_list("status", flat=True))


@pytest.fixture
def three():
    mine = open_city()
    return mine, [application(mine, number) for number in (1, 2, 3)]


# Scores


def test_a_sheet_is_one_a_person_and_can_be_written_anew(three):
    _mine, (made, *_rest) = three
    score(made, [8, 4])
    assert score(made, [9, 5]).total == 14
    score(made, [1, 1], actor="user:2")

    assert ScoreSheet.objects.count() == 2


@pytest.mark.parametrize("points", [[11, 0], [-1, 0], [5], [5, 5, 5], []])
def test_points_outside_the_criteria_are_refused(three, points):
    with pytest.raises(PointsUnfit):
        score(three[1][0], points)


def test_without_criteria_nothing_is_scored():
    mine = open_city(year=builders.programme())
    with pytest.raises(PointsUnfit):
        score(application(mine), [])


def test_nobody_scores_after_the_decision(three):
    mine, (made, *_rest) = three
    decide(mine, made)
    with pytest.raises(NotWaiting):
        score(made, [1, 1])


def test_others_sheets_are_seen_after_ones_own(three):
    _mine, (made, *_rest) = three
    score(made, [8, 4], actor="user:2")
    criteria = criteria_of(made.programme.rules)

    def seen(reader, sees_all=False):
        sheets = sheets_to_read(made, criteria, reader=reader, sees_all=sees_all)
        return [sheet.total for sheet in sheets]

    assert seen("user:1") == []
    assert seen("user:1", sees_all=True) == [12]
    score(made, [2, 2])
    assert sorted(seen("user:1")) == [4, 12]


def test_the_list_shows_no_score_that_could_lead_ones_own(three):
    mine, (one, two, _three) = three
    score(one, [1, 1], actor="user:2")
    score(two, [9, 5], actor="user:2")
    score(two, [7, 5], actor="user:1")

    def rows(**more):
        return application_rows(
            mine.programme,
            mine.municipality,
            reader="user:1",
            now=timezone.now(),
            sort="score",
            **more,
        )

    blind = rows(sees_all=False)
    assert [(row.application, row.mean) for row in blind[:1]] == [(two, 13)]
    assert [row.mean for row in blind[1:]] == [None, None]
    assert [row.mean for row in rows(sees_all=True)] == [13, 2, None]
    assert [row.mine for row in blind] == [True, False, False]


def test_somebody_who_was_sent_before_by_any_city_is_recognised(three):
    mine, (one, *_rest) = three
    builders.delegate(builders.city(builders.HINO), builders.programme())
    born = Nomination.objects.get()
    Nomination.objects.filter(pk=born.pk).update(person_key=one.person_key)

    rows = application_rows(
        mine.programme,
        mine.municipality,
        reader="user:1",
        sees_all=False,
        now=timezone.now(),
    )
    assert [list(row.before) for row in rows] == [[born.programme.year], [], []]


def test_the_same_person_twice_is_shown(three):
    mine, (_one, two, _three) = three
    application(mine, 2)

    rows = application_rows(
        mine.programme,
        mine.municipality,
        reader="user:1",
        sees_all=False,
        now=timezone.now(),
    )
    assert [row.is_double for row in rows] == [False, True, False, True]
    assert two.person_key == rows[3].application.person_key


# The decision


def test_the_decision_makes_drafts_from_what_was_written(three):
    mine, (one, two, three_) = three

    done = decide(mine, one, two)

    assert statuses() == ["CHOSEN", "RESERVE", "NOT_CHOSEN"]
    assert done.letters == 3
    principal = Nomination.objects.get(kind=NominationKind.PRINCIPAL)
    assert (principal.name, principal.motivation) == (one.name, one.motivation)
    assert principal.status == "DRAFT"
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.nomination == principal
    assert two.nomination.kind == NominationKind.RESERVE
    three_.refresh_from_db()
    assert three_.nomination is None


def test_the_letters_wait_ten_minutes_and_the_page_with_them(three):
    mine, (one, *_rest) = three
    now = timezone.now()
    decide(mine, one, now=now)

    letters = OutboxMessage.objects.filter(kind="application_result")
    assert {each.due_at for each in letters} == {now + HOLD}
    one.refresh_from_db()
    assert not one.is_told_at(now + HOLD - timedelta(seconds=1))
    assert one.is_told_at(now + HOLD)


FORBIDDEN = re.compile(
    "残念|申し訳|おめでとう|落選|不採用|！|regret|sorry|unfortunately|Congrat"
)


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_result_thanks_and_says_what_is_open_next(language):
    mine = open_city()
    made = [application(mine, n, language=language) for n in (1, 2, 3)]
    decide(mine, *made[:2])

    for letter in OutboxMessage.objects.filter(kind="application_result"):
        assert not FORBIDDEN.search(letter.subject + letter.text)
        assert re.search("ありがとう|Thank you", letter.text)
        assert re.search("次に|次《つぎ》に|これから|What", letter.text)
        assert letter.language == language
    with_site = OutboxMessage.objects.get(
        about=made[2].about, kind="application_result"
    )
    assert "http" in with_site.text


def test_a_city_decides_once(three):
    mine, (one, two, _three) = three
    decide(mine, one)
    with pytest.raises(AlreadyDecided):
        decide(mine, two)
    assert Nomination.objects.count() == 1


def test_who_withdrew_or_applied_elsewhere_cannot_be_chosen(three):
    mine, (one, two, _three) = three
    foreign = application(open_city(builders.HINO, mine.programme))
    YouthApplication.objects.filter(pk=two.pk).update(status="WITHDRAWN")

    for chosen, reserve in ((two, None), (foreign, None), (one, two), (one, one)):
        with pytest.raises(NotToChoose):
            decide(mine, chosen, reserve)
    mine.refresh_from_db()
    assert mine.decided_at is None
    assert not Nomination.objects.exists()


def test_nobody_is_turned_down_whom_the_city_has_not_seen(three):
    mine, (one, *_rest) = three
    with pytest.raises(OthersCame):
        decide_applications(
            city_year=mine,
            chosen=one,
            reserve=None,
            expected=2,
            actor="user:1",
            now=timezone.now(),
        )
    assert statuses() == ["RECEIVED"] * 3


def test_who_withdrew_gets_no_result(three):
    mine, (one, two, _three) = three
    YouthApplication.objects.filter(pk=two.pk).update(status="WITHDRAWN")

    assert decide(mine, one).letters == 2
    assert statuses() == ["CHOSEN", "WITHDRAWN", "NOT_CHOSEN"]


def test_a_nominee_written_by_hand_stops_the_decision(three):
    mine, (one, *_rest) = three
    builders.nomination(mine.municipality, mine.programme)

    with pytest.raises(NomineeExists):
        decide(mine, one)
    assert statuses() == ["RECEIVED"] * 3
    assert not OutboxMessage.objects.filter(kind="application_result").exists()


# The way back


def undo(mine, now=None):
    return undo_decision(city_year=mine, actor="user:1", now=now or timezone.now())


def test_the_decision_is_taken_back_while_the_letters_wait(three):
    mine, (one, two, _three) = three
    at = slot(mine)
    invite_to_interview(application=two, slot=at, actor="user:1", now=timezone.now())
    decide(mine, one, two)

    assert undo(mine) == 3

    assert statuses() == ["RECEIVED", "INVITED", "RECEIVED"]
    assert not Nomination.objects.exists()
    told = OutboxMessage.objects.filter(kind="application_result")
    assert {each.status for each in told} == {Status.SKIPPED}
    mine.refresh_from_db()
    assert mine.decided_at is None
    assert decide(mine, two).letters == 3  # and they can be told anew
    assert told.filter(status=Status.PENDING).count() == 3


def test_after_ten_minutes_it_stands(three):
    mine, (one, *_rest) = three
    now = timezone.now()
    decide(mine, one, now=now)

    with pytest.raises(LettersGone):
        undo(mine, now=now + HOLD)
    assert statuses()[0] == "CHOSEN"


@pytest.mark.parametrize("what", ["a letter has left", "the nomination was sent in"])
def test_what_has_left_cannot_be_taken_back(three, what):
    mine, (one, *_rest) = three
    decide(mine, one)
    if what == "a letter has left":
        gone = OutboxMessage.objects.filter(kind="application_result").first()
        OutboxMessage.objects.filter(pk=gone.pk).update(status=Status.SENT)
    else:
        submit(nomination=Nomination.objects.get(), actor="user:1", now=timezone.now())

    with pytest.raises(LettersGone):
        undo(mine)
    assert statuses()[0] == "CHOSEN"
    waiting = OutboxMessage.objects.filter(kind="application_result", status="PENDING")
    assert waiting.count() == (2 if what == "a letter has left" else 3)


def test_nothing_decided_is_nothing_to_take_back(three):
    with pytest.raises(LettersGone):
        undo(three[0])


def test_the_relay_sends_no_result_before_its_time(three, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path
    mine, (one, *_rest) = three
    decide(mine, one)

    call_command("drain_outbox")

    waiting = OutboxMessage.objects.filter(kind="application_result")
    assert {each.status for each in waiting} == {Status.PENDING}


# Erased


def test_90_days_after_the_result_the_person_is_gone_and_the_count_is_there(three):
    mine, (one, two, _three) = three
    score(two, [5, 5])
    at = slot(mine)
    invite_to_interview(application=two, slot=at, actor="user:1", now=timezone.now())
    now = timezone.now()
    decide(mine, one, now=now)
    url = two.url

    assert erase_applications(now=now + timedelta(days=90)) == 0
    assert erase_applications(now=now + timedelta(days=90, seconds=1)) == 3
    assert erase_applications(now=now + timedelta(days=91)) == 0

    two.refresh_from_db()
    assert (two.name, two.kana, two.email, two.motivation) == ("", "", "", "")
    assert (two.born_on, two.slot, two.person_key) == (None, None, "")
    assert two.status == "NOT_CHOSEN"
    assert two.url != url
    assert not ScoreSheet.objects.exists()
    assert InterviewSlot.objects.get().taken == 0
    assert applications_by_year(mine.municipality) == [(mine.programme.year, 3)]
    summary = applications_summary(mine.programme, mine.municipality, now=now)
    assert summary.received == 3
    # What the city needs of its nominee lives on in the nomination.
    assert Nomination.objects.get().name == one.name


def test_what_is_open_stays_and_what_was_forgotten_goes_after_a_year(three):
    now = timezone.now()

    assert erase_applications(now=now + timedelta(days=364)) == 0
    assert erase_applications(now=now + timedelta(days=366)) == 3


def test_who_withdrew_is_erased_too(three):
    now = timezone.now()
    withdraw_application(application=three[1][0], actor="applicant", now=now)

    assert erase_applications(now=now + timedelta(days=91)) == 1
