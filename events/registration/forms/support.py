"""Access support on the form: a tick, and how many or how old where it matters.

Everything is there without JavaScript: what belongs to a tick stands below it, and the
style sheet folds it away until the box is ticked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.programme.choices import Support
from events.programme.models import SupportOffer
from events.programme.needs import OfferGroup, age_range, offer_groups
from events.programme.usecases.support import Limit
from events.registration.usecases.application import SupportWish
from peace.language.dates import deadline

MOST_CHILDREN = 3
OLDEST = 12
_MONTHS = 12


@dataclass(frozen=True)
class SupportRow:
    """One kind of support as the template draws it."""

    kind: str
    label: str
    id: str
    is_ticked: bool
    is_over: bool
    group: OfferGroup
    spaces: forms.BoundField | None = None
    children: Sequence[dict[str, Any]] = field(default_factory=list)


def add_support(form: forms.Form, *, party_limit: int) -> None:
    """The fields below the ticks, for the kinds that this event has."""
    kinds = {kind for kind, _label in form.fields["support"].choices}
    if Support.WHEELCHAIR in kinds:
        form.fields["wheelchairs"] = forms.TypedChoiceField(
            label=_("何人分ですか"),
            coerce=int,
            empty_value=1,
            required=False,
            choices=[
                (n, ngettext("%(n)d人分", "%(n)d人分", n) % {"n": n})
                for n in range(1, party_limit + 1)
            ],
        )
        form.fields["wheelchairs"].mark = ""
    if Support.CHILDCARE in kinds:
        for number in range(1, MOST_CHILDREN + 1):
            form.fields[f"child{number}_years"] = _age_field(
                _("%(number)s人目の年齢") % {"number": number},
                [
                    (n, ngettext("%(n)d歳", "%(n)d歳", n) % {"n": n})
                    for n in range(OLDEST + 1)
                ],
                blank=_("何歳"),
            )
            form.fields[f"child{number}_months"] = _age_field(
                _("%(number)s人目の月") % {"number": number},
                [
                    (n, ngettext("%(n)dか月", "%(n)dか月", n) % {"n": n})
                    for n in range(_MONTHS)
                ],
                blank=_("何か月"),
            )


def _age_field(
    label: str, choices: list[tuple[int, str]], *, blank: str
) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", blank), *choices],
        error_messages={"invalid_choice": _("お子さんの年齢を選んでください。")},
    )


def support_rows(form: forms.Form) -> list[SupportRow]:
    ticked = set(form["support"].value() or ())
    choices = list(form.fields["support"].choices)
    groups = offer_groups(
        [kind for kind, _label in choices],
        form.needs.offers if form.needs else (),
        form.timeslots,
        now=timezone.now(),
    )
    rows = []
    for place, ((kind, label), group) in enumerate(zip(choices, groups, strict=True)):
        offered = sum(kind in slot.offered_kinds for slot in form.timeslots)
        rows.append(
            SupportRow(
                kind=kind,
                label=label,
                id=f"{form['support'].auto_id}_{place}",
                is_ticked=kind in ticked,
                # Closed only when no timeslot has it any more.
                is_over=group.is_over and len(group.lines) == offered,
                group=group,
                spaces=_spaces(form, kind),
                children=_children(form, kind),
            )
        )
    return rows


def _spaces(form: forms.Form, kind: str) -> forms.BoundField | None:
    asked = kind == Support.WHEELCHAIR and "wheelchairs" in form.fields
    return form["wheelchairs"] if asked else None


def _children(form: forms.Form, kind: str) -> list[dict[str, Any]]:
    if kind != Support.CHILDCARE or "child1_years" not in form.fields:
        return []
    return [
        {
            "number": number,
            "years": form[f"child{number}_years"],
            "months": form[f"child{number}_months"],
        }
        for number in range(1, MOST_CHILDREN + 1)
    ]


def check_support(form: forms.Form) -> None:
    """Childcare needs the age of at least one child. Adds an error to FORM."""
    asks = "child1_years" in form.fields
    ticked = Support.CHILDCARE in form.cleaned_data.get("support", ())
    if asks and ticked and not _months(form) and "child1_years" not in form.errors:
        form.add_error(
            "child1_years",
            ValidationError(
                _("お子さんの年齢（催しの日の時点）を選んでください。"),
                code="child_age_missing",
            ),
        )


def wishes_in(form: forms.Form) -> list[SupportWish]:
    wishes = []
    for kind in form.cleaned_data["support"]:
        if kind == Support.WHEELCHAIR:
            people = form.cleaned_data.get("wheelchairs") or 1
            wishes.append(SupportWish(kind, people=people))
        elif kind == Support.CHILDCARE:
            months = _months(form)
            wishes.append(
                SupportWish(kind, people=max(1, len(months)), months=tuple(months))
            )
        else:
            wishes.append(SupportWish(kind))
    return wishes


def _months(form: forms.Form) -> list[int]:
    """The ages of the children that were named, in months."""
    found = []
    for number in range(1, MOST_CHILDREN + 1):
        years = form.cleaned_data.get(f"child{number}_years")
        months = form.cleaned_data.get(f"child{number}_months")
        if years is not None or months is not None:
            found.append((years or 0) * _MONTHS + (months or 0))
    return found


def support_refusal(offer: SupportOffer, limit: str) -> ValidationError:
    """Why OFFER cannot be had: too late, other ages, or nothing left."""
    params = {
        "support": offer.get_kind_display(),
        "timeslot": str(offer.timeslot),
        "date": deadline(offer.closes_at) if offer.closes_at else "",
        "ages": age_range(offer),
        "office_phone": settings.OFFICE_PHONE,
    }
    if limit == Limit.TOO_LATE:
        text = _(
            "%(support)sの申込みは%(date)sでした。"
            "%(support)sなしで申し込むか、%(office_phone)sへご相談ください。"
        )
    elif limit == Limit.WRONG_AGE:
        text = _(
            "%(support)sでお預かりできるのは、%(ages)sのお子さんです。"
            "お子さんの年齢を確かめるか、%(office_phone)sへご相談ください。"
        )
    elif offer.kind == Support.WHEELCHAIR:
        text = _(
            "「%(timeslot)s」の車いす席は、空きが足りません。"
            "%(office_phone)sへお電話ください。席を作れるか確かめます。"
        )
    else:
        text = _(
            "「%(timeslot)s」の%(support)sは、空きが足りません。"
            "人数を減らすか、%(office_phone)sへご相談ください。"
        )
    return ValidationError(text, code=f"support_{limit or 'gone'}", params=params)


def support_elsewhere(kind: str) -> ValidationError:
    return ValidationError(
        _("「%(support)s」は、選んだ回にはありません。ほかの回にはあります。"),
        code="support_elsewhere",
        params={"support": Support(kind).label},
    )
