"""Staff: the call itself, what came on paper, whom to ask to score."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.forms.kotoba import (
    KotobaForm,
)
from events.outreach.models import KotobaCall
from events.programme.forms.texts import MomentField, TextsField
from events.programme.models import Event
from events.registration.forms.email import clean_email

# Addresses under /kotoba/ that lead to something else.
KEPT_SLUGS = ("mine", "committee", "new")


class KotobaCallForm(forms.Form):
    """A year's call."""

    title = TextsField(label=gettext_lazy("募集の名前"), max_length=80)
    theme = TextsField(
        label=gettext_lazy("テーマと呼びかけ"),
        help_text=gettext_lazy("公開ページの最初に出ます。空行で段落を分けられます。"),
        max_length=600,
        rows=5,
        required=False,
    )
    slug = forms.SlugField(
        label=gettext_lazy("ページの住所"),
        help_text=gettext_lazy("半角の英数字とハイフン。例：2027"),
        max_length=50,
        error_messages={
            "invalid": gettext_lazy("半角の英数字とハイフンで入力してください。"),
            "required": gettext_lazy("ページの住所を入力してください。"),
        },
    )
    opens_at = MomentField(label=gettext_lazy("募集の始まり"))
    closes_at = MomentField(
        label=gettext_lazy("募集の締切り"),
        help_text=gettext_lazy(
            "この時刻から後は、書いた人は送ることも直すこともできません。"
        ),
    )
    scoring_closes_at = MomentField(
        label=gettext_lazy("選考委員が点を付ける期限"),
        help_text=gettext_lazy("締切りから、この時刻までに点を付けます。"),
        required=False,
    )
    max_length = forms.IntegerField(
        label=gettext_lazy("1行の長さ（文字）"), min_value=5, max_value=100, initial=40
    )
    places = forms.IntegerField(
        label=gettext_lazy("選ぶ数"), min_value=1, max_value=500, initial=35
    )
    event = forms.ModelChoiceField(
        Event.objects.order_by("-starts_at"),
        label=gettext_lazy("展示する催し"),
        required=False,
        empty_label=gettext_lazy("まだ決まっていない"),
        help_text=gettext_lazy(
            "選ばれた方へのお知らせに、この催しの日時と会場が入ります。"
        ),
    )
    use_required_attribute = False

    def __init__(
        self, *args: Any, call: KotobaCall | None = None, **kwargs: Any
    ) -> None:
        self.call = call
        super().__init__(*args, **kwargs)
        if call and call.is_published:
            # The address stands on posters and in letters.
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        others = KotobaCall.objects.filter(slug=slug)
        if self.call:
            others = others.exclude(pk=self.call.pk)
        if slug in KEPT_SLUGS or others.exists():
            raise ValidationError(_("この住所は使われています。"))
        return slug

    def clean(self) -> None:
        opens, closes, scored = (
            self.cleaned_data.get(name)
            for name in ("opens_at", "closes_at", "scoring_closes_at")
        )
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("締切りは、始まりより後にしてください。"))
        if closes and scored and scored <= closes:
            self.add_error(
                "scoring_closes_at", _("点を付ける期限は、締切りより後にしてください。")
            )


class PaperForm(KotobaForm):
    """An entry from paper: the same fields, in the order of the sheet."""

    plain_labels = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["autofocus"] = True
        self.fields["consent"].help_text = _("書いていないときは「展示しない」です。")


class MemberForm(forms.Form):
    """Somebody who scores."""

    name = forms.CharField(
        label=gettext_lazy("お名前"),
        max_length=80,
        error_messages={"required": gettext_lazy("お名前を入力してください。")},
    )
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        help_text=gettext_lazy(
            "空欄なら、リンクを画面に出します。紙などで渡してください。"
        ),
        required=False,
    )
    use_required_attribute = False

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])
