"""Forms of sources: made many at once, described, printed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import SourceKind
from events.outreach.codes import read_code
from events.outreach.models import Source
from events.outreach.usecases.sources import MOST_AT_ONCE
from events.programme.models import Event, Programme
from peace.language.dates import date_short

PLACE_LENGTH = 80


class PlacesField(forms.CharField):
    """One place a line, as many as are hung."""

    widget = forms.Textarea

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        text = super().clean(value)
        places = [" ".join(line.split()) for line in text.splitlines()]
        places = [place for place in places if place]
        long = next((place for place in places if len(place) > PLACE_LENGTH), "")
        if long:
            raise ValidationError(
                _("場所は%(max)s文字までです：%(place)s…"),
                code="place_too_long",
                params={"max": PLACE_LENGTH, "place": long[:20]},
            )
        return places


class MakeSourcesForm(forms.Form):
    """Ten posters with the places where they hang, in one go."""

    kind = forms.ChoiceField(
        label=gettext_lazy("種類"),
        choices=SourceKind.choices,
        initial=SourceKind.POSTER,
    )
    count = forms.IntegerField(
        label=gettext_lazy("いくつ作りますか"),
        help_text=gettext_lazy("1つずつ別のQRコードになり、どこから来たかが分かります"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        error_messages={
            "max_value": gettext_lazy("一度に作れるのは%(limit_value)s個までです。"),
            "min_value": gettext_lazy("1以上の数を入力してください。"),
            "invalid": gettext_lazy("数を入力してください。"),
        },
    )
    places = PlacesField(
        label=gettext_lazy("貼る場所・置く場所"),
        help_text=gettext_lazy(
            "1行に1か所。あとから書いても、直してもかまいません（人の名前は書かない）"
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        places = cleaned.get("places") or []
        count = max(cleaned.get("count") or 1, len(places))
        if count > MOST_AT_ONCE:
            text = _("場所が%(n)s行あります。一度に作れるのは%(max)s個までです。")
            error = ValidationError(
                text, params={"n": len(places), "max": MOST_AT_ONCE}
            )
            self.add_error("places", error)
        cleaned["all_places"] = [*places, *[""] * (count - len(places))]
        return cleaned


class NewSourcesForm(MakeSourcesForm):
    """The same for anything: an event, a programme, or all events."""

    target = forms.ChoiceField(label=gettext_lazy("どのページが開きますか"))
    code = forms.CharField(
        label=gettext_lazy("短い名前（自分で決めるとき）"),
        help_text=gettext_lazy(
            "英小文字、数字、ハイフンで20文字まで。空欄なら、読みやすい5文字を作ります"
        ),
        required=False,
        max_length=60,
    )
    field_order = ("target", "kind", "count", "places", "code")

    def __init__(self, *args: Any, events: list[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets: dict[str, Event | Programme | None] = {"": None}
        self.targets |= {f"event:{each.pk}": each for each in events}
        programmes = Programme.objects.order_by("position")
        self.targets |= {f"programme:{each.pk}": each for each in programmes}
        self.fields["target"].choices = [
            ("", _("これからの催しの一覧")),
            (
                _("催し"),
                [
                    (
                        f"event:{each.pk}",
                        f"{date_short(each.starts_at)} {each.short_title}",
                    )
                    for each in events
                ],
            ),
            (
                _("事業"),
                [(f"programme:{each.pk}", str(each.title)) for each in programmes],
            ),
        ]
        self.fields["target"].required = False

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        code = read_code(typed)
        if typed.strip() and not code:
            raise ValidationError(
                _("短い名前は、英小文字、数字、ハイフンで20文字までです。"), code="code"
            )
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("code") and len(cleaned["all_places"]) > 1:
            text = _("短い名前を決めるときは、1つずつ作ってください。")
            self.add_error("code", ValidationError(text, code="one_code"))
        return cleaned

    def code_taken(self) -> None:
        text = _("この名前は、ほかで使われています（止めたものも、使い直しません）。")
        self.add_error("code", ValidationError(text, code="code_taken"))

    @property
    def leads_to(self) -> dict[str, Any]:
        """EVENT or PROGRAMME, for the use case."""
        chosen = self.targets[self.cleaned_data["target"]]
        if isinstance(chosen, Event):
            return {"event": chosen}
        return {"programme": chosen}


class PlaceForm(forms.Form):
    place = forms.CharField(
        label=gettext_lazy("貼った場所・置いた場所"),
        required=False,
        max_length=PLACE_LENGTH,
        error_messages={"max_length": gettext_lazy("%(limit_value)s文字までです。")},
    )

    def clean_place(self) -> str:
        return " ".join(self.cleaned_data["place"].split())


class SheetKind:
    POSTER, FLYER_A4, FLYER_A5 = "poster", "flyer-a4", "flyer-a5"
    CHOICES = (
        (POSTER, gettext_lazy("ポスター（A4）")),
        (FLYER_A4, gettext_lazy("チラシ（A4）")),
        (FLYER_A5, gettext_lazy("チラシ（A5）")),
    )


class PrintForm(forms.Form):
    """Which sheet, and whose QR codes stand on it: one page for each."""

    plain_labels = True

    sheet = forms.ChoiceField(
        label=gettext_lazy("紙面"),
        choices=SheetKind.CHOICES,
        initial=SheetKind.POSTER,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("ことば（チラシ）"),
        help_text=gettext_lazy("ポスターは日本語です"),
        choices=(
            ("ja", gettext_lazy("日本語")),
            ("ja-easy", gettext_lazy("やさしい日本語")),
            ("en", gettext_lazy("英語")),
        ),
        initial="ja",
        required=False,
    )
    ink = forms.ChoiceField(
        label=gettext_lazy("色"),
        choices=(
            ("colour", gettext_lazy("カラー")),
            ("black", gettext_lazy("白黒（トナーを節約）")),
        ),
        initial="colour",
        required=False,
    )
    file = forms.ChoiceField(
        label=gettext_lazy("ファイル"),
        help_text=gettext_lazy("画像は1枚で、QRコードは上から最初に選んだものです"),
        choices=(
            ("pdf", gettext_lazy("PDF（印刷、掲示）")),
            ("png", gettext_lazy("画像（PNG。ホームページ、SNS）")),
        ),
        initial="pdf",
        required=False,
    )
    bleed = forms.BooleanField(
        label=gettext_lazy("印刷会社に出す（塗り足し3mm）"), required=False
    )
    code = forms.MultipleChoiceField(
        label=gettext_lazy("QRコード"),
        help_text=gettext_lazy("選んだ数だけ、1枚ずつ別のQRコードで作ります"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, sources: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = SourceKind.values
        ordered = sorted(sources, key=lambda e: (kinds.index(e.kind), e.place, e.code))
        self.by_code = {each.code: each for each in ordered}
        self.fields["code"].layout = "stack"
        self.fields["code"].choices = [
            (each.code, f"{each.name}　{each.code}") for each in ordered
        ]

    @property
    def sources(self) -> list[Source]:
        return [self.by_code[code] for code in self.cleaned_data["code"]]
