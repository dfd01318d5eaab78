"""Two people of one city reply at the same moment: there is one reply."""

from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from network.summit.models import SummitGuest, SummitReply
from network.summit.usecases.arrive import CountedMeanwhile, NobodyElse, count_citizens
from network.summit.usecases.reply import ChangedMeanwhile
from tests.door.test_race import all_at_once
from tests.network.builders import city
from tests.network.summits import answered, guest, summit

CLERKS = 6
GUARD = next(
    each for each in SummitReply._meta.constraints if each.name == "summit_reply_once"
)

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def reply_at_once() -> Counter:
    made, of = summit(), city()

    def answer(number: int) -> str:
        try:
            answered(made, of, guest(name=f"架空 {number}"))
        except ChangedMeanwhile:
            return "told"
        return "written"

    return Counter(all_at_once(answer, CLERKS))


def test_the_database_lets_one_reply_through_and_one_mayor():
    assert reply_at_once() == {"written": 1, "told": CLERKS - 1}
    assert SummitGuest.objects.count() == 1


def test_without_the_constraint_there_would_be_many_mayors():
    constraints = SummitReply._meta.constraints
    # SQLite makes the table anew from what the model says.
    SummitReply._meta.constraints = [each for each in constraints if each != GUARD]
    with connection.schema_editor() as editor:
        editor.remove_constraint(SummitReply, GUARD)
    try:
        assert reply_at_once()["written"] > 1
        assert SummitGuest.objects.count() > 1
    finally:
        SummitGuest.objects.all().delete()
        SummitReply.objects.all().delete()
        SummitReply._meta.constraints = constraints
        with connection.schema_editor() as editor:
            editor.add_constraint(SummitReply, GUARD)


def test_of_many_taps_on_the_same_number_one_counts():
    written = answered(summit(citizen_seats=3), city(), citizens=3)

    def tap(number: int) -> str:
        try:
            count_citizens(
                reply=written, seen=0, by=1, actor="user:1", now=timezone.now()
            )
        except (CountedMeanwhile, NobodyElse):
            return "told"
        return "counted"

    assert Counter(all_at_once(tap, CLERKS)) == {"counted": 1, "told": CLERKS - 1}
    written.refresh_from_db()
    assert written.citizens_arrived == 1
