"""`manage.py recount` compares and never repairs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.programme.models import Quota
from events.registration.models import Seat
from tests import cast

pytestmark = pytest.mark.django_db


def test_it_says_that_counters_and_seats_agree():
    cast.registration(cast.event(), people=["国立 花子", "国立 太郎"])
    out = StringIO()

    call_command("recount", stdout=out)

    assert out.getvalue() == "Counters and seats agree.\n"


@pytest.mark.parametrize("taken", [0, 3])
def test_it_finds_a_planted_difference_and_changes_nothing(taken):
    event = cast.event()
    cast.registration(event, people=["国立 花子", "国立 太郎"])
    quota = Quota.objects.get(taken=2)
    Quota.objects.filter(pk=quota.pk).update(taken=taken)
    out = StringIO()

    with pytest.raises(CommandError, match="1 counters differ"):
        call_command("recount", stdout=out)

    assert out.getvalue() == (
        f"quota {quota.pk} of talk timeslot {quota.timeslot_id}: "
        f"taken {taken}, rows 2\n"
    )
    quota.refresh_from_db()
    assert quota.taken == taken


def test_a_seat_cancelled_behind_the_counter_is_found_too():
    cast.registration(cast.event())
    Seat.objects.update(status="CANCELLED", cancelled_at=cast.NOW)

    with pytest.raises(CommandError):
        call_command("recount", stdout=StringIO())
