"""The pages of reports: who sees which, what is kept, what a browser may keep."""

import time
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from network.youth.choices import MediaDegree, Reader, ReportStatus
from network.youth.models import YouthReport
from network.youth.usecases.personal_link import make_link
from peace.accounts.choices import Role
from tests import cast
from tests.accounts.people import with_app
from tests.network import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegate():
    return builders.delegate(builders.city(), builders.programme())


def opened(client, delegate, reader=Reader.DELEGATE):
    """The link of READER, its code typed in this browser."""
    link, code = make_link(
        delegate=delegate, reader=reader, actor="user:1", now=timezone.now()
    )
    client.post(reverse("youth:link", args=[link.token]), {"code": code})
    return link


def proven(client, user):
    """USER has shown password and second factor just now."""
    cast.signed_in(with_app(user), client)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "type": "totp", "at": time.time(), "reauthenticated": True}
        for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def form(**changes):
    return {"seen": "0", "title": "川", "text": "見た。", "language": "ja"} | changes


def public(delegate, **fields):
    fields = {"status": ReportStatus.APPROVED, "published_at": timezone.now()} | fields
    return builders.report(delegate, **fields)


def test_a_delegate_writes_adds_photographs_and_hands_in(client, delegate):
    page = reverse("youth:link-report", args=[opened(client, delegate).token])
    files = [
        SimpleUploadedFile(f"{n}.jpg", builders.picture().getvalue()) for n in (1, 2)
    ]
    client.post(page, form(do="add", files=files))
    report = YouthReport.objects.get()
    first, second = report.photos.all()
    captions = {f"caption_{first.pk}": "橋", f"caption_{second.pk}": ""}
    refused = client.post(page, form(do="submit", seen="1", **captions))

    assert refused.status_code == 200
    assert "写真の説明を書いてください" in refused.content.decode()
    captions[f"caption_{second.pk}"] = "空"
    client.post(page, form(do="submit", seen="1", may_show_text="on", **captions))
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED
    assert [each.caption for each in report.photos.all()] == ["橋", "空"]
    assert "提出しました" in client.get(page).content.decode()


def test_a_refused_file_keeps_what_was_typed_and_saves_it(client, delegate):
    page = reverse("youth:link-report", args=[opened(client, delegate).token])
    bad = SimpleUploadedFile("x.jpg", b"<svg/>", content_type="image/jpeg")
    answer = client.post(page, form(do="add", text="大事な文", files=bad))

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "大事な文" in text
    assert "1か所を確かめてください" in text
    assert 'name="seen" value="1"' in text
    assert YouthReport.objects.get().text == "大事な文"


def test_the_older_window_sees_both_texts(client, delegate):
    page = reverse("youth:link-report", args=[opened(client, delegate).token])
    client.post(page, form(text="新しい窓"))
    text = client.post(page, form(text="古い窓")).content.decode()

    assert "新しい窓" in text
    assert "古い窓" in text
    assert YouthReport.objects.get().text == "新しい窓"
    client.post(page, form(text="古い窓", seen="1"))
    assert YouthReport.objects.get().text == "古い窓"


def test_what_is_typed_after_handing_in_is_not_lost(client, delegate):
    page = reverse("youth:link-report", args=[opened(client, delegate).token])
    builders.report(delegate, status=ReportStatus.SUBMITTED)
    text = client.post(page, form(text="まだ書いていた")).content.decode()

    assert "まだ書いていた" in text
    assert "もう提出されています" in text
    assert "まだ書いていた" not in YouthReport.objects.get().text


def test_line_breaks_count_once(client, delegate):
    page = reverse("youth:link-report", args=[opened(client, delegate).token])
    client.post(page, form(text="\r\n".join(["あ"] * 2000)))

    assert len(YouthReport.objects.get().text) == 3999


def test_a_guardian_does_not_find_the_report(client, delegate):
    link = opened(client, delegate, Reader.GUARDIAN)
    builders.report(delegate)
    for name in ("link-report", "link-report-preview"):
        path = reverse(f"youth:{name}", args=[link.token])
        assert client.get(path).status_code == 404


def test_the_preview_shows_what_would_be_public_and_no_more(client, delegate):
    link = opened(client, delegate)
    builders.media_consent(delegate, MediaDegree.WITHOUT_NAME)
    report = builders.report(delegate, may_show_name=True)
    shown, kept = builders.photo(report), builders.photo(report, may_show=False)
    text = client.get(
        reverse("youth:link-report-preview", args=[link.token])
    ).content.decode()

    assert str(shown.code) in text
    assert str(kept.code) not in text
    assert "公開の同意がまだありません" in text


def test_withdrawing_the_consent_empties_page_and_picture_at_once(client, delegate):
    link = opened(client, delegate)
    builders.media_consent(delegate)
    photo = builders.photo(public(delegate, may_show_name=True))
    year = delegate.programme.year
    page = reverse("youth:reports", args=[year])
    one = reverse("youth:report", args=[year, delegate.municipality_id])
    assert "架空 ゆう" in client.get(page).content.decode()
    assert client.get(photo.large_path).status_code == 200

    client.post(reverse("youth:link-report-consent", args=[link.token]), {})

    assert "架空 ゆう" not in client.get(page).content.decode()
    assert client.get(one).status_code == 404
    mark = {"HTTP_IF_NONE_MATCH": f'"{photo.code.hex}-large"'}
    assert client.get(photo.large_path, **mark).status_code == 404


def test_a_public_picture_may_be_kept_but_is_asked_for_again(client, delegate):
    builders.media_consent(delegate, MediaDegree.WITHOUT_NAME)
    photo = builders.photo(public(delegate))
    answer = client.get(photo.small_path)

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "public, no-cache"
    assert not answer.cookies
    again = client.get(photo.small_path, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(photo.small_path.replace("small", "huge")).status_code == 404


def test_what_a_delegate_types_is_text_and_nothing_else(client, delegate):
    builders.media_consent(delegate)
    evil = "<script>alert(1)</script>"
    report = public(delegate, title=evil, text=f"{evil}\n\n{evil}")
    builders.photo(report, caption=f'"{evil}')
    year = delegate.programme.year
    for name, args in (("reports", [year]), ("report", [year, builders.CHOFU])):
        text = client.get(reverse(f"youth:{name}", args=args)).content.decode()
        assert evil not in text
        assert "&lt;script&gt;" in text


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy"])
def test_a_report_keeps_its_own_language(client, delegate, language):
    public(delegate, title="A river", language="en")
    prefix = "" if language == "ja" else f"/{language}"
    path = f"{prefix}/network/youth/{delegate.programme.year}/reports/"
    text = client.get(path).content.decode()

    assert '<h3 lang="en">' in text


def test_the_page_of_a_year_needs_few_statements(
    client, delegate, django_assert_max_num_queries
):
    other = builders.delegate(builders.city(builders.HINO), delegate.programme)
    for each in (delegate, other):
        builders.media_consent(each)
        builders.photo(public(each))
    with django_assert_max_num_queries(3):
        client.get(reverse("youth:reports", args=[delegate.programme.year]))


def test_a_year_without_public_reports_says_so(client, delegate):
    path = reverse("youth:reports", args=[delegate.programme.year])

    assert "まだ公開されていません" in client.get(path).content.decode()


def test_a_city_reads_what_was_handed_in_and_never_another_citys(client, delegate):
    term = builders.coordinator(delegate.municipality)
    proven(client, term.user)
    foreign = builders.delegate(builders.city(builders.HINO), delegate.programme)
    theirs = builders.report(foreign, status=ReportStatus.SUBMITTED)
    photo = builders.photo(theirs)
    mine = builders.report(delegate)

    def status(name, *args):
        return client.get(reverse(f"youth:{name}", args=args)).status_code

    assert status("city-report", delegate.pk) == 404  # a draft is the delegate's alone
    YouthReport.objects.filter(pk=mine.pk).update(status=ReportStatus.SUBMITTED)
    assert status("city-report", delegate.pk) == 200
    assert status("city-report", foreign.pk) == 404
    assert status("city-report-photo", foreign.pk, photo.code, "small") == 404
    assert status("city-report-photo", delegate.pk, photo.code, "small") == 404
    assert status("city-after", foreign.pk) == 404


def test_a_city_comments_and_the_delegate_reads_it(client, delegate):
    builders.report(delegate, status=ReportStatus.SENT_BACK)
    term = builders.coordinator(delegate.municipality)
    proven(client, term.user)
    page = reverse("youth:city-report", args=[delegate.pk])
    assert (
        "コメントを書いてください" in client.post(page, {"text": ""}).content.decode()
    )
    client.post(page, {"text": "題が良いと思います。"})
    client.logout()
    link = opened(client, delegate)
    text = client.get(reverse("youth:link-report", args=[link.token])).content.decode()

    assert "題が良いと思います。" in text
    assert term.user.name not in text


def test_the_secretariat_sends_back_approves_and_publishes(client, delegate):
    user = builders.user(Role.SECRETARIAT)
    proven(client, user)
    report = builders.report(delegate, status=ReportStatus.SUBMITTED)
    decide = reverse("youth:report-decide", args=[delegate.pk])
    refused = client.post(decide, {"step": "send_back"})
    assert "直すところを書いてください" in refused.content.decode()
    client.post(decide, {"step": "send_back", "points": "短く"})
    # Somebody else's window still shows the buttons: told, not done.
    client.post(decide, {"step": "approve"})
    report.refresh_from_db()
    assert report.status == ReportStatus.SENT_BACK
    YouthReport.objects.update(status=ReportStatus.SUBMITTED)
    client.post(decide, {"step": "approve"})
    year = [delegate.programme.year]
    assert (
        "川のほとりで"
        in client.get(reverse("youth:reports-publish", args=year)).content.decode()
    )
    client.post(reverse("youth:reports-publish", args=year))
    report.refresh_from_db()
    assert report.published_at
    client.post(reverse("youth:reports-unpublish", args=year))
    assert client.get(f"/network/photos/{uuid.uuid4()}/small.jpg").status_code == 404
    report.refresh_from_db()
    assert report.published_at is None
    assert report.status == ReportStatus.APPROVED
