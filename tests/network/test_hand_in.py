"""A city hands in, the secretariat looks: the states of an item, and its files."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from network.youth import store
from network.youth.choices import (
    ConsentKind,
    ConsentWay,
    ItemKind,
    ItemStatus,
    Reader,
)
from network.youth.models import ChecklistFile, SignedConsent
from network.youth.reports_documents import (
    checklist_of,
    documents_of,
    line_of,
    table_of,
)
from network.youth.usecases.check_item import (
    SentenceMissing,
    find_in_order,
    find_problem,
)
from network.youth.usecases.hand_in import (
    MOST_FILES,
    ItemClosed,
    TooManyFiles,
    hand_in,
    remove_file,
    replace_file,
    tick,
    untick,
)
from network.youth.usecases.nominate import withdraw
from network.youth.usecases.send_delegate import begin_delegate
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests.network import builders

pytestmark = pytest.mark.django_db
WHO = {"actor": "user:1"}


@pytest.fixture
def delegate(settings, tmp_path):
    settings.PRIVATE_STORE = tmp_path / "private"
    return builders.delegate(builders.city(), builders.programme())


def kept() -> set[str]:
    folder = settings.PRIVATE_STORE
    return {each.name for each in folder.iterdir()} if folder.exists() else set()


def send(item, *files, **more):
    sent = files or [builders.sent_file()]
    return hand_in(item=item, files=sent, now=timezone.now(), **WHO | more)


def problem(item, sentence="署名がありません。"):
    return find_problem(
        item=item, sentence=sentence, actor="user:2", now=timezone.now()
    )


def fresh(item):
    item.refresh_from_db()
    return item


def test_a_file_makes_the_item_done_and_lies_under_a_random_name(delegate):
    item = builders.item(delegate)
    (file,) = send(item, builders.sent_file(b"content", sent_as="../x.jpg"))

    assert fresh(item).status == ItemStatus.DONE
    assert item.done_on == timezone.localdate()
    assert store.read(file.stored_as) == b"content"
    assert kept() == {file.stored_as}
    path = settings.PRIVATE_STORE / file.stored_as
    assert path.stat().st_mode & 0o777 == 0o600
    assert settings.PRIVATE_STORE.stat().st_mode & 0o777 == 0o700
    assert (file.sent_as, file.municipality_id) == ("../x.jpg", builders.CHOFU)
    entry = AuditEntry.objects.filter(verb="item.files_added").get()
    assert "x.jpg" not in str(entry.detail)


def test_the_same_sending_twice_is_one_file(delegate):
    item, sent = builders.item(delegate), builders.sent_file()

    assert len(send(item, sent)) == 1
    assert send(item, sent) == []
    assert item.files.count() == 1
    assert len(kept()) == 1
    assert AuditEntry.objects.filter(verb="item.files_added").count() == 1


def test_more_than_five_files_are_refused_and_nothing_is_left(delegate):
    item = builders.item(delegate)
    send(item, *(builders.sent_file() for _n in range(MOST_FILES - 1)))
    before = kept()

    with pytest.raises(TooManyFiles):
        send(item, builders.sent_file(), builders.sent_file())

    assert kept() == before
    assert item.files.count() == MOST_FILES - 1


def test_what_is_handed_in_another_way_takes_no_file(delegate):
    for kind in set(ItemKind) - {
        ItemKind.APPLICATION,
        ItemKind.MOTIVATION,
        ItemKind.GUARDIAN_CONSENT,
        ItemKind.MEDIA_CONSENT,
    }:
        with pytest.raises(ItemClosed):
            send(builders.item(delegate, kind))
    assert kept() == set()


def test_who_does_not_go_any_more_hands_in_nothing(delegate):
    item = builders.item(delegate)
    withdraw(nomination=delegate.nomination, reason="入院", now=timezone.now(), **WHO)

    for act in (
        lambda: send(item),
        lambda: problem(item),
        lambda: find_in_order(item=item, now=timezone.now(), **WHO),
    ):
        with pytest.raises(ItemClosed):
            act()


def test_without_its_last_file_an_item_is_missing_again(
    delegate, django_capture_on_commit_callbacks
):
    item = builders.item(delegate)
    first, second = send(item, builders.sent_file(), builders.sent_file())

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=first, now=timezone.now(), **WHO)
    assert fresh(item).status == ItemStatus.DONE
    assert kept() == {second.stored_as}

    with django_capture_on_commit_callbacks(execute=True):
        remove_file(file=second, now=timezone.now(), **WHO)
        remove_file(file=second, now=timezone.now(), **WHO)
    assert fresh(item).status == ItemStatus.MISSING
    assert item.done_on is None
    assert kept() == set()
    assert ChecklistFile.objects.filter(removed_at__isnull=False).count() == 2
    assert AuditEntry.objects.filter(verb="item.file_removed").count() == 2


@pytest.mark.parametrize(
    ("kind", "item_kind", "who", "status"),
    [
        (ConsentKind.TRIP, ItemKind.GUARDIAN_CONSENT, ["GUARDIAN"], ItemStatus.DONE),
        (ConsentKind.MEDIA, ItemKind.MEDIA_CONSENT, Reader.values, ItemStatus.DONE),
        # Of a minor's photographs both say yes: without the scan one is missing.
        (ConsentKind.MEDIA, ItemKind.MEDIA_CONSENT, ["GUARDIAN"], ItemStatus.MISSING),
        (ConsentKind.TRIP, ItemKind.GUARDIAN_CONSENT, [], ItemStatus.MISSING),
    ],
)
def test_without_its_scan_a_consent_is_done_when_all_have_signed_on_the_screen(
    settings, tmp_path, kind, item_kind, who, status
):
    settings.PRIVATE_STORE = tmp_path / "private"
    minor = builders.delegate(
        builders.city(), builders.programme(), born_on=builders.MINOR
    )
    item = builders.item(minor, item_kind)
    (file,) = send(item)
    for signer in who:
        SignedConsent.objects.create(
            delegate=minor,
            municipality_id=minor.municipality_id,
            kind=kind,
            signer=signer,
            signer_name="架空",
            degree="NONE" if kind == ConsentKind.MEDIA else "",
            text_version="1",
            text="同意します",
            way=ConsentWay.LINK,
            recorded_by="link",
            at=timezone.now(),
        )

    remove_file(file=file, now=timezone.now(), **WHO)

    assert fresh(item).status == status


def test_a_file_is_replaced_in_one_step(delegate, django_capture_on_commit_callbacks):
    item = builders.item(delegate)
    old = send(item, *(builders.sent_file() for _n in range(MOST_FILES)))

    with django_capture_on_commit_callbacks(execute=True):
        replace_file(
            file=old[0], by=builders.sent_file(b"new"), now=timezone.now(), **WHO
        )

    left = list(item.files.kept())
    assert len(left) == len(kept()) == MOST_FILES
    assert store.read(left[-1].stored_as) == b"new"
    assert fresh(item).status == ItemStatus.DONE


def test_a_problem_is_told_to_the_city_and_mended_by_a_new_file(delegate):
    builders.coordinator(builders.city())
    item = builders.item(delegate)
    send(item)

    problem(item)
    problem(item)

    letter = OutboxMessage.objects.get(kind="item_problem")
    assert "参加申込書" in letter.subject
    assert "署名がありません。" in letter.text
    assert f"/network/city/delegates/{delegate.pk}/items/application/" in letter.text
    assert delegate.nomination.name not in letter.text
    assert fresh(item).status == ItemStatus.PROBLEM
    assert line_of(item, now=timezone.now()).word == "要確認"

    send(item)
    assert fresh(item).status == ItemStatus.DONE
    assert item.is_mended
    assert line_of(item, now=timezone.now()).word == "出し直し"

    find_in_order(item=item, actor="user:2", now=timezone.now())
    assert not fresh(item).is_mended
    assert item.problem == ""


def test_a_problem_says_what_it_is(delegate):
    with pytest.raises(SentenceMissing):
        problem(builders.item(delegate), "  ")


def test_the_sentence_stands_in_no_audit_entry(delegate):
    problem(builders.item(delegate), "花子さんの署名がありません。")

    assert not [each for each in AuditEntry.objects.all() if "花子" in str(each.detail)]


def test_the_fee_is_ticked_with_its_day_and_unticked(delegate):
    item, day = builders.item(delegate, ItemKind.FEE), timezone.localdate()
    on = day - timedelta(days=3)

    tick(item=item, on=on, now=timezone.now(), **WHO)
    assert (fresh(item).status, item.done_on) == (ItemStatus.DONE, on)

    untick(item=item, now=timezone.now(), **WHO)
    assert (fresh(item).status, item.done_on) == (ItemStatus.MISSING, None)
    with pytest.raises(ItemClosed):
        tick(item=builders.item(delegate), on=on, now=timezone.now(), **WHO)


def test_the_secretariat_may_say_that_it_came_on_paper(delegate):
    item = builders.item(delegate, ItemKind.HEALTH)

    find_in_order(item=item, actor="user:2", now=timezone.now())

    assert fresh(item).status == ItemStatus.DONE


def test_what_the_portal_holds_already_is_done_from_the_start():
    year = builders.programme()
    made = builders.nomination(
        builders.city(), year, more={"motivation": "学びたいです。"}
    )
    made.motivation = "学びたいです。"

    delegate = begin_delegate(nomination=made, now=timezone.now(), **WHO)

    assert builders.item(delegate, ItemKind.MOTIVATION).status == ItemStatus.DONE
    assert builders.item(delegate).status == ItemStatus.MISSING


def test_counts_say_done_needed_and_late(delegate):
    today = timezone.localdate()
    delegate.checklist.update(due_on=today)
    delegate.checklist.filter(kind=ItemKind.FEE).update(due_on=today - timedelta(1))
    delegate.checklist.filter(kind=ItemKind.GUARDIAN_CONSENT).update(is_needed=False)
    send(builders.item(delegate))

    assert documents_of(delegate.programme) == {delegate.pk: (1, 8, 1)}
    assert documents_of(delegate.programme, day=today + timedelta(1)) == {
        delegate.pk: (1, 8, 7)
    }


def test_the_late_ones_stand_first_then_problems_then_what_is_due(delegate):
    today = timezone.localdate()
    due = {ItemKind.FEE: -2, ItemKind.HEALTH: 3, ItemKind.INSURANCE: 1}
    for kind, days in due.items():
        delegate.checklist.filter(kind=kind).update(due_on=today + timedelta(days))
    problem(builders.item(delegate, ItemKind.MEDIA_CONSENT))
    send(builders.item(delegate))

    lines = checklist_of(delegate, now=timezone.now())

    kinds = [each.item.kind for each in lines]
    assert kinds[:4] == ["FEE", "MEDIA_CONSENT", "INSURANCE", "HEALTH"]
    # Of an adult; that is not needed.
    assert kinds[-2:] == ["APPLICATION", "GUARDIAN_CONSENT"]
    assert lines[0].word == "2日遅れ"


def test_the_table_of_26_cities_asks_the_database_three_times(
    django_assert_num_queries,
):
    year = builders.programme()
    for code in (builders.CHOFU, builders.HINO, builders.KUNITACHI):
        builders.delegate(builders.city(code), year)

    with django_assert_num_queries(3):
        rows = table_of(year, now=timezone.now())
        assert [len(each.lines) for each in rows] == [9, 9, 9]
        assert {(each.done, each.needed, each.late) for each in rows} == {(0, 8, 0)}
