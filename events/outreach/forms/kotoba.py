"""One line for the days of the bombs, as residents write it."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import KotobaConsent
from events.outreach.usecases.kotoba_send import Line
from events.registration.choices import AgeBand
from events.registration.forms.email import clean_email
from events.registration.forms.typed import clean_phone
from peace.language.graphemes import length, towers, unseen

# What the column holds; a character may be several code points.
STORED = 200
NAME_LENGTH = 20


def clean_line(text: str, *, longest: int) -> str:
    """One line of words, exactly as typed, or a sentence about what does not fit."""
    if "\n" in text or "\r" in text:
        raise ValidationError(
            _("改行は使えません。1行にまとめてください。"), code="line_break"
        )
    if not text.strip():
        raise ValidationError(_("一行のコトバを書いてください。"), code="required")
    count = length(text)
    if count > longest:
        raise ValidationError(
            _("%(max)s文字までです。いま%(n)s文字です。%(over)s文字減らしてください。"),
            code="line_long",
            params={"max": longest, "n": count, "over": count - longest},
        )
    if unseen(text):
        raise ValidationError(
            _("目に見えない記号が入っています。消して、もう一度打ってください。"),
            code="line_unseen",
        )
    if towers(text) or len(text) > STORED:
        raise ValidationError(
            _("記号が重なりすぎて読めません。記号を減らしてください。"),
            code="line_heaped",
        )
    return text


def clean_pen_name(text: str) -> str:
    """A name as typed; short, and without what nobody sees."""
    name = text.strip()
    if length(name) > NAME_LENGTH or len(name) > 2 * NAME_LENGTH:
        raise ValidationError(
            _("名前は%(max)s文字までです。"), params={"max": NAME_LENGTH}, code="long"
        )
    if unseen(name) or towers(name):
        raise ValidationError(
            _("名前に、目に見えない記号が入っています。打ち直してください。"),
            code="unseen",
        )
    return name


class OneLineField(forms.CharField):
    """A field of one line that keeps what was typed, spaces at the ends left out."""

    widget = forms.TextInput

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        self.longest = longest
        # Room to type too much: cut off by the browser, nobody would notice.
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "off", "data-longest": str(longest)}

    def clean(self, value: Any) -> str:
        text = self.to_python(value)
        return clean_line(text, longest=self.longest)


class KotobaForm(forms.Form):
    """The line, and little else: nothing is chosen beforehand."""

    pen_name = forms.CharField(
        label=gettext_lazy("名前（ペンネーム）"),
        help_text=gettext_lazy("本名でなくてもかまいません。"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    age_band = forms.ChoiceField(
        label=gettext_lazy("年代"),
        choices=AgeBand.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    consent = forms.ChoiceField(
        label=gettext_lazy("選ばれたとき、展示してもよいですか"),
        help_text=gettext_lazy(
            "会場の展示とこのサイトで見られます。あとで変えられます。"
        ),
        choices=KotobaConsent.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("展示してよいかどうかを選んでください。")
        },
    )
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        help_text=gettext_lazy("控えと結果、展示のご案内を送ります。"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("電話番号"),
        help_text=gettext_lazy("選ばれたときだけ、お電話します。"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"] = OneLineField(
            longest=longest,
            label=_("一行のコトバ"),
            help_text=_("%(max)s文字まで。改行はできません。") % {"max": longest},
        )
        self.fields["consent"].layout = "stack"
        self.order_fields(["text", "pen_name", "age_band", "consent"])
        if not self.is_bound:
            self.fields["key"].initial = uuid.uuid4()

    def clean_pen_name(self) -> str:
        return clean_pen_name(self.cleaned_data["pen_name"])

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("consent") == KotobaConsent.WITH_NAME
        if named and not cleaned.get("pen_name") and "pen_name" not in self.errors:
            self.add_error(
                "pen_name",
                ValidationError(
                    _(
                        "名前と一緒に展示するときは、名前（ペンネーム）を書いてください。"
                    ),
                    code="name_missing",
                ),
            )
        return cleaned

    @property
    def form_key(self) -> uuid.UUID:
        return self.cleaned_data.get("key") or uuid.uuid4()

    def line(self) -> Line:
        names = ("text", "consent", "pen_name", "age_band", "email", "phone")
        return Line(**{name: self.cleaned_data.get(name, "") for name in names})


class ConsentForm(forms.Form):
    """How the line may be shown; asked again at any time."""

    consent = forms.ChoiceField(
        label=gettext_lazy("展示してもよいですか"),
        choices=KotobaConsent.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("展示してよいかどうかを選んでください。")
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, has_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consent"].layout = "stack"
        if not has_name:
            self.fields["consent"].choices = [
                pair
                for pair in KotobaConsent.choices
                if pair[0] != KotobaConsent.WITH_NAME
            ]
