"""Cancelling an event: the reason that people will read, in three languages."""

from django import forms
from django.utils.translation import gettext_lazy


class CancelEventForm(forms.Form):
    """The Japanese reason is needed; a missing other language shows the Japanese."""

    reason_ja = forms.CharField(
        label=gettext_lazy("理由（日本語）"),
        help_text=gettext_lazy(
            "催しのページとお知らせに、そのまま出ます。例：台風が近づいているため"
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("理由を入力してください。")},
    )
    reason_easy = forms.CharField(
        label=gettext_lazy("理由（やさしい日本語）"),
        help_text=gettext_lazy("例：台風《たいふう》が 来《く》るからです。"),
        max_length=200,
        required=False,
    )
    reason_en = forms.CharField(
        label=gettext_lazy("理由（英語）"),
        help_text=gettext_lazy("例：A typhoon is approaching."),
        max_length=200,
        required=False,
    )
    use_required_attribute = False

    def reason(self) -> dict[str, str]:
        data = self.cleaned_data
        return {
            "ja": data["reason_ja"],
            "ja-easy": data["reason_easy"],
            "en": data["reason_en"],
        }
