"""What a delegate writes: the text, the photographs, and what may be shown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.youth.models import ReportPhoto, YouthReport
from network.youth.models.report import MOST_PHOTOS
from network.youth.usecases.write_report import Written

LONGEST = 4000
LANGUAGES = [("ja", "日本語"), ("en", "English")]


class LongText(forms.CharField):
    """A text whose line breaks count as one sign, as the browser counts them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # Browsers count in units of their own, and cut what is pasted.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ManyFiles(forms.FileInput):
    """Several at once. The view takes them one by one, and has its own sentences."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> None:
        return None


class ConsentForm(forms.Form):
    """One yes each: the text, the name, the school, every photograph."""

    may_show_text = forms.BooleanField(label=_("題と文を公開してよい"), required=False)
    may_show_name = forms.BooleanField(label=_("名前を出してよい"), required=False)
    may_show_school = forms.BooleanField(
        label=_("学校・勤め先を出してよい"), required=False
    )

    use_required_attribute = False
    yes = _("写っている人みんなに聞きました。公開してよい")

    def __init__(
        self, *args: Any, photos: Iterable[ReportPhoto] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.photos = list(photos)
        for place, photo in enumerate(self.photos, start=1):
            self._add_photo(photo, place)
        for field in self.fields.values():
            if isinstance(field, forms.BooleanField):
                field.mark = ""

    def _add_photo(self, photo: ReportPhoto, place: int) -> None:
        self.fields[f"show_{photo.pk}"] = forms.BooleanField(
            label=self.yes, required=False
        )

    def rows(self) -> list[tuple[ReportPhoto, Any, Any]]:
        """For the page: each photograph, its caption (none here) and its yes."""
        return [
            (each, self._bound(f"caption_{each.pk}"), self[f"show_{each.pk}"])
            for each in self.photos
        ]

    def _bound(self, name: str) -> Any:
        return self[name] if name in self.fields else None

    def written(self) -> Written:
        data = self.cleaned_data
        return Written(
            title=data.get("title", ""),
            text=data.get("text", ""),
            language=data.get("language", "ja"),
            may_show_text=data["may_show_text"],
            may_show_name=data["may_show_name"],
            may_show_school=data["may_show_school"],
            photos={
                each.pk: (
                    data.get(f"caption_{each.pk}", ""),
                    data[f"show_{each.pk}"],
                )
                for each in self.photos
            },
        )


class ReportForm(ConsentForm):
    """The whole report. Nothing is asked for while it is a draft (`for_good`).

    `seen` is the version that this window shows: what is saved from an older one is
    noticed.
    """

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    title = forms.CharField(label=_("題"), max_length=80, required=False)
    text = LongText(
        label=_("文"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(
            attrs={
                "rows": "16",
                "data-most": str(LONGEST),
                "data-left": _("あと{n}文字です"),
                "data-over": _("{n}文字多いです"),
            }
        ),
        help_text=_(
            "4,000文字までです。段落の間は、1行あけます。"
            "ほかの方のお名前は、その方の了解を得てから書いてください。"
        ),
    )
    language = forms.ChoiceField(
        label=_("書いたことば"), choices=LANGUAGES, widget=forms.RadioSelect
    )
    files = forms.FileField(
        label=_("写真を選ぶ"),
        required=False,
        widget=ManyFiles(
            attrs={"accept": "image/jpeg,image/png,image/heic", "multiple": True}
        ),
        help_text=_(
            "JPEG、PNG、HEIC、10MBまで。場所やカメラの情報は、こちらで消します。"
        ),
    )

    field_order = ["seen", "title", "text", "language"]

    def __init__(self, *args: Any, for_good: bool = False, **kwargs: Any) -> None:
        self.for_good = for_good
        super().__init__(*args, **kwargs)
        for name in ("title", "text", "files"):
            self.fields[name].mark = ""
        self.fields["language"].mark = ""

    def _add_photo(self, photo: ReportPhoto, place: int) -> None:
        self.fields[f"caption_{photo.pk}"] = forms.CharField(
            label=_("写真%(n)dの説明") % {"n": place},
            max_length=120,
            required=False,
            help_text=_("見えない方にも伝わるように、何が写っているかを書きます。"),
        )
        self.fields[f"caption_{photo.pk}"].mark = ""
        super()._add_photo(photo, place)

    @property
    def may_add(self) -> bool:
        return len(self.photos) < MOST_PHOTOS

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.for_good:
            if "title" in data and not data["title"]:
                self.add_error("title", _("題を書いてください。"))
            if "text" in data and not data["text"]:
                self.add_error("text", _("文を書いてください。"))
            for photo in self.photos:
                name = f"caption_{photo.pk}"
                if name in data and not data[name]:
                    self.add_error(name, _("写真の説明を書いてください。"))
        return data


def initial_of_report(report: YouthReport | None) -> dict[str, Any]:
    """What was saved, for the form."""
    if report is None:
        return {"seen": 0, "language": "ja"}
    names = (
        "title",
        "text",
        "language",
        "may_show_text",
        "may_show_name",
        "may_show_school",
    )
    found = {name: getattr(report, name) for name in names}
    for photo in report.photos.all():
        found[f"caption_{photo.pk}"] = photo.caption
        found[f"show_{photo.pk}"] = photo.may_show
    return {"seen": report.version, **found}
