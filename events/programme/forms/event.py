"""The pages of the event editor: what, where and when; the description; a copy."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.choices import Speaker
from events.programme.forms.texts import DayField, MomentField, TextsField
from events.programme.markdown import LONGEST
from events.programme.models import Event, Programme, Venue

# Addresses that lead to something else.
KEPT_SLUGS = ("new",)


class EventForm(forms.Form):
    """What, where, when and who speaks."""

    programme = forms.ModelChoiceField(
        Programme.objects.order_by("position"),
        label=_("事業"),
        empty_label=None,
    )
    title = TextsField(label=_("催しの名前"), max_length=80)
    short_title = TextsField(
        label=_("短い名前"),
        help_text=_(
            "メールの件名に入ります。日本語は全角12文字、英語は24文字までです。"
        ),
        max_length=24,
    )
    occasion = TextsField(
        label=_("どの機会か"),
        help_text=_("名前の上に小さく出ます。例：定期講話、平和の日"),
        max_length=40,
        required=False,
    )
    lead = TextsField(
        label=_("紹介"),
        help_text=_("名前の下に出る1～3文です。"),
        max_length=300,
        rows=3,
    )
    venue = forms.ModelChoiceField(
        Venue.objects.order_by("slug"), label=_("会場"), empty_label=None
    )
    starts_at = MomentField(label=_("始まり"))
    ends_at = MomentField(label=_("終わり"))
    moves_timeslots = forms.BooleanField(
        label=_("始まりを動かしたら、回の時刻も同じだけ動かす"),
        required=False,
        initial=True,
    )
    hours = TextsField(
        label=_("時間の書き方"),
        help_text=_("展示など、時刻だけでは足りないときに。空欄なら時刻を出します。"),
        max_length=80,
        required=False,
    )
    audience = TextsField(
        label=_("対象"),
        help_text=_("空欄なら「どなたでも」と出ます。"),
        max_length=120,
        required=False,
    )
    bring = TextsField(label=_("持ち物"), max_length=120, required=False)
    speaker = forms.ChoiceField(
        label=_("話す人"),
        help_text=_(
            "講話は、伝承者か体験者ご本人かを選ばないと公開できません。"
            "選ぶと、決まった説明文が公開ページに出ます。"
        ),
        choices=Speaker.choices,
        widget=forms.RadioSelect,
        initial=Speaker.NOBODY,
    )
    has_content_note = forms.BooleanField(
        label=_("戦争や原爆の被害の話をすると、ページで前もって知らせる"),
        required=False,
    )
    questionnaire_url = forms.URLField(
        label=_("アンケートの住所"),
        help_text=_(
            "会場に貼るQRコードで来場を数えた方に、お礼のページで案内します。"
            "https:// で始まる住所です。"
        ),
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("https:// で始まる住所を入力してください。")},
    )
    slug = forms.SlugField(
        label=_("ページの住所"),
        help_text=_("半角の英数字とハイフン。例：talk-2026-08"),
        max_length=50,
        error_messages={
            "invalid": _("半角の英数字とハイフンで入力してください。"),
            "required": _("ページの住所を入力してください。"),
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, event: Event | None = None, **kwargs: Any) -> None:
        if event:
            kwargs["initial"] = _values_of(self, event) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if event is None or not event.timeslots.exists():
            del self.fields["moves_timeslots"]
        if event and not event.is_draft:
            # The address stands in letters and on posters.
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in KEPT_SLUGS:
            raise forms.ValidationError(_("この住所は使えません。"))
        return slug

    def clean(self) -> None:
        starts, ends = (
            self.cleaned_data.get(name) for name in ("starts_at", "ends_at")
        )
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("終わりは、始まりより後にしてください。"))

    def values(self) -> dict[str, Any]:
        """What goes into the event."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "moves_timeslots"
        }

    @property
    def needs_more(self) -> bool:
        """Whether the fields that most events leave empty should be open."""
        names = ("audience", "bring", "hours", "questionnaire_url")
        return any(self[name].value() and any(self[name].value()) for name in names)

    @property
    def moves(self) -> bool:
        return bool(self.cleaned_data.get("moves_timeslots"))


class BodyForm(forms.Form):
    """The description in Markdown."""

    body = TextsField(
        label=_("くわしい説明"),
        help_text=_(
            "「# 」で始まる行は見出し、「- 」は箇条書き、**太字**、"
            "[文字](https://…) はリンクになります。HTMLは文字のまま出ます。"
        ),
        max_length=LONGEST // 3,
        rows=12,
        required=False,
    )
    use_required_attribute = False


class CopyForm(forms.Form):
    """A new edition: the first day, and its address."""

    first_day = DayField(label=_("新しい初日"))
    slug = forms.SlugField(
        label=_("ページの住所"),
        help_text=_("空欄なら、日付から作ります。"),
        max_length=50,
        required=False,
        error_messages={"invalid": _("半角の英数字とハイフンで入力してください。")},
    )
    use_required_attribute = False


def _values_of(form: forms.Form, event: Event) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in form.base_fields:
        value: datetime | object = getattr(event, name, None)
        if value is not None:
            found[name] = value
    return found
