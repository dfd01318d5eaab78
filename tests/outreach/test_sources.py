"""Sources are made many at once, described, switched off, and never used again."""

import pytest

from events.outreach.models import Source
from events.outreach.usecases.sources import (
    MOST_AT_ONCE,
    CodeTaken,
    TooMany,
    create_sources,
    describe_source,
    switch_source,
)
from peace.audit.models import AuditEntry
from tests import cast
from tests.outreach.builders import source

pytestmark = pytest.mark.django_db
ACTOR = {"actor": "user:1", "now": cast.NOW}


def test_ten_posters_are_ten_codes_with_their_places_in_order():
    event = cast.event()
    places = [f"掲示板{number}" for number in range(8)] + ["", ""]

    made = create_sources(kind="POSTER", places=places, event=event, **ACTOR)

    assert [each.place for each in made] == places
    assert len({each.code for each in made}) == 10
    assert list(Source.objects.all()) == made
    entry = AuditEntry.objects.get()
    assert entry.verb == "source.created"
    assert entry.detail["sources"] == 10
    assert "掲示板" not in str(entry.detail)


def test_a_code_that_stands_on_paper_is_never_given_again():
    source(code="shihou", is_active=False)

    with pytest.raises(CodeTaken):
        create_sources(kind="CITY_PAPER", places=[""], code="shihou", **ACTOR)

    assert Source.objects.count() == 1
    assert not AuditEntry.objects.exists()


def test_a_proposal_that_is_taken_by_chance_is_made_again(monkeypatch):
    source(code="kp7m4")
    codes = iter(["kp7m4", "zz999"])
    monkeypatch.setattr(
        "events.outreach.usecases.sources.propose_code", lambda: next(codes)
    )

    assert create_sources(kind="X", places=[""], **ACTOR)[0].code == "zz999"


@pytest.mark.parametrize("number", [0, MOST_AT_ONCE + 1])
def test_nobody_hangs_so_many(number):
    with pytest.raises(TooMany):
        create_sources(kind="POSTER", places=[""] * number, **ACTOR)


def test_it_is_described_and_its_code_stays():
    made = source()

    describe_source(source=made, place="図書館", **ACTOR)

    assert Source.objects.values_list("code", "place").get() == ("kp7m4", "図書館")
    assert AuditEntry.objects.get().verb == "source.described"


def test_it_is_switched_off_once_and_on_again():
    made = source()

    assert switch_source(source=made, is_on=False, **ACTOR)
    assert not switch_source(source=made, is_on=False, **ACTOR)
    assert switch_source(source=made, is_on=True, **ACTOR)

    verbs = list(AuditEntry.objects.values_list("verb", flat=True))
    assert verbs == ["source.switched_off", "source.switched_on"]
