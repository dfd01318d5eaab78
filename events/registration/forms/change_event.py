"""A change after publishing: why, and whether small changes are told."""

from django import forms
from django.utils.translation import gettext_lazy

from events.registration.usecases.change_event import Notice


class ChangeNoticeForm(forms.Form):
    """The Japanese reason is needed when letters leave; others fall back on it."""

    reason_ja = forms.CharField(
        label=gettext_lazy("理由（日本語）"),
        help_text=gettext_lazy(
            "お知らせに、そのまま出ます。例：会場の設備が使えなくなったため"
        ),
        max_length=120,
        error_messages={"required": gettext_lazy("理由を入力してください。")},
    )
    reason_easy = forms.CharField(
        label=gettext_lazy("理由（やさしい日本語）"),
        help_text=gettext_lazy("例：会場《かいじょう》が 使《つか》えないからです。"),
        max_length=200,
        required=False,
    )
    reason_en = forms.CharField(
        label=gettext_lazy("理由（英語）"),
        help_text=gettext_lazy("例：The room cannot be used."),
        max_length=200,
        required=False,
    )
    tells_all = forms.BooleanField(
        label=gettext_lazy("名前や持ち物だけの変更も、お知らせする"), required=False
    )
    prefix = "notice"
    use_required_attribute = False

    def __init__(self, *args: object, must_tell: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if must_tell:
            del self.fields["tells_all"]
        self.fields["reason_ja"].required = must_tell

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("tells_all") and not data.get("reason_ja"):
            self.add_error(
                "reason_ja", self.fields["reason_ja"].error_messages["required"]
            )

    def notice(self) -> Notice:
        data = self.cleaned_data
        return Notice(
            reason={
                "ja": data["reason_ja"],
                "ja-easy": data["reason_easy"],
                "en": data["reason_en"],
            },
            tells_all=data.get("tells_all", False),
        )
