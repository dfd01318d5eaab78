"""What a guardian or a delegate answers on their personal link."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import (
    sensitive_post_parameters,
    sensitive_variables,
)
from django.views.decorators.http import require_http_methods, require_safe

from network.youth.access import for_link
from network.youth.choices import ConsentKind, ProtectedKind
from network.youth.forms.answers import (
    EmergencyForm,
    HealthForm,
    InsuranceForm,
    MediaForm,
    SignForm,
    known_to_the_city,
)
from network.youth.letters.consent_words import consent_words
from network.youth.models import PersonalLink
from network.youth.reports_answers import Answer, answer_of
from network.youth.reports_signed import signed_sheet
from network.youth.usecases.answer import answer
from network.youth.usecases.protect import erase_on_of
from network.youth.usecases.sign import (
    TextChanged,
    TooLate,
    sign_consent,
    withdraw_consent,
)

PAGE = ["GET", "HEAD", "POST"]
FORMS = {
    ProtectedKind.EMERGENCY: EmergencyForm,
    ProtectedKind.HEALTH: HealthForm,
    ProtectedKind.INSURANCE: InsuranceForm,
}


@require_http_methods(PAGE)
@for_link()
def consent(request: HttpRequest, link: PersonalLink, kind: str) -> HttpResponse:
    """Read the words and sign them; a GET decides nothing."""
    asked = _theirs(link, kind)
    delegate, language = link.delegate, _language()
    words = consent_words(
        delegate=delegate, kind=kind, signer=link.reader, language=language
    )
    who = delegate.nomination
    form = (MediaForm if kind == ConsentKind.MEDIA else SignForm)(
        request.POST if request.method == "POST" else None,
        initial={"name": who.guardian_name if link.is_guardian else who.name},
        asks_relation=link.is_guardian,
    )
    if form.is_bound and form.is_valid():
        try:
            sign_consent(
                delegate=delegate,
                kind=ConsentKind(kind),
                degree=form.degree,
                evidence=form.evidence(signer=link.reader, language=language),
                actor=link.actor,
                now=timezone.now(),
            )
        except TextChanged:
            form.add_error(
                None,
                _(
                    "開いている間に、文章が変わりました。"
                    "新しい文章を読んで、もう一度押してください。"
                ),
            )
        else:
            messages.success(request, _("お返事を受け付けました。"))
            return redirect("youth:link-home", link.token)
    return render(
        request,
        "network/youth/link_consent.html",
        {
            "link": link,
            "delegate": delegate,
            "asked": asked,
            "form": form,
            "words": words,
            "is_media": kind == ConsentKind.MEDIA,
            "signed_url": reverse(f"{asked.url_name}-signed", args=[link.token]),
            "withdraw_url": reverse(f"{asked.url_name}-withdraw", args=[link.token]),
        },
    )


@require_http_methods(PAGE)
@for_link()
def withdraw(request: HttpRequest, link: PersonalLink, kind: str) -> HttpResponse:
    """Asked before a consent is taken back: what happens then."""
    asked = _theirs(link, kind)
    if request.method == "POST":
        try:
            withdraw_consent(
                delegate=link.delegate,
                kind=ConsentKind(kind),
                signer=link.reader,
                language=_language(),
                actor=link.actor,
                now=timezone.now(),
            )
        except TooLate:
            messages.warning(
                request, _("派遣は終わりました。取りやめることはできません。")
            )
        else:
            messages.success(
                request, _("同意を取りやめました。市の担当者に知らせました。")
            )
        return redirect("youth:link-home", link.token)
    return render(
        request,
        "network/youth/link_withdraw.html",
        {"link": link, "asked": asked, "is_media": kind == ConsentKind.MEDIA},
    )


@require_safe
@for_link()
def signed(request: HttpRequest, link: PersonalLink, kind: str) -> HttpResponse:
    """A consent as it was signed, to read and to print."""
    asked = _theirs(link, kind)
    if asked.consent is None:
        raise Http404
    return render(
        request,
        "network/youth/link_signed.html",
        {"link": link, "sheet": signed_sheet(asked.consent)},
    )


@sensitive_post_parameters()
@sensitive_variables("form")
@require_http_methods(PAGE)
@for_link()
def protected(request: HttpRequest, link: PersonalLink, kind: str) -> HttpResponse:
    """Contacts, health, insurance: written, never shown again."""
    asked = _theirs(link, kind)
    known = known_to_the_city(link.delegate) if kind == ProtectedKind.INSURANCE else {}
    form = FORMS[ProtectedKind(kind)](
        request.POST if request.method == "POST" else None, initial=known
    )
    if form.is_bound and form.is_valid():
        answer(
            delegate=link.delegate,
            reader=link.reader,
            kind=ProtectedKind(kind),
            answers=form.answers(),
            language=_language(),
            actor=link.actor,
            now=timezone.now(),
        )
        messages.success(request, _("お返事を受け付けました。"))
        return redirect("youth:link-home", link.token)
    return render(
        request,
        "network/youth/link_protected.html",
        {
            "link": link,
            "delegate": link.delegate,
            "asked": asked,
            "form": form,
            "is_health": kind == ProtectedKind.HEALTH,
            "is_insurance": kind == ProtectedKind.INSURANCE,
            "erase_on": erase_on_of(link.delegate.programme),
        },
    )


def _theirs(link: PersonalLink, kind: str) -> Answer:
    """What is not theirs to answer does not exist for them."""
    found = answer_of(link.delegate, link.reader, kind)
    if found is None:
        raise Http404
    return found


def _language() -> str:
    return get_language() or "ja"
