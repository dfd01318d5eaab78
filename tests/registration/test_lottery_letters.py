"""What the draw says to each party, in three languages."""

import pytest

from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.approve import approve
from tests import cast
from tests.registration.drawing import draw, drawing_day, enter, lottery_event, seal
from tests.registration.waiting import cancel

pytestmark = pytest.mark.django_db

LANGUAGES = ("ja", "ja-easy", "en")


def results():
    return OutboxMessage.objects.filter(key__startswith="lottery:").order_by("pk")


def drawn(seats: int, parties: int = 3, **values):
    event = lottery_event(seats=seats, **values)
    seal(event)
    made = [
        enter(event, "国立 花子", language=LANGUAGES[number % 3])
        for number in range(parties)
    ]
    draw(event)
    return event, made


def test_who_won_reads_it_with_ticket_and_calendar():
    _, parties = drawn(seats=3)

    ja, easy, en = results()

    assert ja.subject == "抽選の結果、席が確定しました（体験伝承者講話）"
    assert "抽選の結果、次の席が確定しました。" in ja.text
    assert "広島の話　確定" in ja.text
    assert (
        "来られないときは、2月15日(日) 午後1時30分までに取り消してください。" in ja.text
    )
    assert "抽選番号　1\n" in ja.text
    assert "/events/talk/lottery/" in ja.text
    assert [part[0] for part in ja.parts] == ["ticket_qr", "calendar"]
    assert easy.subject.startswith("くじで 席《せき》が 決《き》まりました")
    assert "あなたの くじの 番号《ばんごう》: 2" in easy.text
    assert en.subject == "Lottery result, you have a seat: Testimony talks"
    assert "If you cannot come, cancel by Sun 15 Feb, 1:30pm." in en.text
    assert {each.kind for each in (ja, easy, en)} == {"lottery_won"}
    assert {each.letter_class for each in (ja, easy, en)} == {"A"}
    assert [each.about for each in (ja, easy, en)] == [each.about for each in parties]


def test_who_lost_reads_how_many_applied_and_the_place_in_the_line():
    drawn(seats=0)

    ja, easy, en = results()

    places = {}
    for letter, words in [
        (ja, "キャンセル待ちの順番は{}番目です。"),
        (easy, "あなたは、いま {}番目《ばんめ》に 待《ま》って います。"),
        (en, "You are at number {} on the waiting list."),
    ]:
        places[letter.language] = next(
            place for place in (1, 2, 3) if words.format(place) in letter.text
        )
    assert sorted(places.values()) == [1, 2, 3]
    assert "定員0名に3名の申込みがあり、抽選しました。" in ja.text
    assert "3 people applied for 0 seats." in en.text
    assert {each.kind for each in (ja, easy, en)} == {"lottery_lost"}
    assert ja.parts == []


def test_without_a_waiting_list_nobody_is_promised_a_place():
    drawn(seats=0, has_waiting_list=False)

    ja, easy, en = results()

    assert "この催しに、キャンセル待ちはありません。" in ja.text
    assert "落選" in ja.text
    assert "席《せき》が 空《あ》くのを 待《ま》つ ことが できません。" in easy.text
    assert "This event has no waiting list." in en.text
    for letter in (ja, easy, en):
        assert "番目" not in letter.text
        assert "number 1 on" not in letter.text


def test_two_lotteries_make_one_letter_with_what_was_won_and_what_was_not():
    event, _ = drawn(seats=1, parties=6, slots=2)

    assert results().count() == 6
    both = results().filter(text__contains="席が決まらなかった回", language="ja")
    lost = results().filter(kind="lottery_lost", language="ja")
    assert results().filter(kind="lottery_won").count() in {1, 2}
    for letter in both:
        assert "キャンセル待ち" in letter.text
    for letter in lost:
        assert letter.text.count("番目") == 2
    assert event.timeslots.count() == 2


def test_who_withdrew_hears_nothing_more_of_it():
    event = lottery_event(seats=1)
    seal(event)
    gone, staying = enter(event), enter(event)
    cancel(gone)

    draw(event)

    assert [each.about for each in results()] == [staying.about]


def test_who_has_no_address_is_rung_up():
    event = lottery_event(seats=1)
    seal(event)
    enter(event, phone="0425762111", email="")

    draw(event)

    call = OutboxMessage.objects.to_call(drawing_day()).get(key__startswith="lottery:")
    assert (call.channel, call.phone) == (Channel.PHONE, "0425762111")


def test_up_to_fifty_letters_leave_at_once_and_more_wait_for_a_second_person():
    few = lottery_event(slug="few", seats=1)
    seal(few)
    many = lottery_event(slug="many", seats=1)
    seal(many)
    for number in range(51):
        if number < 50:
            enter(few)
        enter(many)

    draw(few)
    assert set(results().values_list("status", flat=True)) == {Status.PENDING}
    assert not OutboxBatch.objects.exists()

    draw(many)
    batch = OutboxBatch.objects.get()
    assert (batch.kind, batch.recipient_count) == ("lottery_result", 51)
    assert results().filter(status=Status.AWAITING_APPROVAL).count() == 51
    assert approve(batch=batch, by="user:2", now=drawing_day()) == 51


def test_a_letter_about_the_event_does_not_leave_after_it_began():
    event, _ = drawn(seats=3)

    assert {each.not_after for each in results()} == {event.timeslots.get().starts_at}
    assert event.starts_at > cast.NOW
