"""Who acts for a city: invited, handed over, standing in, ended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator, Invitation
from network.cities.usecases.accept_invitation import (
    ActsElsewhere,
    InvitationOver,
    WrongAccount,
    accept_invitation,
    end_coordinator,
)
from network.cities.usecases.invite_coordinator import (
    NotAMember,
    NotTheirs,
    invite_coordinator,
    withdraw_invitation,
)
from peace.accounts.choices import Role
from peace.language.dates import jst
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.accounts.people import with_app
from tests.network.builders import CHOFU, HINO, city, coordinator, user

pytestmark = pytest.mark.django_db


def invite(email="new@city.test", of=None, **more) -> str:
    return invite_coordinator(
        municipality=of or city(),
        email=email,
        name="新任 担当",
        level=CoordinatorLevel.EDITOR,
        actor="user:1",
        now=timezone.now(),
        **more,
    )


def accept(code, person, **delta) -> Coordinator:
    return accept_invitation(
        code=code, user=person, now=timezone.now() + timedelta(**delta)
    )


def acting() -> list[str]:
    terms = Coordinator.objects.acting_at(timezone.now() + timedelta(seconds=1))
    return [term.user.email for term in terms.order_by("pk")]


def test_an_invitation_makes_a_coordinator_with_a_second_factor():
    person = user(email="new@city.test")
    code = invite()

    term = accept(code, person)

    person.refresh_from_db()
    assert (person.role, person.needs_second_factor) == (Role.COORDINATOR, True)
    assert term.may(CoordinatorLevel.VIEWER)
    assert not term.may(CoordinatorLevel.APPROVER)
    text = OutboxMessage.objects.get().text
    assert code in text
    assert not Invitation.objects.filter(code_hash=code).exists()


def test_a_link_works_once_for_fourteen_days_for_its_address():
    person = user(email="new@city.test")
    code = invite()

    with pytest.raises(WrongAccount):
        accept(code, user())
    with pytest.raises(InvitationOver):
        accept(code, person, days=15)
    accept(code, person)
    with pytest.raises(InvitationOver):
        accept(code, person)
    with pytest.raises(InvitationOver):
        accept("never-made", person)


def test_only_the_newest_link_works():
    person = user(email="new@city.test")
    old, new = invite(), invite()

    with pytest.raises(InvitationOver):
        accept(old, person)
    assert accept(new, person)


def test_in_april_the_post_is_handed_over():
    before = coordinator(city())
    person = user(email="new@city.test")

    accept(invite(replaces=before), person)

    before.user.refresh_from_db()
    assert acting() == ["new@city.test"]
    assert before.user.role == Role.RESIDENT


def test_a_substitute_acts_beside_them_until_a_day():
    usual = coordinator(city())
    person = user(email="new@city.test")
    today = jst(timezone.now()).date()

    term = accept(invite(until=today + timedelta(days=9)), person)

    assert acting() == [usual.user.email, "new@city.test"]
    assert term.is_substitute
    end = timezone.now() + timedelta(days=11)
    assert list(Coordinator.objects.acting_at(end)) == [usual]


def test_who_acts_for_one_city_does_not_act_for_another():
    person = coordinator(city(CHOFU)).user

    with pytest.raises(ActsElsewhere):
        accept(invite(email=person.email, of=city(HINO)), person)


def test_only_members_have_coordinators_and_only_their_own_are_replaced():
    with pytest.raises(NotAMember):
        invite(of=city("133035"))
    with pytest.raises(NotTheirs):
        invite(replaces=coordinator(city(HINO)))


def test_an_ended_term_sees_nothing_from_that_moment():
    term = coordinator(city())

    end_coordinator(coordinator=term, actor="user:1", now=timezone.now())
    end_coordinator(coordinator=term, actor="user:1", now=timezone.now())

    assert acting() == []


def test_an_invitation_that_was_taken_back_works_no_more():
    person = user(email="new@city.test")
    code = invite()
    invitation = Invitation.objects.get()

    assert withdraw_invitation(
        invitation=invitation, actor="user:1", now=timezone.now()
    )
    assert not withdraw_invitation(
        invitation=invitation, actor="user:1", now=timezone.now()
    )
    with pytest.raises(InvitationOver):
        accept(code, person)


def test_in_april_the_hand_over_is_begun_beside_the_name(client):
    term = coordinator(city(), CoordinatorLevel.APPROVER)
    foreign = coordinator(city(HINO))
    cast.signed_in(with_app(term.user), client)

    page = client.get(f"/network/team/?replaces={term.pk}").content.decode()
    strange = client.get(f"/network/team/?replaces={foreign.pk}").content.decode()

    assert f'<option value="{term.pk}" selected>' in page
    assert "selected>引継ぎではない" in strange
    assert "担当を終わりにする" not in page  # not one's own
    assert client.get("/network/team/?replaces=x").status_code == 200
