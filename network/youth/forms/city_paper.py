"""What a city writes down of a paper that somebody signed."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.programme.forms.texts import DayField
from events.registration.forms.typed import clean_name
from network.youth.choices import ConsentWay, MediaDegree, Reader
from network.youth.forms.answers import EmergencyForm, InsuranceForm
from network.youth.usecases.sign import Evidence
from peace.language.dates import jst


class PaperForm(forms.Form):
    """The day that stands on the paper."""

    signed_on = DayField(label=_("紙に書かれた日付"))

    use_required_attribute = False

    def clean_signed_on(self) -> date:
        day = self.cleaned_data["signed_on"]
        if day > jst(timezone.now()).date():
            raise forms.ValidationError(_("紙に書かれた日付が、先の日になっています。"))
        return day


class SignedPaperForm(PaperForm):
    """A signed consent: who, when, and of photographs how far."""

    signer = forms.ChoiceField(
        label=_("署名した方"),
        widget=forms.RadioSelect,
        error_messages={"required": _("署名した方を選んでください。")},
    )
    name = forms.CharField(
        label=_("署名のお名前"),
        max_length=80,
        error_messages={"required": _("署名のお名前を入力してください。")},
    )
    relation = forms.CharField(label=_("保護者の続柄"), max_length=20, required=False)
    media = forms.ChoiceField(
        label=_("選んだこと"),
        choices=MediaDegree.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("紙で選んだことを、1つ選んでください。")},
    )
    field_order = ["signer", "name", "relation", "media", "signed_on"]

    def __init__(
        self, *args: Any, signers: list[Reader], is_media: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.value, each.label) for each in signers]
        self.fields["signer"].choices = choices  # type: ignore[attr-defined]
        if len(signers) == 1:
            self.fields["signer"].initial = signers[0].value
        if is_media:
            self.fields["media"].layout = "stack"  # type: ignore[attr-defined]
        else:
            del self.fields["media"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("signer") == Reader.GUARDIAN and not data.get("relation"):
            self.add_error("relation", _("保護者の続柄を入力してください。"))
        return data

    @property
    def degree(self) -> str:
        return self.cleaned_data.get("media", "")

    def evidence(self, *, language: str) -> Evidence:
        data = self.cleaned_data
        return Evidence(
            signer=data["signer"],
            signer_name=data["name"],
            relation=data["relation"].strip(),
            language=language,
            way=ConsentWay.PAPER,
            signed_on=data["signed_on"],
        )


class EmergencyPaperForm(EmergencyForm, PaperForm):
    """The contacts as they stand on the paper."""


class InsurancePaperForm(InsuranceForm, PaperForm):
    """The insurance data as they stand on the paper."""
