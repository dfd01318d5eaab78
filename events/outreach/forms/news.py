"""The forms of the public news pages: an address, topics, a language."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import Topic
from events.registration.forms.email import EMAIL_LENGTH, clean_email
from peace.language.email_address import FORM_MESSAGE

# What a topic brings, and how often.
TOPIC_NOTES = {
    Topic.TALKS: gettext_lazy("講話の日と申込みの始まり。年に6回ほど。"),
    Topic.PEACE_DAY: gettext_lazy("6月21日の平和の日の催し。年に2回ほど。"),
    Topic.EXHIBITIONS: gettext_lazy(
        "8月の展示と、戦争や空襲の資料の展示。年に3回ほど。"
    ),
    Topic.NETWORK: gettext_lazy(
        "多摩の26市の取組、広島へ行く若者の募集と報告。年に4回ほど。"
    ),
    Topic.KOTOBA: gettext_lazy("一行のコトバの募集と、展示のお知らせ。年に2回ほど。"),
}


class TopicsForm(forms.Form):
    """What to hear of, and in which language."""

    topics = forms.MultipleChoiceField(
        label=gettext_lazy("受け取るお知らせ"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("受け取るお知らせを1つ以上選んでください。"),
            "invalid_choice": gettext_lazy("受け取るお知らせを選び直してください。"),
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("メールの言葉"),
        # Each in its own words: one looks for one's own language.
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("メールの言葉を選んでください。"),
        ),
    )
    use_required_attribute = False

    @property
    def topic_rows(self) -> list[dict[str, Any]]:
        """One tick box a topic, with what it brings."""
        chosen = set(self["topics"].value() or [])
        return [
            {
                "id": f"id_topics_{number}",
                "value": topic.value,
                "title": topic.label,
                "note": TOPIC_NOTES[topic],
                "checked": topic.value in chosen,
            }
            for number, topic in enumerate(Topic)
        ]


class SubscribeForm(TopicsForm):
    """The same with the address; whose it is, the letter to it will tell."""

    # A text field: browsers refuse the dot forms of old carrier addresses in `email`.
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        max_length=EMAIL_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": gettext_lazy("メールアドレスを入力してください。"),
            "max_length": FORM_MESSAGE,
        },
    )
    field_order = ("topics", "language", "email")

    def clean_email(self) -> str:
        try:
            return clean_email(self.cleaned_data["email"])
        except ValidationError:
            raise ValidationError(
                _("メールアドレスを確かめてください（例 name@example.jp）。"),
                code="email_form",
            ) from None
