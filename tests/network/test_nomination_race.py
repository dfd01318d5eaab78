"""Two people of one city nominate at the same moment: there is one principal."""

from collections import Counter

import pytest
from django.db import connection

from network.youth.models import Nomination
from network.youth.usecases.nominate import NomineeExists
from tests.door.test_race import all_at_once
from tests.network.builders import city, nomination, programme

CLERKS = 8
GUARD = next(
    each
    for each in Nomination._meta.constraints
    if each.name == "nomination_one_active_of_a_kind"
)

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def nominate_at_once() -> Counter:
    year, of = programme(), city()

    def nominate(number: int) -> str:
        try:
            nomination(of, year, name=f"架空 {number}")
        except NomineeExists:
            return "refused"
        return "made"

    return Counter(all_at_once(nominate, CLERKS))


def test_the_database_lets_one_principal_through():
    assert nominate_at_once() == {"made": 1, "refused": CLERKS - 1}


def test_without_the_constraint_there_would_be_many():
    with connection.schema_editor() as editor:
        editor.remove_constraint(Nomination, GUARD)
    try:
        assert nominate_at_once()["made"] > 1
    finally:
        Nomination.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Nomination, GUARD)
