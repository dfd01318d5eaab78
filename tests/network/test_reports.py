"""A delegate's report: saved, handed in, read, approved, published, withdrawn."""

import io

import pytest
from django.utils import timezone
from PIL import Image

from network.youth import store
from network.youth.choices import (
    ItemKind,
    ItemStatus,
    MediaDegree,
    Reader,
    ReportStatus,
)
from network.youth.models import ReportPhoto, SignedConsent, YouthReport
from network.youth.reports_consent import media_degree_of, signers_of
from network.youth.reports_published import published_reports
from network.youth.uploads import Refused
from network.youth.usecases.report_photos import (
    TooManyPhotos,
    add_photo,
    move_photo_up,
    remove_photo,
)
from network.youth.usecases.review_report import (
    WrongState,
    approve_report,
    comment_report,
    publish_reports,
    send_report_back,
    unpublish_report,
    unpublish_reports,
)
from network.youth.usecases.write_report import (
    NotWritable,
    Written,
    WrittenElsewhere,
    change_report_consent,
    save_report,
    submit_report,
    take_back_report,
)
from peace.accounts.choices import Role
from peace.audit.models import AuditEntry
from peace.outbox.choices import Channel
from peace.outbox.models import OutboxMessage
from tests.door.test_race import all_at_once
from tests.network import builders

pytestmark = pytest.mark.django_db
ACTOR = "link:1"


@pytest.fixture
def delegate():
    return builders.delegate(builders.city(), builders.programme())


def written(**changes) -> Written:
    return Written(
        **{"title": "川", "text": "見ました。", "language": "ja", "may_show_text": True}
        | changes
    )


def save(delegate, seen, **changes):
    return save_report(
        delegate=delegate,
        written=written(**changes),
        seen=seen,
        actor=ACTOR,
        now=timezone.now(),
    )


def step(use_case, report, **more):
    return use_case(report=report, actor="user:1", now=timezone.now(), **more)


def item(delegate):
    return delegate.checklist.get(kind=ItemKind.REPORT)


def public_of(delegate):
    found = published_reports(delegate.programme.year)
    return found[0] if found else None


def test_a_draft_is_saved_again_and_again(delegate):
    report = save(delegate, 0)
    again = save(delegate, report.version, text="もっと見ました。")

    assert again.pk == report.pk
    assert (again.text, again.status) == ("もっと見ました。", ReportStatus.DRAFT)


def test_an_older_window_is_told_and_saves_nothing(delegate):
    first = save(delegate, 0)
    save(delegate, first.version, text="新しい")

    with pytest.raises(WrittenElsewhere) as told:
        save(delegate, first.version, text="古い窓")

    assert told.value.report.text == "新しい"
    assert YouthReport.objects.get().text == "新しい"


def test_two_first_windows_do_not_overwrite_each_other(delegate):
    save(delegate, 0, text="一つめ")

    with pytest.raises(WrittenElsewhere):
        save(delegate, 0, text="二つめ")


def test_the_same_form_sent_twice_is_no_conflict(delegate):
    assert save(delegate, 0).version == save(delegate, 0).version == 1


def test_handing_in_writes_to_the_city_and_to_the_secretariat(delegate):
    builders.coordinator(delegate.municipality)
    builders.coordinator(builders.city(builders.HINO))
    builders.user(Role.SECRETARIAT)
    report = step(submit_report, save(delegate, 0))

    letters = OutboxMessage.objects.filter(kind="report_submitted")
    assert report.status == ReportStatus.SUBMITTED
    assert letters.count() == 2
    assert not any("見ました" in each.text for each in letters)
    with pytest.raises(NotWritable):
        save(delegate, report.version, text="あとから")
    with pytest.raises(NotWritable):
        step(submit_report, report)


def test_what_was_handed_in_can_be_taken_back_until_it_is_decided(delegate):
    report = step(submit_report, save(delegate, 0))
    assert step(take_back_report, report).is_writable
    step(approve_report, step(submit_report, report))

    with pytest.raises(NotWritable):
        step(take_back_report, report)


def test_sent_back_the_delegate_reads_why_and_the_item_is_a_problem(delegate):
    report = step(submit_report, save(delegate, 0))
    step(send_report_back, report, points="名前を\n外してください。")

    letter = OutboxMessage.objects.get(kind="report_sent_back")
    assert "名前を\n外してください。" in letter.text
    assert letter.email == "youth@example.jp"
    assert item(delegate).status == ItemStatus.PROBLEM
    assert item(delegate).problem == "名前を 外してください。"
    assert report.comments.get().text == "名前を\n外してください。"
    step(submit_report, report)
    assert item(delegate).status == ItemStatus.MISSING


def test_a_delegate_without_email_is_told_by_phone(delegate):
    type(delegate.nomination).objects.update(email="", phone="0425550001")
    delegate.nomination.refresh_from_db()
    report = step(submit_report, save(delegate, 0))
    report = YouthReport.objects.get(pk=report.pk)
    step(send_report_back, report, points="短く")

    assert OutboxMessage.objects.get(kind="report_sent_back").channel == Channel.PHONE


def test_a_long_problem_fits_its_column(delegate):
    report = step(submit_report, save(delegate, 0))
    step(send_report_back, report, points="あ" * 1000)

    assert len(item(delegate).problem) == 300


def test_approval_is_done_once_and_only_of_what_was_handed_in(delegate):
    report = save(delegate, 0)
    with pytest.raises(WrongState):
        step(approve_report, report)
    step(approve_report, step(submit_report, report))
    with pytest.raises(WrongState):
        step(send_report_back, report, points="遅い")

    assert item(delegate).status == ItemStatus.DONE
    assert OutboxMessage.objects.filter(kind="report_approved").count() == 1


def test_publishing_is_one_letter_each_and_can_be_undone(delegate):
    builders.coordinator(delegate.municipality)
    builders.report(delegate, status=ReportStatus.APPROVED)
    year = delegate.programme

    assert public_of(delegate) is None
    for _time in range(2):
        publish_reports(programme=year, actor="user:1", now=timezone.now())
    assert public_of(delegate).report.title == "川のほとりで"
    assert OutboxMessage.objects.filter(kind="report_published").count() == 1
    assert OutboxMessage.objects.filter(kind="report_published_city").count() == 1
    step(unpublish_report, YouthReport.objects.get())
    assert public_of(delegate) is None
    publish_reports(programme=year, actor="user:1", now=timezone.now())
    assert unpublish_reports(programme=year, actor="user:1", now=timezone.now()) == 1
    assert public_of(delegate) is None


def public(delegate, **fields) -> YouthReport:
    fields = {"status": ReportStatus.APPROVED, "published_at": timezone.now()} | fields
    return builders.report(delegate, **fields)


@pytest.mark.parametrize(
    ("degree", "named", "pictured"),
    [
        (None, False, False),
        (MediaDegree.NONE, False, False),
        (MediaDegree.INTERNAL, False, False),
        (MediaDegree.WITHOUT_NAME, False, True),
        (MediaDegree.WITH_NAME, True, True),
    ],
)
def test_name_and_photographs_need_the_consent_besides(
    delegate, degree, named, pictured
):
    if degree:
        builders.media_consent(delegate, degree)
    type(delegate.nomination).objects.update(school="架空高校")
    builders.photo(public(delegate, may_show_name=True, may_show_school=True))
    shown = public_of(delegate)

    assert (shown.name, shown.school) == (
        ("架空 ゆう", "架空高校") if named else ("", "")
    )
    assert bool(shown.photos) == pictured


def test_with_every_consent_only_what_the_delegate_ticked_is_shown(delegate):
    builders.media_consent(delegate)
    builders.photo(public(delegate), may_show=False)
    shown = public_of(delegate)

    assert (shown.name, shown.school, shown.photos) == ("", "", [])


def test_a_minor_needs_both_answers_and_the_narrower_counts(delegate):
    builders.media_consent(delegate)
    mine = SignedConsent.objects.filter(signer=Reader.GUARDIAN)
    mine.update(degree=MediaDegree.INTERNAL)
    delegate.nomination.born_on = delegate.nomination.born_on.replace(year=2010)
    assert signers_of(delegate) == (Reader.DELEGATE, Reader.GUARDIAN)
    assert media_degree_of(delegate) == MediaDegree.INTERNAL
    mine.update(withdrawn_at=timezone.now())
    assert media_degree_of(delegate) == MediaDegree.NONE


def test_an_adult_answers_alone(delegate):
    builders.media_consent(delegate)
    SignedConsent.objects.filter(signer=Reader.GUARDIAN).delete()
    delegate.nomination.born_on = delegate.nomination.born_on.replace(year=2004)

    assert media_degree_of(delegate) == MediaDegree.WITH_NAME


def test_a_consent_withdrawn_after_approval_holds_at_once(delegate):
    builders.media_consent(delegate)
    report = public(delegate, may_show_name=True)
    builders.photo(report)
    assert public_of(delegate).name
    change = {"report": report, "actor": ACTOR, "now": timezone.now()}

    change_report_consent(written=written(may_show_text=True), **change)
    assert (public_of(delegate).name, public_of(delegate).photos) == ("", [])
    change_report_consent(written=written(may_show_text=False), **change)
    assert public_of(delegate) is None
    entry = AuditEntry.objects.filter(verb="report.consent").last()
    assert entry.detail["text_shown"] is False
    assert "川" not in str(entry.detail)


def test_the_report_of_somebody_who_does_not_go_is_not_public(delegate):
    public(delegate)
    type(delegate).objects.update(ended_at=timezone.now())

    assert public_of(delegate) is None


def test_a_photograph_keeps_neither_place_nor_camera(delegate):
    report = save(delegate, 0)
    exif = Image.Exif()
    exif[0x010F] = "CANARY CAMERA"
    exif.get_ifd(0x8825)[1] = "N"
    sent = builders.picture(4000, 3000, exif=exif, comment=b"CANARY COMMENT")
    assert b"CANARY" in sent.getvalue()
    made = add_photo(
        report=report, file=sent, size=len(sent.getvalue()), now=timezone.now()
    )

    for name, longest in ((made.stored_as, 1600), (made.small_as, 640)):
        content = store.read(name)
        assert b"CANARY" not in content
        assert b"Exif" not in content
        with Image.open(store._folder() / name) as image:
            assert max(image.size) == longest
    assert (made.width, made.height) == (1600, 1200)


def test_what_is_no_picture_is_refused_and_leaves_nothing(delegate):
    report = save(delegate, 0)
    before = set(store._folder().glob("*")) if store._folder().exists() else set()
    for content in (b"%PDF-1.7 x", b"<svg onload=alert(1)>", b""):
        with pytest.raises(Refused):
            add_photo(
                report=report,
                file=io.BytesIO(content),
                size=len(content),
                now=timezone.now(),
            )
    after = set(store._folder().glob("*")) if store._folder().exists() else set()

    assert after == before
    assert not report.photos.exists()


def add(report):
    sent = builders.picture()
    return add_photo(
        report=report, file=sent, size=len(sent.getvalue()), now=timezone.now()
    )


def test_six_photographs_and_no_more(delegate):
    report = save(delegate, 0)
    for _photo in range(6):
        add(report)
    files = set(store._folder().glob("*"))
    with pytest.raises(TooManyPhotos):
        add(report)

    assert [each.place for each in report.photos.all()] == [1, 2, 3, 4, 5, 6]
    assert set(store._folder().glob("*")) == files


def test_photographs_change_places(delegate):
    report = save(delegate, 0)
    one, two, three = (add(report) for _photo in range(3))
    move_photo_up(report=report, pk=three.pk)
    move_photo_up(report=report, pk=one.pk)

    assert [each.pk for each in report.photos.all()] == [one.pk, three.pk, two.pk]


def test_a_removed_photograph_is_forgotten(
    delegate, django_capture_on_commit_callbacks
):
    report = save(delegate, 0)
    made = add(report)
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(report=report, pk=made.pk)
    remove_photo(report=report, pk=made.pk)

    assert not ReportPhoto.objects.exists()
    with pytest.raises(FileNotFoundError):
        store.read(made.stored_as)


def test_an_approved_report_keeps_its_photographs(delegate):
    report = builders.report(delegate, status=ReportStatus.APPROVED)
    made = builders.photo(report)

    for use_case in (remove_photo, move_photo_up):
        with pytest.raises(NotWritable):
            use_case(report=report, pk=made.pk)
    with pytest.raises(NotWritable):
        add(report)


def test_a_comment_is_read_and_not_told_to_the_trail(delegate):
    report = builders.report(delegate, status=ReportStatus.SUBMITTED)
    step(comment_report, report, text=" よく書けています。 ")

    assert report.comments.get().text == "よく書けています。"
    assert "よく書けて" not in str(AuditEntry.objects.values_list("detail"))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_windows_at_once_one_saves():
    delegate = builders.delegate(builders.city(), builders.programme())
    save(delegate, 0)

    def write(number: int) -> str:
        try:
            save(delegate, 1, text=f"窓{number}")
        except WrittenElsewhere:
            return "told"
        return "saved"

    found = all_at_once(write, 6)
    assert sorted(found) == ["saved"] + ["told"] * 5
    assert YouthReport.objects.get().version == 2
