"""The library: venues, storytellers, phrases."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.choices import PhraseKind, Story
from events.programme.forms.texts import TextsField
from peace.language.email_address import validate_email_address


class VenueForm(forms.Form):
    name = TextsField(label=_("会場の名前"), max_length=80)
    address = TextsField(label=_("住所"), max_length=120)
    access = TextsField(
        label=_("行き方"),
        help_text=_("駅からの道、段差やエレベーター、駐輪場。公開ページに出ます。"),
        max_length=500,
        rows=3,
    )
    use_required_attribute = False


class StorytellerForm(forms.Form):
    name = forms.CharField(
        label=_("お名前"),
        max_length=80,
        error_messages={"required": _("お名前を入力してください。")},
    )
    kana = forms.CharField(label=_("ふりがな"), max_length=80, required=False)
    # A text field: browsers refuse the dot forms of old carrier addresses in `email`.
    email = forms.CharField(
        label=_("メールアドレス"),
        help_text=_("派遣講話をお願いするときに使います。職員だけが見ます。"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )
    phone = forms.CharField(
        label=_("電話番号"),
        help_text=_("メールがない方には、電話の一覧に出ます。"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    stories = forms.MultipleChoiceField(
        label=_("話せること"),
        choices=Story.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("話せることを1つ以上選んでください。")},
    )
    is_active = forms.BooleanField(
        label=_("いま活動している"),
        help_text=_("外すと、新しい回の候補に出なくなります。"),
        required=False,
        initial=True,
    )
    use_required_attribute = False

    def clean_email(self) -> str:
        email = unicodedata.normalize("NFKC", self.cleaned_data["email"]).strip()
        if email:
            validate_email_address(email)
        return email

    def clean_phone(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["phone"])
        digits = re.sub(r"[\s\-‐‑–—−ー()]", "", typed)
        if digits and not re.fullmatch(r"0[0-9]{9,10}", digits):
            raise forms.ValidationError(
                _("電話番号は、0から始まる10桁か11桁の数字で入力してください。")
            )
        return digits


class PhraseForm(forms.Form):
    kind = forms.ChoiceField(label=_("使う場所"), choices=PhraseKind.choices)
    name = forms.CharField(
        label=_("見出し"),
        help_text=_("選ぶときに見る短い名前です。"),
        max_length=60,
        error_messages={"required": _("見出しを入力してください。")},
    )
    text = TextsField(label=_("文"), max_length=2000, rows=4)
    use_required_attribute = False
