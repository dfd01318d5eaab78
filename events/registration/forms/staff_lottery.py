"""What staff fill in about a lottery: the call, the public value, a second draw."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from events.registration.choices import LotteryTier
from events.registration.usecases.lottery_draw import LONGEST_VALUE, tidy_value

_TOLD = gettext_lazy("公開ページに、そのまま出ます。")


class PublicValueForm(forms.Form):
    """Which value, known when: published before anybody can know it."""

    name_ja = forms.CharField(
        label=gettext_lazy("公の値の名前（日本語）"),
        help_text=gettext_lazy(
            "市も動かせず、あとからだれでも調べられる値にします。"
            "例：2月12日の日経平均株価の終値（小数点以下2桁まで）"
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("公の値の名前を入力してください。")},
    )
    name_easy = forms.CharField(
        label=gettext_lazy("公の値の名前（やさしい日本語）"),
        help_text=gettext_lazy("空欄のときは、日本語が出ます。"),
        max_length=200,
        required=False,
    )
    name_en = forms.CharField(
        label=gettext_lazy("公の値の名前（英語）"),
        help_text=gettext_lazy("空欄のときは、日本語が出ます。"),
        max_length=200,
        required=False,
    )
    known_on = forms.DateField(
        label=gettext_lazy("公の値が分かる日"),
        help_text=gettext_lazy(
            "申込みの締切の次の日からあとにします。抽選は、この日から行えます。"
        ),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("公の値が分かる日を入力してください。"),
            "invalid": gettext_lazy("日付を、2026-02-13のように入力してください。"),
        },
    )
    use_required_attribute = False

    def name(self) -> dict[str, str]:
        data = self.cleaned_data
        return {
            "ja": data["name_ja"],
            "ja-easy": data["name_easy"],
            "en": data["name_en"],
        }


class SealForm(PublicValueForm):
    """Everything that the call for applications says about the lottery."""

    tiers = forms.MultipleChoiceField(
        label=gettext_lazy("先に並べる方"),
        help_text=gettext_lazy(
            "選ばなければ、全員を同じに並べます。"
            "2つ選ぶと、はじめての方、市内の方、そのほかの方の順です。"
            "組の全員が当てはまるときに、先になります。"
        ),
        choices=LotteryTier.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class RepeatForm(PublicValueForm):
    """Why everything has to be drawn again."""

    reason = forms.CharField(
        label=gettext_lazy("やり直す理由"),
        help_text=_TOLD,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("理由を入力してください。")},
    )
    field_order = ("reason", "name_ja", "name_easy", "name_en", "known_on")


class DrawForm(forms.Form):
    """The public value, as it was announced by whoever announces it."""

    public_value = forms.CharField(
        label=gettext_lazy("公の値"),
        help_text=_TOLD,
        max_length=LONGEST_VALUE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("公の値を入力してください。")},
    )
    use_required_attribute = False

    def clean_public_value(self) -> Any:
        return tidy_value(self.cleaned_data["public_value"])
