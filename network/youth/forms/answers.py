"""What a guardian or a delegate answers: consents, contacts, health, insurance."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.registration.forms.typed import (
    clean_date,
    clean_kana,
    clean_name,
    clean_phone,
)
from network.youth.choices import MediaDegree
from network.youth.models import Delegate
from network.youth.usecases.sign import Evidence
from peace.language.dates import jst

LONG = 600
_NOT_STORED = {"autocomplete": "off"}


class SignForm(forms.Form):
    """Who signs; the button pressed is the consent."""

    name = forms.CharField(
        label=_("お名前"),
        max_length=80,
        error_messages={"required": _("お名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    relation = forms.CharField(
        label=_("続柄"),
        max_length=20,
        help_text=_("例：母、父、祖母、後見人"),
        error_messages={"required": _("続柄を入力してください。")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, asks_relation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_relation:
            del self.fields["relation"]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    @property
    def degree(self) -> str:
        return ""

    def evidence(self, *, signer: str, language: str) -> Evidence:
        return Evidence(
            signer=signer,
            signer_name=self.cleaned_data["name"],
            relation=self.cleaned_data.get("relation", "").strip(),
            language=language,
            digest=self.data.get("digest", ""),
        )


class MediaForm(SignForm):
    """How far photographs and the name may go, and who says so."""

    media = forms.ChoiceField(
        label=_("どこまで使ってよいですか"),
        choices=MediaDegree.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("1つ選んでください。")},
    )
    field_order = ["media", "name", "relation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["media"].layout = "stack"  # type: ignore[attr-defined]

    @property
    def degree(self) -> str:
        return self.cleaned_data["media"]


def _person(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=60,
        error_messages={"required": _("お名前を入力してください。")},
        widget=forms.TextInput(attrs=_NOT_STORED),
    )


def _relation() -> forms.CharField:
    return forms.CharField(
        label=_("続柄"),
        max_length=20,
        help_text=_("例：母、父、祖母、後見人"),
        error_messages={"required": _("続柄を入力してください。")},
        widget=forms.TextInput(attrs=_NOT_STORED),
    )


def _phone() -> forms.CharField:
    return forms.CharField(
        label=_("電話番号"),
        max_length=30,
        help_text=_("旅行の間、つながる番号を書いてください。"),
        error_messages={"required": _("電話番号を入力してください。")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


_OF_A_CONTACT = ("name", "relation", "phone")


class EmergencyForm(forms.Form):
    """Two people whom the group leader rings, in this order."""

    name1 = _person(_("お名前"))
    relation1 = _relation()
    phone1 = _phone()
    name2 = _person(_("お名前"))
    relation2 = _relation()
    phone2 = _phone()

    use_required_attribute = False

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """One frame a person, in the order in which they are rung."""
        return [
            (legend, [self[f"{name}{number}"] for name in _OF_A_CONTACT])
            for number, legend in (
                (1, _("初めに電話する方")),
                (2, _("次に電話する方")),
            )
        ]

    def clean_name1(self) -> str:
        return clean_name(self.cleaned_data["name1"])

    def clean_name2(self) -> str:
        return clean_name(self.cleaned_data["name2"])

    def clean_phone1(self) -> str:
        return clean_phone(self.cleaned_data["phone1"])

    def clean_phone2(self) -> str:
        return clean_phone(self.cleaned_data["phone2"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("phone1") and data["phone1"] == data.get("phone2"):
            self.add_error("phone2", _("1人目とは違う電話番号を書いてください。"))
        return data

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "contacts": [
                {
                    "name": data[f"name{number}"],
                    "relation": data[f"relation{number}"].strip(),
                    "phone": data[f"phone{number}"],
                }
                for number in (1, 2)
            ]
        }


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONG,
        required=False,
        strip=True,
        widget=forms.Textarea(attrs=_NOT_STORED | {"rows": "2"}),
    )


class HealthForm(forms.Form):
    """Health and diet; or, by its own button, that there is nothing to say."""

    illness = _words(_("持病や、いま治している病気"))
    hospital = _words(_("かかっている病院と、その電話番号"))
    medicine = _words(
        _("ふだん飲む薬、持って行く薬"), _("薬の名前と、いつ飲むかを書いてください。")
    )
    allergies = _words(_("アレルギー"), _("食べ物、薬、虫、動物など"))
    severity = forms.ChoiceField(
        label=_("アレルギーの重さ"),
        choices=[
            ("NONE", _("アレルギーはない")),
            ("MILD", _("軽い（かゆくなるなど）")),
            ("SEVERE", _("重い（息が苦しくなる、注射の薬を持っているなど）")),
        ],
        initial="NONE",
        widget=forms.RadioSelect,
        error_messages={"required": _("1つ選んでください。")},
    )
    diet = _words(
        _("食べられないもの"), _("宗教などの理由で食べないものも書いてください。")
    )
    other = _words(
        _("そのほか、知っておいてほしいこと"),
        _("乗り物酔い、夜のこと、苦手なことなど"),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["severity"].layout = "stack"  # type: ignore[attr-defined]

    @property
    def says_nothing(self) -> bool:
        """The button for those who have nothing to write was pressed."""
        return self.data.get("nothing") == "yes"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        is_empty = not any(data.get(name) for name in _HEALTH_TEXTS)
        if self.says_nothing:
            return dict.fromkeys(_HEALTH_TEXTS, "") | {"severity": "NONE"}
        if is_empty and data.get("severity") == "NONE":
            raise forms.ValidationError(
                _("書くことがないときは、「書くことはありません」を押してください。")
            )
        allergies, severity = data.get("allergies"), data.get("severity")
        if allergies and severity == "NONE":
            self.add_error("severity", _("アレルギーの重さを選んでください。"))
        if severity in {"MILD", "SEVERE"} and not allergies:
            self.add_error("allergies", _("何のアレルギーかを書いてください。"))
        return data

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "nothing": self.says_nothing,
            **{name: data[name] for name in _HEALTH_TEXTS},
            "severity": data["severity"],
        }


_HEALTH_TEXTS = ("illness", "hospital", "medicine", "allergies", "diet", "other")
LEGAL_HEIRS = "法定相続人"


class InsuranceForm(forms.Form):
    """What the insurance of the trip asks: as the city knows it, to be confirmed."""

    name = _person(_("お名前"))
    kana = forms.CharField(
        label=_("ふりがな"),
        max_length=60,
        error_messages={"required": _("ふりがなを入力してください。")},
        widget=forms.TextInput(attrs=_NOT_STORED),
    )
    born_on = forms.CharField(
        label=_("生年月日"),
        max_length=30,
        help_text=_("例：2007年5月5日、平成19年5月5日、2007-5-5"),
        error_messages={"required": _("生年月日を入力してください。")},
        widget=forms.TextInput(attrs=_NOT_STORED),
    )
    address = forms.CharField(
        label=_("住所"),
        max_length=200,
        error_messages={"required": _("住所を入力してください。")},
        widget=forms.TextInput(attrs=_NOT_STORED),
    )
    heirs = forms.ChoiceField(
        label=_("保険金を受け取る方"),
        choices=[
            ("LEGAL", _("法定相続人（法律で決まった家族）")),
            ("OTHER", _("ほかの方")),
        ],
        initial="LEGAL",
        widget=forms.RadioSelect,
        error_messages={"required": _("1つ選んでください。")},
    )
    beneficiary = forms.CharField(
        label=_("ほかの方のときは、その方との続柄"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_NOT_STORED),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heirs"].layout = "stack"  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        return clean_kana(self.cleaned_data["kana"])

    def clean_born_on(self) -> date | None:
        today = jst(timezone.now()).date()
        return clean_date(self.cleaned_data["born_on"], today=today)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("heirs") == "OTHER" and not data.get("beneficiary"):
            self.add_error("beneficiary", _("続柄を入力してください。"))
        return data

    def answers(self) -> dict[str, Any]:
        data = self.cleaned_data
        is_other = data["heirs"] == "OTHER"
        return {
            "name": data["name"],
            "kana": data["kana"],
            "born_on": data["born_on"].isoformat() if data["born_on"] else "",
            "address": data["address"],
            "beneficiary": data["beneficiary"].strip() if is_other else LEGAL_HEIRS,
        }


def known_to_the_city(delegate: Delegate) -> dict[str, Any]:
    """What the city wrote of the person, to be confirmed; nothing that was sealed."""
    who = delegate.nomination
    return {
        "name": who.name,
        "kana": who.kana,
        "born_on": who.born_on.isoformat(),
        "address": who.address,
    }
