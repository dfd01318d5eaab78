"""What a city hands in for its delegate, and what the secretariat says to it."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from events.programme.forms.texts import DayField
from network.youth.uploads import CleanFile, Refused, shown_name, take_in
from network.youth.usecases.hand_in import MOST_FILES, SentFile

ACCEPT = ".pdf,.jpg,.jpeg,.png,.heic,.heif,application/pdf,image/jpeg,image/png"


class _FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list:
        return files.getlist(name) if hasattr(files, "getlist") else []


class FilesField(forms.FileField):
    """Up to MOST files. Each is looked at by its content and made anew, in order.

    Cleans into a list of (file made anew, how the sender called it). All are taken, or
    none: every refusal names its file.
    """

    widget = _FilesInput

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        attrs = {"accept": ACCEPT} | ({"multiple": True} if most > 1 else {})
        super().__init__(
            label=_("ファイル"),
            widget=_FilesInput(attrs=attrs),
            error_messages={"required": _("ファイルを選んでください。")},
            **kwargs,
        )

    def clean(
        self, data: Sequence[UploadedFile], initial: Any = None
    ) -> list[tuple[CleanFile, str]]:
        if not data:
            super().clean(None, initial)
        if len(data) > self.most:
            raise forms.ValidationError(
                _("一度に%(n)s個までです。1つのPDFにまとめることもできます。"),
                params={"n": self.most},
            )
        taken, wrong = [], []
        for each in data:
            name = shown_name(each.name or "")
            try:
                taken.append((take_in(each, size=each.size or 0), name))
            except Refused as error:
                told = str(error.sentence)
                wrong.append(f"「{name}」　{told}" if len(data) > 1 else told)
        if wrong:
            raise forms.ValidationError(wrong)
        return taken


class FilesForm(forms.Form):
    """One file or several."""

    files = FilesField(
        most=MOST_FILES,
        help_text=_("PDF、JPEG、PNG、HEIC。1つ10MBまで、5つまで選べます。"),
    )
    # The same form sent twice is one sending.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())

    def sent_files(self, place: str) -> list[SentFile]:
        """The files made anew, each with a code of this sending to PLACE."""
        key = self.cleaned_data.get("key") or uuid.uuid4()
        return [
            SentFile(clean=clean, sent_as=name, code=uuid.uuid5(key, f"{place}:{n}"))
            for n, (clean, name) in enumerate(self.cleaned_data["files"])
        ]


class OneFileForm(FilesForm):
    """One file instead of another."""

    files = FilesField(most=1, help_text=_("PDF、JPEG、PNG、HEIC。10MBまで。"))


class TickForm(forms.Form):
    """The day on which something was received."""

    on = DayField(label=_("受け取った日"))

    use_required_attribute = False

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial.setdefault("on", today)

    def clean_on(self) -> date:
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError(_("これからの日は書けません。"))
        return day


class ProblemForm(forms.Form):
    """What has to be mended, in a sentence that the city reads."""

    sentence = forms.CharField(
        label=_("直してほしいこと"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("市の担当者への手紙と画面に、そのまま出ます。300字まで。"),
        error_messages={"required": _("直してほしいことを書いてください。")},
    )

    use_required_attribute = False
