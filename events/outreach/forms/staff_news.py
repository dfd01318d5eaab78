"""An announcement as staff write it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import AnnouncementAudience, Topic
from events.outreach.models import Announcement
from events.outreach.usecases.announce import Draft
from events.programme.choices import EventStatus
from events.programme.forms.texts import MomentField, TextsField
from events.programme.models import Event, Programme
from events.registration.forms.email import EMAIL_LENGTH, clean_email
from peace.language.dates import date_short

SUBJECT_LENGTH = 60
TEXT_LENGTH = 3000
FASTEST = 300


class AnnouncementForm(forms.Form):
    """Three languages, one audience with its narrowing, a pace."""

    event = forms.ModelChoiceField(
        label=gettext_lazy("催し"),
        help_text=gettext_lazy(
            "選ぶと、日時と会場と申込みのリンクが本文の下に付きます。"
            "催しが始まると、残りは送られません。"
        ),
        queryset=Event.objects.none(),
        required=False,
        empty_label=gettext_lazy("催しによらないお知らせ"),
        error_messages={"invalid_choice": gettext_lazy("催しを選び直してください。")},
    )
    subject = TextsField(
        label=gettext_lazy("件名"),
        help_text=gettext_lazy("用件を先に、30字まで。"),
        max_length=SUBJECT_LENGTH,
    )
    text = TextsField(
        label=gettext_lazy("本文"),
        help_text=gettext_lazy(
            "あいさつ、日時、問い合わせ先は書かなくてかまいません。ひとりでに付きます。"
        ),
        max_length=TEXT_LENGTH,
        rows=8,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("だれに送るか"),
        choices=AnnouncementAudience.choices,
        widget=forms.RadioSelect,
        initial=AnnouncementAudience.SUBSCRIBERS,
        error_messages={"required": gettext_lazy("だれに送るかを選んでください。")},
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("登録者のうち、次のお知らせを選んだ人"),
        help_text=gettext_lazy("1つも選ばないと、すべての登録者に送ります。"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    programme = forms.ModelChoiceField(
        label=gettext_lazy("前に参加した人のうち、次の事業に参加した人"),
        queryset=Programme.objects.none(),
        required=False,
        empty_label=gettext_lazy("すべての事業"),
    )
    per_minute = forms.IntegerField(
        label=gettext_lazy("1分に送る数"),
        help_text=gettext_lazy(
            "携帯電話会社は、一度に多く届くメールを断ることがあります。"
            "夜の9時から朝の8時までは送りません。"
        ),
        min_value=1,
        max_value=FASTEST,
        initial=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            gettext_lazy("1から300までの数を入力してください。"),
        ),
    )
    starts_at = MomentField(
        label=gettext_lazy("この日時より前には送らない"),
        help_text=gettext_lazy("空欄なら、承認されるとすぐに送り始めます。"),
        required=False,
    )
    use_required_attribute = False

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.initial.get("event")
        coming = Event.objects.filter(
            status__in=(EventStatus.DRAFT, EventStatus.PUBLISHED)
        )
        coming = coming.coming(now).order_by("starts_at", "pk")
        self.fields["event"].queryset = (
            coming | Event.objects.filter(pk=kept) if kept else coming
        )
        self.fields["event"].label_from_instance = _event_label
        self.fields["programme"].queryset = Programme.objects.order_by("slug")
        self.fields["audience"].layout = "stack"

    def clean_subject(self) -> dict[str, str]:
        """One line: a line break would let more headers in."""
        return {
            language: " ".join(text.split())
            for language, text in self.cleaned_data["subject"].items()
            if text.strip()
        }

    def draft(self) -> Draft:
        data = self.cleaned_data
        return Draft(**data | {"audience": AnnouncementAudience(data["audience"])})


class EndForm(forms.Form):
    """Somebody rang or wrote: nothing more to this address."""

    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        max_length=EMAIL_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    use_required_attribute = False

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])


def initial_of(announcement: Announcement) -> dict[str, Any]:
    """What stands in the form of a draft."""
    names = ("subject", "text", "audience", "topics", "per_minute", "starts_at")
    return {name: getattr(announcement, name) for name in names} | {
        "event": announcement.event_id,
        "programme": announcement.programme_id,
    }


def initial_from_event(event: Event) -> dict[str, Any]:
    """Prefilled from an event: its title and its lead, in the languages it has."""
    subjects = {
        "ja": f"{event.short_title.get('ja') or event.title.get('ja', '')}のお知らせ",
        "ja-easy": _easy(event.short_title.get("ja-easy", "")),
        "en": event.title.get("en", ""),
    }
    return {
        "event": event.pk,
        "subject": {each: text for each, text in subjects.items() if text},
        "text": dict(event.lead),
    }


def _easy(title: str) -> str:
    return f"{title}の お知《し》らせ" if title else ""


def _event_label(event: Event) -> str:
    draft = _("（下書き）") if event.status == EventStatus.DRAFT else ""
    return f"{date_short(event.starts_at)} {event.title}{draft}"
