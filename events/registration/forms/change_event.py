"""A change after publishing: why, and whether small changes are told."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from events.programme.forms.texts import TextsField
from events.registration.usecases.change_event import Notice

NO_REASON = gettext_lazy("理由を入力してください。")


class ChangeNoticeForm(forms.Form):
    """The Japanese reason is needed when letters leave; others fall back on it."""

    reason = TextsField(
        label=gettext_lazy("理由"),
        help_text=gettext_lazy(
            "お知らせに、そのまま出ます。例：会場の設備が使えなくなったため"
        ),
        max_length=120,
        required=False,
    )
    tells_all = forms.BooleanField(
        label=gettext_lazy("名前や持ち物だけの変更も、お知らせする"), required=False
    )
    prefix = "notice"
    use_required_attribute = False

    def __init__(self, *args: Any, must_tell: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.must_tell = must_tell
        if must_tell:
            del self.fields["tells_all"]
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = NO_REASON

    def clean(self) -> None:
        data = self.cleaned_data
        is_needed = self.must_tell or data.get("tells_all")
        is_missing = not (data.get("reason") or {}).get("ja")
        if is_needed and is_missing and "reason" not in self.errors:
            self.add_error("reason", NO_REASON)

    def notice(self) -> Notice:
        data = self.cleaned_data
        return Notice(reason=data["reason"], tells_all=data.get("tells_all", False))
