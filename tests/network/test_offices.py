"""Chair and vice-chair: one chair at a time, with every term kept."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from network.cities.choices import Office
from network.cities.models import OfficeTerm
from network.cities.usecases.office import (
    NotAMember,
    TermsOverlap,
    begin_office,
    change_office,
    remove_office,
)
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from tests import cast
from tests.accounts.people import with_app
from tests.door.at_once import all_at_once
from tests.network import builders
from tests.network.builders import CHOFU, HINO, KUNITACHI, city, office

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


def begin(code, kind=Office.CHAIR, first=APRIL, last=None) -> OfficeTerm:
    return begin_office(
        municipality=city(code),
        office=kind,
        starts_on=first,
        ends_on=last,
        actor="user:1",
        now=timezone.now(),
    )


def on(day) -> list[str]:
    return [term.municipality_id for term in OfficeTerm.objects.on(day)]


def test_a_new_chair_ends_the_term_of_the_one_before_on_the_day_before():
    before = office(city(KUNITACHI))

    begin(HINO)

    before.refresh_from_db()
    assert before.ends_on == date(2026, 3, 31)
    assert on(APRIL - timedelta(days=1)) == [KUNITACHI]
    assert on(APRIL) == [HINO]
    assert AuditEntry.objects.filter(verb="office.begun").count() == 1


def test_two_chairs_at_a_time_are_refused_also_in_the_past_and_nothing_changes():
    now = office(city(KUNITACHI), starts_on=date(2025, 4, 1))
    office(city(CHOFU), starts_on=date(2023, 4, 1), ends_on=date(2025, 3, 31))

    with pytest.raises(TermsOverlap) as refused:
        begin(HINO, first=date(2024, 1, 1), last=date(2024, 12, 31))
    with pytest.raises(TermsOverlap):
        begin(HINO, first=date(2025, 4, 1))

    assert refused.value.other.municipality_id == CHOFU
    now.refresh_from_db()
    assert now.ends_on is None
    assert OfficeTerm.objects.count() == 2


def test_there_may_be_two_vice_chairs_but_not_the_same_city_twice():
    begin(HINO, Office.VICE_CHAIR)
    begin(CHOFU, Office.VICE_CHAIR)

    with pytest.raises(TermsOverlap):
        begin(HINO, Office.VICE_CHAIR, first=date(2027, 4, 1))
    assert len(on(APRIL)) == 2


def test_a_town_holds_no_office():
    with pytest.raises(NotAMember):
        begin("133035")


def test_the_days_of_a_term_are_corrected_and_a_mistake_is_taken_off():
    first = office(city(KUNITACHI), ends_on=date(2026, 3, 31))
    second = begin(HINO)
    days = {"actor": "user:1", "now": timezone.now()}

    with pytest.raises(TermsOverlap):
        change_office(term=first, starts_on=first.starts_on, ends_on=APRIL, **days)
    change_office(term=second, starts_on=date(2026, 5, 1), ends_on=None, **days)
    remove_office(term=first, **days)

    assert on(APRIL) == []
    assert on(date(2026, 5, 1)) == [HINO]


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_who_enter_a_chair_for_the_same_days_at_once_one_is_refused():
    city()

    def enter(number: int) -> bool:
        code = (KUNITACHI, HINO)[number]
        try:
            begin(code, last=date(2027, 3, 31))
        except TermsOverlap:
            return False
        return True

    assert sum(all_at_once(enter, 2)) == 1
    assert OfficeTerm.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_could_be_entered():
    """Nothing but the lock keeps two terms with an end apart."""
    for code in (KUNITACHI, HINO):
        office(city(code), ends_on=date(2027, 3, 31))

    assert OfficeTerm.objects.on(APRIL).count() == 2


def test_everybody_reads_who_presides_today(client):
    today = jst(timezone.now()).date()
    office(city(KUNITACHI), starts_on=today)
    office(city(HINO), Office.VICE_CHAIR, starts_on=today + timedelta(days=1))

    page = client.get("/network/").content.decode()

    officers = page[page.index("会長市と副会長市") : page.index("参加している")]
    assert "国立市" in officers
    assert "日野市" not in officers


def test_the_secretariat_enters_a_term_and_is_told_what_is_wrong(client):
    office(city(KUNITACHI), starts_on=date(2026, 4, 1))
    cast.signed_in(with_app(builders.user(Role.SECRETARIAT)), client)
    wanted = {
        "office": Office.CHAIR,
        "municipality": HINO,
        "starts_on": "2026-04-01",
        "ends_on": "2026-01-01",
    }

    wrong = client.post("/network/offices/", wanted).content.decode()
    taken = client.post("/network/offices/", wanted | {"ends_on": ""}).content.decode()
    done = client.post(
        "/network/offices/", wanted | {"starts_on": "2028-04-01", "ends_on": ""}
    )

    assert "終わりの日が、始まりの日より前です。" in wrong
    assert "国立市の任期（令和8年4月1日(水)～）と重なっています。" in taken
    assert done.status_code == 302
    assert OfficeTerm.objects.count() == 2
