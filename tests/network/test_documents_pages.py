"""The pages of a checklist: who sees what, how a file comes in and goes out."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.cities.choices import CoordinatorLevel
from network.youth.choices import ItemKind, ItemStatus
from network.youth.models import ChecklistFile
from peace.accounts.choices import Role
from tests import cast
from tests.accounts.people import with_app
from tests.network import builders, hostile

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(settings, tmp_path):
    settings.PRIVATE_STORE = tmp_path / "private"
    return builders.programme()


@pytest.fixture
def delegate(year):
    return builders.delegate(builders.city(), year)


@pytest.fixture
def foreign(year):
    return builders.delegate(builders.city(builders.HINO), year)


def signed_in(user) -> Client:
    return cast.signed_in(with_app(user), Client())


@pytest.fixture
def clerk(delegate) -> Client:
    return signed_in(builders.coordinator(delegate.municipality).user)


@pytest.fixture
def office() -> Client:
    return signed_in(builders.user(Role.SECRETARIAT))


def item_url(delegate, slug="application", name="delegate-item"):
    return reverse(f"youth:{name}", args=[delegate.pk, slug])


def file_url(file, name="delegate-file", delegate=None):
    pk = (delegate or file.item.delegate).pk
    return reverse(f"youth:{name}", args=[pk, file.code])


def upload(name="申込書.jpg", content=None, kind="image/jpeg"):
    return SimpleUploadedFile(name, content or hostile.picture(), kind)


def test_several_files_are_sent_at_once_and_shown_by_the_names_they_had(
    clerk, delegate
):
    key = re.search(
        r'name="key" value="([^"]+)"', clerk.get(item_url(delegate)).content.decode()
    )[1]
    data = {
        "files": [upload("<b>表.jpg"), upload("裏.pdf", hostile.pdf(2), "text/html")],
        "key": key,
    }

    sent = clerk.post(item_url(delegate), data)
    for each in data["files"]:
        each.seek(0)
    again = clerk.post(item_url(delegate), data)

    assert sent.status_code == again.status_code == 302
    assert builders.item(delegate).status == ItemStatus.DONE
    assert [each.kind for each in ChecklistFile.objects.all()] == ["JPEG", "PDF"]
    page = clerk.get(item_url(delegate)).content.decode()
    assert "&lt;b&gt;表.jpg" in page
    assert "裏.pdf" in page
    assert "2ページ" in page


def test_a_refused_file_answers_with_a_sentence_and_nothing_is_kept(
    clerk, delegate, settings
):
    bad = upload("悪い.pdf", b"<html><script>1</script>", "application/pdf")

    response = clerk.post(item_url(delegate), {"files": [upload(), bad]})

    page = response.content.decode()
    assert response.status_code == 200
    assert "「悪い.pdf」　この種類のファイルは受け取れません。" in page
    assert 'id="error-summary"' in page
    assert not ChecklistFile.objects.exists()
    assert builders.item(delegate).status == ItemStatus.MISSING
    assert [each.suffix for each in settings.PRIVATE_STORE.iterdir()] == [".lock"]


def test_no_file_too_many_and_one_that_is_too_large_are_refused(
    clerk, delegate, settings
):
    def told(files) -> str:
        response = clerk.post(item_url(delegate), {"files": files})
        assert response.status_code == 200
        return response.content.decode()

    assert "ファイルを選んでください。" in told([])
    assert "一度に5個まで" in told([upload() for _n in range(6)])
    assert "10MBまで" in told([upload(content=bytes(settings.FILE_MOST_BYTES + 9))])


def test_a_request_with_far_too_much_is_swallowed(clerk, delegate, settings):
    settings.FILES_MOST_BYTES = 1000
    response = clerk.post(item_url(delegate), {"files": [upload(content=bytes(5000))]})

    assert response.status_code == 200
    assert not ChecklistFile.objects.exists()


@pytest.mark.parametrize("name", ["../../x.pdf", "a/b/../c.pdf", "..\\..\\x.pdf"])
def test_a_path_in_the_name_leads_nowhere(clerk, delegate, settings, name):
    body = (
        b"--x\r\nContent-Disposition: form-data; name=files; filename="
        b'"' + name.encode() + b'"\r\n\r\n' + hostile.pdf() + b"\r\n--x--\r\n"
    )
    clerk.post(item_url(delegate), body, content_type="multipart/form-data; boundary=x")

    file = ChecklistFile.objects.get()
    assert "/" not in file.sent_as
    assert "\\" not in file.sent_as
    stored = {each.name for each in settings.PRIVATE_STORE.iterdir()}
    assert stored == {file.stored_as, "one-at-a-time.lock"}


def test_a_file_is_handed_over_and_never_shown(clerk, office, delegate):
    file = builders.file_of(delegate)
    for client, name in ((clerk, "delegate-file"), (office, "check-file")):
        response = client.get(file_url(file, name))

        assert response.content == b"made anew"
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cache-Control"] == "no-store"
        disposition = response["Content-Disposition"]
        assert disposition.startswith("attachment; filename*=utf-8''")
        assert "%E8%AA%BF%E5%B8%83%E5%B8%82" in disposition  # 調布市
        assert disposition.endswith("_1.jpg")
        assert file.sent_as not in disposition


def test_another_citys_file_is_a_file_that_is_not_there(clerk, delegate, foreign):
    mine, theirs = builders.file_of(delegate), builders.file_of(foreign)
    theirs.item.delegate = foreign
    for name in ("delegate-file", "delegate-file-remove", "delegate-file-replace"):
        paths = [
            file_url(theirs, name),
            file_url(theirs, name, delegate),
            file_url(mine, name, foreign),
            reverse(f"youth:{name}", args=[delegate.pk, uuid.uuid4()]),
            reverse(f"youth:{name}", args=[10**15, uuid.uuid4()]),
        ]
        answers = {_without_marks(clerk.get(path), path) for path in paths}
        assert len(answers) == 1, name
        assert clerk.get(file_url(theirs, name, delegate)).status_code == 404
        refused = clerk.post(file_url(theirs, name, delegate)).status_code
        assert refused == (405 if name == "delegate-file" else 404)
    assert ChecklistFile.objects.kept().count() == 2


def _without_marks(response, path) -> str:
    text = response.content.decode().replace(path, "PATH")
    return re.sub(r'value="\w{64}"', "", text)


def test_a_removed_file_and_one_whose_file_is_gone_answer_404(
    clerk, delegate, settings
):
    file, other = builders.file_of(delegate), builders.file_of(delegate)
    (settings.PRIVATE_STORE / other.stored_as).unlink()
    clerk.post(file_url(file, "delegate-file-remove"))

    assert clerk.get(file_url(file)).status_code == 404
    assert clerk.get(file_url(other)).status_code == 404


def test_a_viewer_looks_and_changes_nothing(delegate):
    builders.file_of(delegate)
    term = builders.coordinator(delegate.municipality, CoordinatorLevel.VIEWER)
    viewer = signed_in(term.user)

    page = viewer.get(item_url(delegate)).content.decode()

    assert "出したファイル" in page
    assert '<input type="file"' not in page
    assert "外す…" not in page
    assert viewer.post(item_url(delegate), {"files": [upload()]}).status_code == 403
    assert viewer.post(item_url(delegate, "fee"), {}).status_code == 403


def test_removing_is_asked_before_and_replacing_keeps_the_number(clerk, delegate):
    file = builders.file_of(delegate)
    asked = clerk.get(file_url(file, "delegate-file-remove")).content.decode()
    assert "「未提出」になります" in asked
    assert ChecklistFile.objects.kept().exists()

    wrong = clerk.post(
        file_url(file, "delegate-file-replace"), {"files": [upload(content=b"no")]}
    )
    assert wrong.status_code == 200
    clerk.post(file_url(file, "delegate-file-replace"), {"files": [upload()]})

    assert ChecklistFile.objects.kept().count() == 1
    assert not ChecklistFile.objects.kept().filter(pk=file.pk).exists()


def test_the_fee_is_noted_with_its_day(clerk, delegate):
    url, today = item_url(delegate, "fee"), timezone.localdate()
    late = clerk.post(url, {"on": (today + timedelta(days=1)).isoformat()})
    assert "これからの日は書けません。" in late.content.decode()

    clerk.post(url, {"on": today.isoformat()})
    assert builders.item(delegate, ItemKind.FEE).done_on == today
    clerk.post(item_url(delegate, "fee", "delegate-untick"))
    assert builders.item(delegate, ItemKind.FEE).status == ItemStatus.MISSING


def test_what_is_answered_by_a_link_has_no_form_here(clerk, delegate):
    assert clerk.get(item_url(delegate, "health")).status_code == 200
    assert clerk.post(item_url(delegate, "health"), {}).status_code == 404


def test_the_secretariat_tells_a_problem_and_sees_what_is_new(office, clerk, delegate):
    builders.file_of(delegate)
    url = item_url(delegate, name="check-item")
    empty = office.post(url, {"step": "problem", "sentence": " "})
    assert empty.status_code == 200
    assert "直してほしいことを書いてください。" in empty.content.decode()

    office.post(url, {"step": "problem", "sentence": "署名がありません。"})
    page = clerk.get(reverse("youth:delegate", args=[delegate.pk])).content.decode()
    assert "署名がありません。" in page

    clerk.post(item_url(delegate), {"files": [upload()]})
    assert "署名がありません" not in clerk.get(item_url(delegate)).content.decode()
    table = reverse("youth:documents", args=[delegate.programme.year])
    assert "出し直し" in office.get(table).content.decode()
    office.post(url, {"step": "in-order"})
    assert builders.item(delegate).problem == ""


def test_the_table_shows_all_cities_or_only_those_that_are_incomplete(
    office, delegate, foreign
):
    delegate.checklist.update(status=ItemStatus.DONE)
    table = reverse("youth:documents", args=[delegate.programme.year])

    both = office.get(table).content.decode()
    assert "調布市" in both
    assert "日野市" in both
    only = office.get(f"{table}?only=open").content.decode()
    assert "調布市" not in only
    assert "日野市" in only


def test_the_board_and_the_city_tell_when_it_was_reminded(office, delegate):
    at = timezone.now()
    delegate.programme.cities.filter(municipality=delegate.municipality).update(
        reminded_at=at
    )

    board = office.get(reverse("youth:board-year", args=[delegate.programme.year]))
    assert "最後のお知らせ" in board.content.decode()
