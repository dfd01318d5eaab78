"""The same form many times at once, and many forms at once, for one item."""

import uuid
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from network.youth.choices import ItemStatus
from network.youth.models import ChecklistFile, ChecklistItem
from network.youth.usecases import hand_in as use_case
from network.youth.usecases.hand_in import MOST_FILES, TooManyFiles, hand_in
from tests.door.at_once import all_at_once
from tests.network import builders

CLERKS = 8
CODE = ChecklistFile._meta.get_field("code")

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.PRIVATE_STORE = tmp_path
    return tmp_path


def send_at_once(code: uuid.UUID | None = None) -> tuple[ChecklistItem, Counter]:
    delegate = builders.delegate(builders.city(), builders.programme())
    item = builders.item(delegate)

    def send(number: int) -> str:
        more = {"code": code} if code else {}
        try:
            made = hand_in(
                item=item,
                files=[builders.sent_file(b"%d" % number, **more)],
                actor=f"user:{number}",
                now=timezone.now(),
            )
        except TooManyFiles:
            return "too many"
        return f"made {len(made)}"

    return item, Counter(map(str, all_at_once(send, CLERKS)))


def test_the_same_form_sent_at_once_makes_one_file(folder):
    item, found = send_at_once(uuid.uuid4())

    assert found == {"made 1": 1, "made 0": CLERKS - 1}
    assert item.files.count() == len(list(folder.iterdir())) == 1


def test_without_the_constraint_it_would_make_many():
    loose = ChecklistFile._meta.get_field("code").clone()
    loose.set_attributes_from_name("code")
    loose.model, loose._unique = ChecklistFile, False
    with connection.schema_editor() as editor:
        editor.alter_field(ChecklistFile, CODE, loose)
    try:
        item, found = send_at_once(uuid.uuid4())
        assert item.files.count() > 1, found
    finally:
        ChecklistFile.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.alter_field(ChecklistFile, loose, CODE)


def test_different_forms_at_once_never_exceed_five_files(folder):
    item, found = send_at_once()

    assert found == {"made 1": MOST_FILES, "too many": CLERKS - MOST_FILES}
    assert item.files.kept().count() == len(list(folder.iterdir())) == MOST_FILES
    item.refresh_from_db()
    assert item.status == ItemStatus.DONE


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks")
def test_without_the_lock_they_would(monkeypatch):
    """SQLite has one writer at a time anyway; there the lock has nothing to do."""

    def not_held(item: ChecklistItem) -> ChecklistItem:
        return ChecklistItem.objects.select_related("delegate", "municipality").get(
            pk=item.pk
        )

    monkeypatch.setattr(use_case, "locked_item", not_held)
    # All have written their row before the first one counts.
    monkeypatch.setattr(use_case, "settle", lambda *args, **kwargs: None)
    item, _found = send_at_once()

    assert item.files.kept().count() > MOST_FILES
