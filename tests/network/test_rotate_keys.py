"""Keys are changed while the site runs: nothing is lost, nothing is overwritten."""

import io
import time
from datetime import date
from unittest import mock

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.registration.models import Lottery
from network.youth.choices import ProtectedKind
from network.youth.models import ProtectedRecord
from network.youth.usecases import rotate_protected as use_case
from network.youth.usecases.protect import protect
from network.youth.usecases.rotate_protected import rotate_protected
from peace import encryption
from tests import cast
from tests.accounts.people import SECRET, authenticator_of, with_app
from tests.door.at_once import all_at_once
from tests.network import builders

KEPT = 24
WRITERS = 4


def keep(delegate, kind=ProtectedKind.HEALTH, **answers) -> ProtectedRecord:
    return protect(
        delegate=delegate,
        kind=kind,
        answers={"nothing": False, **answers},
        erase_on=date(2030, 1, 1),
        actor="link:1",
        now=timezone.now(),
    )


def rotate_keys(*arguments: str) -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("rotate_keys", *arguments, stdout=out, stderr=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def everything(settings, db):
    """One of each kind, under the key "old"."""
    settings.FIELD_KEYS = ["old"]
    delegate = builders.delegate(builders.city(), builders.programme())
    keep(delegate, allergies="えび")
    person = with_app(cast.endo())
    now = timezone.now()
    lottery = Lottery.objects.create(
        event=cast.event(now=now, starts_at=now + cast.HOUR),
        sealed_seed=encryption.encrypt("5eed"),
        seed_hash="0" * 64,
        public_value_name="値",
        public_value_on=date(2026, 1, 1),
        committed_at=now,
        requested_by="user:1",
    )
    return delegate, person, lottery


def test_everything_comes_under_the_newest_key_and_the_old_one_can_go(
    everything, settings
):
    delegate, person, lottery = everything
    settings.FIELD_KEYS = ["new", "old"]

    before = rotate_keys("--check")
    done = rotate_keys()
    again = rotate_keys()

    assert before[0] == 1
    assert "protected records: 1 under older keys, 0" in before[1]
    assert "second factors: 2 under older keys, 0" in before[1]
    assert "lottery seeds: 1 under older keys, 0" in before[1]
    assert done[0] == 0
    assert "protected records: 1 rotated, 0 under" in done[1]
    assert "second factors: 2 rotated, 0 under" in done[1]
    assert again[0] == 0
    assert "0 rotated" in again[1]
    settings.FIELD_KEYS = ["new"]
    assert rotate_keys("--check")[0] == 0
    assert delegate.protected.get().unseal()["allergies"] == "えび"
    lottery.refresh_from_db()
    assert encryption.decrypt(lottery.sealed_seed) == "5eed"
    secret = authenticator_of(person).data["secret"]
    assert encryption.decrypt(secret) == SECRET


def test_a_key_that_was_taken_away_too_early_is_told_and_nothing_is_changed(
    everything, settings
):
    settings.FIELD_KEYS = ["new"]
    before = ProtectedRecord.objects.get().sealed

    code, text = rotate_keys()

    assert code == 1
    assert "put it back" in text
    assert "protected records: 0 rotated, 0 under older keys, 1 under" in text
    assert ProtectedRecord.objects.get().sealed == before


def test_it_goes_on_where_it_was_stopped(settings, db):
    settings.FIELD_KEYS = ["old"]
    delegates = [
        builders.delegate(builders.city(code), year)
        for year in [builders.programme(), builders.programme()]
        for code in (builders.CHOFU, builders.HINO)
    ]
    for each in delegates:
        keep(each)
    settings.FIELD_KEYS = ["new", "old"]
    rotate, done = encryption.rotate, []

    def stopped(text):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(1)
        return rotate(text)

    with (
        mock.patch.object(encryption, "rotate", stopped),
        pytest.raises(KeyboardInterrupt),
    ):
        rotate_protected()

    assert encryption.count_column(ProtectedRecord.objects.all(), "sealed").left == 2
    assert rotate_protected() == encryption.Rotated(2, 0, 0)


def without_looking(rows, column):
    """What the rotation must not do: read, think, and write without looking again."""
    for pk, old in list(rows.values_list("pk", column)):
        new = encryption.encrypt(encryption.decrypt(old))
        time.sleep(0.002)
        rows.filter(pk=pk).update(**{column: new})
    return encryption.Rotated()


def rotate_while_guardians_write(settings) -> int:
    """How many of the last answers are not there afterwards."""
    settings.FIELD_KEYS = ["old"]
    delegates = [
        builders.delegate(builders.city(code), builders.programme())
        for code in [builders.CHOFU, builders.HINO] * (KEPT // 2)
    ]
    for each in delegates:
        keep(each, allergies="before")
    settings.FIELD_KEYS = ["new", "old"]

    def work(number: int) -> None:
        if number == WRITERS:
            for _turn in range(4):
                rotate_protected()
            return
        for each in delegates[number::WRITERS]:
            for turn in range(4):
                keep(each, allergies=f"answer {turn}")

    faults = [each for each in all_at_once(work, WRITERS + 1) if each is not None]
    assert faults == []
    rotate_protected()
    rows = ProtectedRecord.objects.all()
    assert all(encryption.is_current(each.sealed) for each in rows)
    return sum(each.unseal()["allergies"] != "answer 3" for each in rows)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_no_answer_is_overwritten_while_keys_are_rotated(settings):
    assert rotate_while_guardians_write(settings) == 0


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_rotation_that_does_not_look_again_would_lose_answers(settings):
    with mock.patch.object(use_case, "rotate_column", without_looking):
        assert rotate_while_guardians_write(settings) > 0
