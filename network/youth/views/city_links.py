"""A city's page of the personal links of its delegate, and the way on paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import (
    sensitive_post_parameters,
    sensitive_variables,
)
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import delegate_of_city
from network.youth.choices import (
    ITEM_OF,
    ConsentKind,
    MediaDegree,
    ProtectedKind,
    Reader,
)
from network.youth.forms.answers import HealthForm, known_to_the_city
from network.youth.forms.city_paper import (
    EmergencyPaperForm,
    InsurancePaperForm,
    PaperForm,
    SignedPaperForm,
)
from network.youth.letters.consent_words import consent_words
from network.youth.letters.personal_link import code_slip
from network.youth.models import Delegate
from network.youth.reports_answers import is_minor, label_of, signers
from network.youth.reports_consent import media_degree_of
from network.youth.reports_links import link_standings
from network.youth.reports_signed import signed_sheet
from network.youth.usecases.answer import answer, note_paper
from network.youth.usecases.personal_link import (
    DelegateEnded,
    NobodyToWrite,
    end_link,
    make_link,
)
from network.youth.usecases.protect import erase_on_of
from network.youth.usecases.sign import NotTheirs, sign_consent
from peace.language.localised import LANGUAGES

PAGE = ["GET", "HEAD", "POST"]
EDITOR = CoordinatorLevel.EDITOR


@require_safe
@for_coordinators()
def links(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Both links with what was answered, and the consents as evidence."""
    found = delegate_of_city(term.municipality, pk)
    degree = media_degree_of(found)
    return render(
        request,
        "network/desk/delegate_links.html",
        {
            "delegate": found,
            "standings": link_standings(found, now=timezone.now()),
            "is_minor": is_minor(found),
            "sheets": [
                signed_sheet(each) for each in found.consents.order_by("-at", "-pk")
            ],
            "degree": degree.label,
            "papers": [(kind.lower(), label_of(kind)) for kind in ITEM_OF],
            "languages": _LANGUAGES,
            "may_edit": term.may(EDITOR) and found.is_active,
        },
    )


_LANGUAGES = [("ja", "日本語"), ("ja-easy", "やさしい日本語"), ("en", "English")]


@require_POST
@for_coordinators(EDITOR)
def make(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """Make or renew a link: the letter leaves, and the code is on this page once."""
    found = delegate_of_city(term.municipality, pk)
    reader = _reader(request, found)
    language = request.POST.get("language", "ja")
    if reader is None or language not in LANGUAGES:
        return redirect("youth:delegate-links", pk)
    try:
        link, code = make_link(
            delegate=found,
            reader=reader,
            language=language,
            actor=request.user.actor,
            now=timezone.now(),
        )
    except NobodyToWrite:
        messages.warning(
            request,
            _(
                "メールアドレスが分からないため、リンクを送れません。"
                "推薦の内容にアドレスを書くか、紙で受け取ってください。"
            ),
        )
        return redirect("youth:delegate-links", pk)
    except DelegateEnded:
        messages.warning(request, _("この派遣ユースは、もう行きません。"))
        return redirect("youth:delegate-links", pk)
    name, _email = found.addressee(reader)
    who = found.nomination
    return render(
        request,
        "network/desk/link_code.html",
        {
            "delegate": found,
            "reader": reader.label,
            "name": name,
            "phone": who.guardian_phone if link.is_guardian else who.phone,
            "code": f"{code[:4]} {code[4:]}",
            "slip": code_slip(link=link),
            "slip_lang": "en" if language == "en" else "ja",
        },
    )


@require_POST
@for_coordinators(EDITOR)
def end(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """End a link at once: it went to a wrong address, or the code was overheard."""
    found = delegate_of_city(term.municipality, pk)
    reader = _reader(request, found)
    if reader and end_link(
        delegate=found, reader=reader, actor=request.user.actor, now=timezone.now()
    ):
        messages.success(
            request,
            _("リンクを終わりにしました。要るときは、新しいリンクを作れます。"),
        )
    return redirect("youth:delegate-links", pk)


@sensitive_post_parameters()
@sensitive_variables("form")
@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def paper(request: HttpRequest, term: Coordinator, pk: int, kind: str) -> HttpResponse:
    """Write down one paper that came in."""
    found = delegate_of_city(term.municipality, pk)
    what = kind.upper()
    if what not in ITEM_OF:
        raise Http404
    form = _paper_form(request, found, what)
    if form.is_bound and form.is_valid():
        try:
            _keep(form, found, what, actor=request.user.actor)
        except NotTheirs:
            messages.warning(request, _("この派遣ユースは、もう行きません。"))
        else:
            messages.success(request, _("紙の内容を記録しました。"))
        return redirect("youth:delegate-links", pk)
    return render(
        request,
        "network/desk/paper.html",
        {
            "delegate": found,
            "form": form,
            "label": label_of(what),
            "is_consent": what in ConsentKind.values,
            "is_health": what == ProtectedKind.HEALTH,
            "erase_on": erase_on_of(found.programme),
        },
    )


def _paper_form(request: HttpRequest, delegate: Delegate, what: str) -> Any:
    data = request.POST if request.method == "POST" else None
    if what in ConsentKind.values:
        return SignedPaperForm(
            data,
            signers=signers(delegate, what),
            is_media=what == ConsentKind.MEDIA,
        )
    if what == ProtectedKind.EMERGENCY:
        return EmergencyPaperForm(data)
    if what == ProtectedKind.INSURANCE:
        return InsurancePaperForm(data, initial=known_to_the_city(delegate))
    return PaperForm(data)


def _keep(form: Any, delegate: Delegate, what: str, *, actor: str) -> None:
    """One use case; papers are in Japanese, the language of the form."""
    now = timezone.now()
    if what in ConsentKind.values:
        sign_consent(
            delegate=delegate,
            kind=ConsentKind(what),
            degree=form.degree,
            evidence=form.evidence(language="ja"),
            actor=actor,
            now=now,
        )
    elif what == ProtectedKind.HEALTH:
        note_paper(
            delegate=delegate,
            signed_on=form.cleaned_data["signed_on"],
            actor=actor,
            now=now,
        )
    else:
        answer(
            delegate=delegate,
            reader=signers(delegate, what)[0],
            kind=ProtectedKind(what),
            answers=form.answers(),
            language="ja",
            actor=actor,
            now=now,
        )


@require_safe
@for_coordinators()
def paper_form(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """All questions on paper, to be printed, filled in and signed by hand."""
    found = delegate_of_city(term.municipality, pk)
    language = get_language() or "ja"
    consents = [
        (
            kind == ConsentKind.MEDIA,
            signer == Reader.GUARDIAN,
            consent_words(delegate=found, kind=kind, signer=signer, language=language),
        )
        for kind in ConsentKind
        for signer in signers(found, kind)
    ]
    return render(
        request,
        "network/youth/paper_form.html",
        {
            "delegate": found,
            "consents": consents,
            "degrees": MediaDegree.labels,
            "questions": [field.label for field in HealthForm()],
            "erase_on": erase_on_of(found.programme),
        },
    )


def _reader(request: HttpRequest, delegate: Delegate) -> Reader | None:
    """Whose link it is about; a grown-up's guardian has none."""
    typed = request.POST.get("reader", "")
    if typed == Reader.GUARDIAN and not is_minor(delegate):
        return None
    return Reader(typed) if typed in Reader.values else None
