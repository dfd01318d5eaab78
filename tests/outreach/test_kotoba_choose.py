"""The committee's scores, and the list of the chosen that two people stand for."""

import pytest

from events.outreach.access_kotoba import lines_for
from events.outreach.choices import KotobaConsent, KotobaStatus
from events.outreach.models import Kotoba, KotobaScore
from events.outreach.reports_kotoba_ranking import ADJUSTED, ranking
from events.outreach.usecases import kotoba_choose as choose
from events.outreach.usecases.kotoba_call import NotConfirmed, show_wall
from events.outreach.usecases.kotoba_committee import (
    NoEndOfScoring,
    NotInSelection,
    ScoringClosed,
    invite_member,
    score_line,
    set_member_active,
)
from events.outreach.usecases.kotoba_send import withdraw_line
from events.outreach.usecases.kotoba_tell import ToldBefore, tell_results
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.approve import SecondPersonNeeded, approve
from tests import cast
from tests.cast import DAY, NOW
from tests.outreach import kotoba as words

pytestmark = pytest.mark.django_db
ONE, TWO = "user:1", "user:2"
# The committee is through.
AFTER = NOW + 8 * DAY


def texts(lines):
    return [each.text for each in lines]


def test_every_member_reads_in_an_order_of_their_own_that_stays():
    call = words.call(is_open=False)
    lines = {words.accepted(call, f"一行 {n}").text for n in range(12)}
    one, two = words.member(call, "一"), words.member(call, "二")

    assert texts(lines_for(one)) == texts(lines_for(one))
    assert texts(lines_for(one)) != texts(lines_for(two))
    assert set(texts(lines_for(one))) == lines


def test_a_member_reads_no_name_and_no_age():
    call = words.call(is_open=False)
    words.accepted(call, pen_name="ひばり", age_band="OVER_70")

    [line] = lines_for(words.member(call))
    assert {"pen_name", "age_band", "email"} <= line.get_deferred_fields()


def test_a_score_is_given_changed_and_refused_outside_its_time():
    call = words.call(is_open=False)
    line, who = words.accepted(call), words.member(call)

    for early in (call.closes_at - DAY, call.scoring_closes_at):
        with pytest.raises(ScoringClosed):
            score_line(member=who, kotoba=line, points=3, now=early)
    score_line(member=who, kotoba=line, points=3, now=call.closes_at)
    score_line(member=who, kotoba=line, points=5, now=NOW)
    assert KotobaScore.objects.get().points == 5
    for wrong in (0, 6):
        with pytest.raises(ValueError, match=str(wrong)):
            score_line(member=who, kotoba=line, points=wrong, now=NOW)


def test_only_what_staff_let_through_is_scored_by_members_whose_link_works():
    call = words.call(is_open=False)
    unread, who = words.sent(call), words.member(call)

    with pytest.raises(NotInSelection):
        score_line(member=who, kotoba=unread, points=3, now=NOW)
    set_member_active(member=who, is_active=False, actor=ONE, now=NOW)
    with pytest.raises(ScoringClosed):
        score_line(member=who, kotoba=words.accepted(call), points=3, now=NOW)


def test_an_invitation_goes_to_the_member_again_under_the_same_link():
    call = words.call(is_open=False)
    invite = {"call": call, "name": "委員", "email": "m@example.jp", "language": "ja"}

    first = invite_member(**invite, actor=ONE, now=NOW)
    second = invite_member(**invite, actor=ONE, now=NOW + DAY)

    assert first == second
    letters = OutboxMessage.objects.filter(kind="kotoba_committee")
    assert letters.count() == 2
    assert all(first.full_url in each.text for each in letters)
    call.scoring_closes_at = None
    call.save()
    with pytest.raises(NoEndOfScoring):
        invite_member(**invite, actor=ONE, now=NOW)


def test_a_strict_and_a_kind_member_count_the_same_once_evened_out():
    call = words.call(is_open=False)
    # The kind one gives 3 to 5, the strict one 1 to 3, and only one read each of two.
    words.scored(call, {"甘": [5, 0], "辛": [0, 3], "中": [4, 2], "下": [3, 1]})

    raw = {row.kotoba.text: row.mean for row in ranking(call).rows}
    even = {row.kotoba.text: row.adjusted for row in ranking(call, by=ADJUSTED).rows}

    assert (raw["甘"], raw["辛"]) == (5, 3)
    assert even["甘"] == pytest.approx(even["辛"])
    assert even["甘"] > even["中"] > even["下"]


def test_the_ranking_tells_ties_and_what_members_disagree_about():
    call = words.call(is_open=False)
    words.scored(call, {"割": [5, 1], "同": [3, 3], "上": [5, 5], "無": [0, 0]})

    rows = {row.kotoba.text: row for row in ranking(call).rows}

    assert [rows[each].rank for each in ("上", "割", "同", "無")] == [1, 2, 2, 4]
    assert rows["割"].is_disputed
    assert not rows["同"].is_disputed
    assert rows["割"].ties == 2
    assert rows["無"].mean is None
    assert ranking(call).read_by_few == 1


def test_lines_with_the_same_score_across_the_cut_are_left_to_people():
    call = words.call(is_open=False, places=2)
    words.scored(call, {"上": [5], "同一": [4], "同二": [4], "下": [1]})

    assert choose.choose_by_scores(call=call, actor=ONE, now=AFTER) == 1
    assert texts(call.kotoba.chosen()) == ["上"]
    tied = Kotoba.objects.get(text="同二")
    with pytest.raises(choose.WordMissing):
        choose.put_on_list(kotoba=tied, note=" ", actor=ONE, now=AFTER)
    choose.put_on_list(kotoba=tied, note="話し合いで", actor=ONE, now=AFTER)
    with pytest.raises(choose.NoPlaceLeft):
        choose.put_on_list(
            kotoba=Kotoba.objects.get(text="下"), note="x", actor=ONE, now=AFTER
        )
    assert texts(call.kotoba.chosen()) == ["上", "同二"]


def test_nobody_chooses_while_lines_come_in_or_are_scored():
    call = words.call(is_open=False)
    for early in (call.closes_at - DAY, NOW):
        with pytest.raises(choose.NotYet):
            choose.choose_by_scores(call=call, actor=ONE, now=early)


def test_the_list_is_put_in_order_and_closes_its_gaps():
    call = words.call(is_open=False, places=3)
    a, b, c = words.scored(call, {"一": [5], "二": [4], "三": [3]})
    choose.choose_by_scores(call=call, actor=ONE, now=AFTER)

    choose.move_on_list(kotoba=c, to=1, actor=ONE, now=AFTER)
    assert texts(call.kotoba.chosen()) == ["三", "一", "二"]
    choose.take_off_list(kotoba=a, note="本人の希望", actor=ONE, now=AFTER)
    assert list(call.kotoba.chosen().values_list("text", "position")) == [
        ("三", 1),
        ("二", 2),
    ]
    with pytest.raises(choose.NotChoosable):
        choose.take_off_list(kotoba=a, note="x", actor=ONE, now=AFTER)


def confirmed(call, *, now=AFTER):
    choose.choose_by_scores(call=call, actor=ONE, now=now)
    mark = choose.list_mark(list(call.kotoba.chosen()))
    choose.confirm_list(call=call, seen=mark, actor=TWO, now=now)
    call.refresh_from_db()


def test_a_second_person_confirms_the_list_they_saw():
    call = words.call(is_open=False)
    lines = words.scored(call, {"一": [5], "二": [4]})
    with pytest.raises(choose.NothingChosen):
        choose.confirm_list(call=call, seen="", actor=TWO, now=AFTER)
    choose.choose_by_scores(call=call, actor=ONE, now=AFTER)
    mark = choose.list_mark(list(call.kotoba.chosen()))

    with pytest.raises(choose.SamePerson):
        choose.confirm_list(call=call, seen=mark, actor=ONE, now=AFTER)
    withdraw_line(kotoba=lines[0], now=AFTER)
    with pytest.raises(choose.ListChanged):
        choose.confirm_list(call=call, seen=mark, actor=TWO, now=AFTER)
    mark = choose.list_mark(list(call.kotoba.chosen()))
    assert choose.confirm_list(call=call, seen=mark, actor=TWO, now=AFTER) == 1
    with pytest.raises(choose.ListStands):
        choose.choose_by_scores(call=call, actor=ONE, now=AFTER)


def test_a_confirmed_list_is_opened_again_only_before_anybody_was_told():
    call = words.call(is_open=False)
    words.scored(call, {"一": [5]})
    with pytest.raises(NotConfirmed):
        show_wall(call=call, actor=ONE, now=AFTER)
    confirmed(call)

    choose.reopen_list(call=call, actor=ONE, now=AFTER)
    confirmed(call)
    show_wall(call=call, actor=ONE, now=AFTER)
    with pytest.raises(choose.AlreadyTold):
        choose.reopen_list(call=call, actor=ONE, now=AFTER)


def test_the_wall_shows_each_line_as_its_writer_agreed():
    call = words.call(is_open=False, places=3)
    for text, consent in {
        "名": KotobaConsent.WITH_NAME,
        "無": KotobaConsent.WITHOUT_NAME,
        "隠": KotobaConsent.NOT_SHOWN,
    }.items():
        words.accepted(call, text, consent=consent, pen_name="ひばり")
    for each in call.kotoba.all():
        score_line(member=words.member(call), kotoba=each, points=5, now=NOW)
    confirmed(call)

    shown = {each.text: each.name_shown for each in call.kotoba.on_the_wall()}
    assert shown == {"名": "ひばり", "無": ""}


# Telling


def test_the_chosen_are_invited_and_the_others_thanked_after_a_second_yes():
    event = cast.event(slug="show", starts_at=AFTER + 20 * DAY)
    call = words.call(is_open=False, places=1, event=event)
    lines = words.scored(call, {"選": [5], "他": [2], "電話だけ": [1]})
    Kotoba.objects.filter(pk=lines[0].pk).update(phone="0425762111")
    Kotoba.objects.filter(pk=lines[1].pk).update(email=words.WRITER_EMAIL)
    Kotoba.objects.filter(pk=lines[2].pk).update(phone="0425762112")
    with pytest.raises(NotConfirmed):
        tell_results(call=call, actor=ONE, now=AFTER)
    confirmed(call)

    told = tell_results(call=call, actor=ONE, now=AFTER)

    assert told == {"kotoba_chosen": 1, "kotoba_thanks": 1}
    chosen = OutboxMessage.objects.get(kind="kotoba_chosen")
    thanks = OutboxMessage.objects.get(kind="kotoba_thanks")
    assert (chosen.letter_class, chosen.channel) == ("A", Channel.PHONE)
    assert (thanks.letter_class, thanks.channel) == ("B", Channel.EMAIL)
    assert {chosen.status, thanks.status} == {Status.AWAITING_APPROVAL}
    assert str(event.title) in chosen.text
    assert "3点の中から1点" in chosen.text
    with pytest.raises(ToldBefore):
        tell_results(call=call, actor=ONE, now=AFTER)
    batch = OutboxBatch.objects.get(kind="kotoba_chosen")
    with pytest.raises(SecondPersonNeeded):
        approve(batch=batch, by=ONE, now=AFTER)
    assert approve(batch=batch, by=TWO, now=AFTER) == 1


def test_who_withdraws_before_the_letter_left_gets_none():
    call = words.call(is_open=False, places=1)
    [line] = words.scored(call, {"選": [5]})
    Kotoba.objects.filter(pk=line.pk).update(email=words.WRITER_EMAIL)
    confirmed(call)
    tell_results(call=call, actor=ONE, now=AFTER)

    withdraw_line(kotoba=line, now=AFTER)

    letter = OutboxMessage.objects.get(kind="kotoba_chosen")
    assert letter.status == Status.SKIPPED
    assert not call.kotoba.chosen().exists()


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_every_letter_has_its_words_in_three_languages(language):
    call = words.call(is_open=False, places=1)
    one, two = words.scored(call, {"選": [5], "他": [1]})
    for line in (one, two):
        Kotoba.objects.filter(pk=line.pk).update(
            email=f"{line.pk}@example.jp", language=language
        )
    confirmed(call)
    tell_results(call=call, actor=ONE, now=AFTER)
    invite_member(
        call=call,
        name="委",
        email="m@example.jp",
        language=language,
        actor=ONE,
        now=NOW,
    )
    one.refresh_from_db()
    withdraw_line(kotoba=one, now=AFTER)

    letters = OutboxMessage.objects.all()
    assert letters.count() == 4
    assert not [each for each in letters if "{" in each.text or not each.subject]


def test_a_chosen_line_keeps_its_status_when_its_place_is_none():
    with pytest.raises(Exception, match="kotoba_only_the_chosen_have_a_place"):
        words.accepted(words.call(is_open=False)).call.kotoba.update(
            position=1, status=KotobaStatus.ACCEPTED
        )
