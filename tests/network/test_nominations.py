"""A city nominates, the secretariat decides, a reserve moves up."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from network.youth.choices import NominationKind, NominationStatus, Step
from network.youth.models import Nomination
from network.youth.usecases.nominate import (
    NotEligible,
    RulesMissing,
    TooLate,
    change_nominee,
    sent_before,
    submit,
    withdraw,
)
from network.youth.usecases.review import accept, decline, send_back
from network.youth.usecases.step import NomineeExists
from network.youth.workflow import WrongStep
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests.network.builders import (
    CHOFU,
    HINO,
    city,
    coordinator,
    nomination,
    nominee,
    programme,
    user,
)

pytestmark = pytest.mark.django_db
RESERVE = NominationKind.RESERVE


@pytest.fixture
def year():
    return programme()


@pytest.fixture
def chofu(year):
    of = city(CHOFU)
    coordinator(of)
    user(Role.SECRETARIAT)
    return of


def at(**delta):
    return timezone.now() + timedelta(**delta)


def done(made: Nomination) -> list[str]:
    return list(made.decisions.values_list("step", flat=True))


def letters(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def test_a_nomination_goes_back_and_forth_and_is_accepted(chofu, year):
    made = nomination(chofu, year)
    submit(nomination=made, actor="user:2", now=at())
    returned = send_back(
        nomination=made, points="住所\n\n電話番号", actor="user:3", now=at()
    )
    again = submit(nomination=returned, actor="user:2", now=at())
    accepted = accept(nomination=again, actor="user:3", now=at())

    assert accepted.status == NominationStatus.ACCEPTED
    assert done(made) == [Step.SUBMIT, Step.SEND_BACK, Step.RESUBMIT, Step.ACCEPT]
    assert (letters("nomination_submitted"), letters("nomination_accepted")) == (2, 1)
    text = OutboxMessage.objects.get(kind="nomination_sent_back").text
    assert "1 住所" in text
    assert "2 電話番号" in text
    verbs = AuditEntry.objects.filter(about=made.about).values_list("verb", flat=True)
    assert list(verbs) == [
        "nomination.submit",
        "nomination.send_back",
        "nomination.resubmit",
        "nomination.accept",
    ]


def test_one_active_principal_and_one_reserve_for_each_city(chofu, year):
    nomination(chofu, year)
    nomination(chofu, year, RESERVE)
    nomination(city(HINO), year)

    with pytest.raises(NomineeExists):
        nomination(chofu, year)
    with pytest.raises(NomineeExists):
        nomination(chofu, year, RESERVE)


def test_after_it_was_declined_the_city_nominates_somebody_else(chofu, year):
    made = nomination(chofu, year)
    submit(nomination=made, actor="user:2", now=at())
    decline(nomination=made, reason="市外の方のため", actor="user:3", now=at())

    assert nomination(chofu, year).status == NominationStatus.DRAFT
    assert letters("nomination_declined") == 1


def test_the_reserve_moves_up_in_the_same_step(chofu, year):
    principal = nomination(chofu, year)
    reserve = nomination(chofu, year, RESERVE, name="架空 次")
    for each in (principal, reserve):
        submit(nomination=each, actor="user:2", now=at())
        accept(nomination=each, actor="user:3", now=at())

    moved = withdraw(
        nomination=principal, reason="けがのため", actor="user:2", now=at()
    )

    reserve.refresh_from_db()
    assert moved == reserve
    assert (reserve.kind, reserve.status) == (
        NominationKind.PRINCIPAL,
        NominationStatus.ACCEPTED,
    )
    assert done(reserve)[-1] == Step.MOVE_UP
    assert Nomination.objects.of(chofu).active().principals().get() == reserve


def test_a_reserve_that_withdraws_moves_nobody(chofu, year):
    principal = nomination(chofu, year)
    reserve = nomination(chofu, year, RESERVE)

    assert withdraw(nomination=reserve, reason="辞退", actor="user:2", now=at()) is None
    assert Nomination.objects.active().get() == principal


def test_what_was_judged_opens_the_review_again(chofu, year):
    made = nomination(chofu, year)
    submit(nomination=made, actor="user:2", now=at())
    accept(nomination=made, actor="user:3", now=at())

    phone = nominee(more=nominee().more | {"phone": "0425000001"})
    same = change_nominee(nomination=made, nominee=phone, actor="user:2", now=at())
    other = change_nominee(
        nomination=made, nominee=nominee(name="別名 ゆう"), actor="user:2", now=at()
    )

    assert same.status == NominationStatus.ACCEPTED
    assert other.status == NominationStatus.REOPENED


def test_while_it_is_read_the_city_waits(chofu, year):
    made = nomination(chofu, year)
    submit(nomination=made, actor="user:2", now=at())

    with pytest.raises(WrongStep):
        change_nominee(
            nomination=made, nominee=nominee(name="別名"), actor="user:2", now=at()
        )


def test_the_deadline_and_the_birth_window_are_those_of_the_rules(chofu, year):
    made = nomination(chofu, year)
    with pytest.raises(TooLate):
        submit(nomination=made, actor="user:2", now=at(days=21))

    other = nomination(city(HINO), year, born_on=date(2003, 4, 1))
    with pytest.raises(NotEligible):
        submit(nomination=other, actor="user:2", now=at())
    edge = nomination(city(HINO), year, RESERVE, born_on=date(2003, 4, 2))
    assert submit(nomination=edge, actor="user:2", now=at()).is_in_review


def test_what_was_sent_back_may_come_after_the_deadline(chofu, year):
    made = nomination(chofu, year)
    submit(nomination=made, actor="user:2", now=at())
    send_back(nomination=made, points="住所", actor="user:3", now=at())

    assert submit(nomination=Nomination.objects.get(), actor="user:2", now=at(days=21))


def test_without_rules_nobody_is_nominated():
    unpublished = programme(published=False)
    with pytest.raises(RulesMissing):
        nomination(city(), unpublished)


def test_somebody_who_was_sent_before_is_recognised(chofu, year):
    before = programme()
    old = nomination(city(HINO), before, kana="カクウ　ユウ")
    submit(nomination=old, actor="user:2", now=at())
    accept(nomination=old, actor="user:3", now=at())

    assert sent_before(nomination(chofu, year)) == [before.year]
    assert sent_before(nomination(chofu, year, RESERVE, kana="べつの ひと")) == []
