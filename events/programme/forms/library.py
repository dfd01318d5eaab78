"""The library: venues, storytellers, phrases."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.choices import PhraseKind, Story
from events.programme.forms.texts import TextsField


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
