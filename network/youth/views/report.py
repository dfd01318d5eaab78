"""A delegate's own report, by personal link: write, look at it, hand it in."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.youth.access import for_link
from network.youth.access_reports import own_report, photo_of, report_of
from network.youth.choices import ItemKind, MediaDegree, Reader
from network.youth.forms.report import ConsentForm, ReportForm, initial_of_report
from network.youth.models import PersonalLink, YouthReport
from network.youth.models.report import MOST_PHOTOS
from network.youth.reports_consent import media_degree_of, reaches
from network.youth.reports_published import as_public
from network.youth.reports_written import remarks_of
from network.youth.uploads import Refused
from network.youth.usecases.report_photos import (
    TooManyPhotos,
    add_photo,
    move_photo_up,
    remove_photo,
)
from network.youth.usecases.write_report import (
    NotWritable,
    WrittenElsewhere,
    change_report_consent,
    save_report,
    submit_report,
    take_back_report,
)
from network.youth.views.photos import picture

PAGE = ["GET", "HEAD", "POST"]
MOVE, REMOVE = "up-", "remove-"


@require_http_methods(PAGE)
@for_link(Reader.DELEGATE)
def write(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """One form with several buttons: each saves first, so that nothing typed is lost.

    What an older window sends is not saved over the newer one; both are shown.
    """
    report = report_of(link.delegate)
    wanted = request.POST.get("do", "save")
    form = ReportForm(
        request.POST or None,
        request.FILES or None,
        photos=report.photos.all() if report else [],
        initial=initial_of_report(report),
        for_good=wanted == "submit",
    )
    if report and not report.is_writable and not form.is_bound:
        return _read(request, link, report)
    if not form.is_bound or not form.is_valid():
        return _page(request, link, report, form)
    now = timezone.now()
    try:
        report = save_report(
            delegate=link.delegate,
            written=form.written(),
            seen=form.cleaned_data["seen"],
            actor=link.actor,
            now=now,
        )
    except WrittenElsewhere as error:
        # Saving again from here is then a decision, no accident.
        form.data = form.data.copy()
        form.data["seen"] = str(error.report.version)
        return _page(request, link, error.report, form, other=error.report)
    except NotWritable:
        return _page(request, link, report, form, is_closed=True)
    refused = _add_files(report, request.FILES.getlist("files"), now=now)
    if refused:
        fresh = own_report(link.delegate)
        form = _again(request, fresh)
        for sentence in refused:
            form.add_error("files", sentence)
        return _page(request, link, fresh, form)
    return _go_on(request, link, report, wanted, now=now)


def _go_on(
    request: HttpRequest,
    link: PersonalLink,
    report: YouthReport,
    wanted: str,
    *,
    now: datetime,
) -> HttpResponse:
    """After saving: what the button was for."""
    token = link.token
    if wanted == "preview":
        return redirect("youth:link-report-preview", token)
    if wanted == "submit":
        submit_report(report=report, actor=link.actor, now=now)
        messages.success(request, _("報告を提出しました。市と事務局が読みます。"))
        return redirect("youth:link-report", token)
    if wanted.startswith(MOVE) and wanted[len(MOVE) :].isdigit():
        move_photo_up(report=report, pk=int(wanted[len(MOVE) :]))
    if wanted.startswith(REMOVE) and wanted[len(REMOVE) :].isdigit():
        photo = report.photos.filter(pk=int(wanted[len(REMOVE) :])).first()
        if photo:
            return redirect("youth:link-report-photo-remove", token, photo.code)
    messages.success(request, _("下書きを保存しました。"))
    return redirect("youth:link-report", token)


def _add_files(
    report: YouthReport, files: list[UploadedFile], *, now: datetime
) -> list[str]:
    """Take in what was chosen; the sentences about those that were not taken."""
    refused = []
    for file in files:
        try:
            add_photo(report=report, file=file, size=file.size or 0, now=now)
        except Refused as error:
            refused.append(str(error.sentence))
        except TooManyPhotos:
            text = ngettext(
                "写真は%(n)d枚までです。", "写真は%(n)d枚までです。", MOST_PHOTOS
            )
            refused.append(text % {"n": MOST_PHOTOS})
    return list(dict.fromkeys(refused))


def _again(request: HttpRequest, report: YouthReport) -> ReportForm:
    """The form as it was sent and saved, with the photographs there are now."""
    data = request.POST.copy()
    for name, value in initial_of_report(report).items():
        if name.startswith("show_"):
            data.pop(name, None)
        if value is True:
            data[name] = "on"
        elif value is not False:
            data[name] = str(value)
    form = ReportForm(data, photos=report.photos.all())
    form.is_valid()
    return form


@require_safe
@for_link(Reader.DELEGATE)
def preview(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Exactly what would be public, and what would not be, and why."""
    report = own_report(link.delegate)
    return render(request, "network/youth/report_preview.html", _shown(link, report))


@require_safe
@for_link(Reader.DELEGATE)
def photo(
    request: HttpRequest, link: PersonalLink, code: uuid.UUID, size: str
) -> HttpResponse:
    """A photograph of one's own report, for nobody else."""
    return picture(photo_of(own_report(link.delegate), code), size)


@require_http_methods(PAGE)
@for_link(Reader.DELEGATE)
def photo_remove(
    request: HttpRequest, link: PersonalLink, code: uuid.UUID
) -> HttpResponse:
    """Asked before a photograph is taken out."""
    report = own_report(link.delegate)
    found = photo_of(report, code)
    if request.method == "POST":
        try:
            remove_photo(report=report, pk=found.pk)
        except NotWritable:
            messages.warning(request, _("提出したあとは、写真を外せません。"))
        else:
            messages.success(request, _("写真を外しました。"))
        return redirect("youth:link-report", link.token)
    return render(
        request,
        "network/youth/report_photo_remove.html",
        {"link": link, "photo": found},
    )


@require_POST
@for_link(Reader.DELEGATE)
def take_back(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """Change again what was handed in and not yet decided."""
    try:
        take_back_report(
            report=own_report(link.delegate), actor=link.actor, now=timezone.now()
        )
    except NotWritable:
        messages.warning(request, _("もう確認が終わっています。"))
    else:
        messages.success(request, _("下書きに戻しました。"))
    return redirect("youth:link-report", link.token)


@require_POST
@for_link(Reader.DELEGATE)
def consent(request: HttpRequest, link: PersonalLink) -> HttpResponse:
    """After approval: what may be shown, at any time."""
    report = own_report(link.delegate)
    form = ConsentForm(request.POST, photos=report.photos.all())
    if form.is_valid():
        try:
            change_report_consent(
                report=report,
                written=form.written(),
                actor=link.actor,
                now=timezone.now(),
            )
        except NotWritable:
            messages.warning(request, _("報告の承認のあとに、ここで変えられます。"))
        else:
            messages.success(
                request,
                _("公開してよいものを変えました。公開ページはすぐに変わります。"),
            )
    return redirect("youth:link-report", link.token)


def _page(
    request: HttpRequest,
    link: PersonalLink,
    report: YouthReport | None,
    form: ReportForm,
    *,
    other: YouthReport | None = None,
    is_closed: bool = False,
) -> HttpResponse:
    return render(
        request,
        "network/youth/report_write.html",
        {
            "link": link,
            "report": report,
            "form": form,
            "other": other,
            "is_closed": is_closed,
            "most": MOST_PHOTOS,
            "due_on": _due_on(link),
            "comments": remarks_of(report) if report else [],
            **_degree(link),
        },
    )


def _read(
    request: HttpRequest, link: PersonalLink, report: YouthReport
) -> HttpResponse:
    form = ConsentForm(initial=initial_of_report(report), photos=report.photos.all())
    return render(
        request,
        "network/youth/report_read.html",
        {"form": form, "comments": remarks_of(report), **_shown(link, report)},
    )


def _shown(link: PersonalLink, report: YouthReport) -> dict:
    degree = media_degree_of(report.delegate)
    return {
        "link": link,
        "report": report,
        "shown": as_public(report, degree),
        **_degree(link, degree),
    }


def _degree(link: PersonalLink, degree: MediaDegree | None = None) -> dict[str, bool]:
    degree = degree or media_degree_of(link.delegate)
    return {
        "may_name": reaches(degree, MediaDegree.WITH_NAME),
        "may_picture": reaches(degree, MediaDegree.WITHOUT_NAME),
    }


def _due_on(link: PersonalLink):  # noqa: ANN202 - a day, or None
    items = link.delegate.checklist.filter(kind=ItemKind.REPORT)
    return items.values_list("due_on", flat=True).first()
