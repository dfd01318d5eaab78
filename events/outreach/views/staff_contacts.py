"""Staff pages of the contacts: schools, groups, cities."""

import csv
import io

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.outreach.access_news import staff_contact
from events.outreach.choices import ContactKind
from events.outreach.forms.staff_contacts import ContactForm
from events.outreach.forms.staff_contacts_file import (
    COLUMNS,
    SAMPLE,
    ContactRow,
    ContactsFileForm,
    PreviewOver,
    pack,
    unpack,
)
from events.outreach.models import Contact
from events.outreach.usecases.contacts import (
    CardStanding,
    ContactExists,
    compare_contacts,
    import_contacts,
    save_contact,
    switch_contact,
)
from peace.accounts.access import staff_required

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@staff_required
def contacts(request: HttpRequest) -> HttpResponse:
    """All of them by kind; those that are switched off last."""
    kind = request.GET.get("kind", "")
    order = Case(*(When(kind=each, then=n) for n, each in enumerate(ContactKind)))
    rows = Contact.objects.order_by("-is_active", order, "name", "pk")
    if kind in ContactKind.values:
        rows = rows.filter(kind=kind)
    return render(
        request,
        "events/outreach/staff/contacts.html",
        {"contacts": rows, "kinds": ContactKind.choices, "kind": kind},
    )


@require_http_methods(PAGE)
@staff_required
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(PAGE)
@staff_required
def edit(request: HttpRequest, contact_id: int) -> HttpResponse:
    return _edit(request, staff_contact(contact_id))


def _edit(request: HttpRequest, found: Contact | None) -> HttpResponse:
    names = ("kind", "name", "person", "email", "language", "note")
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(found, name) for name in names} if found else None,
    )
    if form.is_bound and form.is_valid():
        try:
            save_contact(
                contact=found,
                card=form.card(),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except ContactExists:
            form.add_error(
                "email", _("同じ名前とアドレスの連絡先が、もう登録されています。")
            )
        else:
            messages.success(request, _("保存しました。"))
            return redirect("staff:contacts")
    return render(
        request,
        "events/outreach/staff/contact.html",
        {"contact": found, "form": form},
    )


@require_POST
@staff_required
def switch(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Off, or on again."""
    found = staff_contact(contact_id)
    on = request.POST.get("to", "") == "on"
    switch_contact(
        contact=found, is_active=on, actor=request.user.actor, now=timezone.now()
    )
    messages.success(
        request,
        _("%(name)sに、また送ります。") % {"name": found.name}
        if on
        else _("%(name)sには、もう送りません。") % {"name": found.name},
    )
    return redirect("staff:contacts")


@require_http_methods(PAGE)
@staff_required
def import_file(request: HttpRequest) -> HttpResponse:
    """A list from Excel, then what it would do; with that page's button it is done."""
    if "list" in request.POST:
        return _write(request)
    form = ContactsFileForm(
        request.POST if request.method == "POST" else None, request.FILES or None
    )
    if form.is_bound and form.is_valid():
        return _preview(request, form.cleaned_data["file"])
    return render(
        request,
        "events/outreach/staff/contacts_file.html",
        {"form": form, "columns": COLUMNS},
    )


def _preview(request: HttpRequest, rows: list[ContactRow]) -> HttpResponse:
    """Every row with what becomes of it; one that is refused holds back all."""
    refused = [row for row in rows if row.problems]
    read = [(row.number, row.card) for row in rows if row.card]
    cards = [card for _number, card in read]
    new, known = [], []
    for (number, card), standing in zip(read, compare_contacts(cards), strict=True):
        if standing == CardStanding.NEW:
            new.append((number, card))
        else:
            known.append((number, card, standing))
    return render(
        request,
        "events/outreach/staff/contacts_preview.html",
        {
            "refused": refused,
            "new": new,
            "known": known,
            "packed": pack(cards) if new and not refused else "",
        },
    )


def _write(request: HttpRequest) -> HttpResponse:
    try:
        cards = unpack(request.POST["list"])
    except PreviewOver:
        messages.warning(
            request, _("時間がたったため、もう一度ファイルを選んでください。")
        )
        return redirect("staff:contacts-file")
    new, known = import_contacts(
        cards=cards, actor=request.user.actor, now=timezone.now()
    )
    messages.success(
        request,
        _("%(new)s件を登録しました（%(known)s件は、もう登録されていました）。")
        % {"new": new, "known": known},
    )
    return redirect("staff:contacts")


@require_safe
@staff_required
def sample(request: HttpRequest) -> HttpResponse:
    """The headings and one row, as Japanese Excel opens it (UTF-8 with BOM)."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(COLUMNS)
    writer.writerow(SAMPLE)
    response = HttpResponse(
        "\ufeff" + table.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="contacts.csv"'
    return response
