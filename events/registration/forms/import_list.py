"""The page that takes a list: the file, and what its rows do not say themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.models import Event, Timeslot
from events.registration.forms.email import clean_email
from events.registration.forms.list_rows import Problem, Reading, reach, read_rows
from events.registration.forms.spreadsheet import Sheet, read_sheet
from events.registration.forms.typed import clean_phone
from events.registration.usecases.import_list import ListRefused, ReadList
from events.registration.usecases.register import (
    AlreadyRegistered,
    NothingChosen,
    RegistrationClosed,
    TooFewSeats,
    TooManyPeople,
)
from peace.language.dates import staff_time
from peace.language.names import grouped

# Between looking at the preview and pressing the button.
PREVIEW_FOR = timedelta(hours=1)
_SALT = "import-list"


class ListMode(TextChoices):
    EACH = "EACH", gettext_lazy("行ごとに連絡先がある（同じ「組」の行は1つの申込み）")
    CLASS = "CLASS", gettext_lazy("連絡先は全員で1つ（学校のクラスなど）")


class WhenFull(TextChoices):
    REFUSE = "REFUSE", gettext_lazy("登録しない（だれも登録されません）")
    WAIT = "WAIT", gettext_lazy("その組はキャンセル待ちにする")


class PreviewOver(Exception):
    """The preview is too old, or was made for another event."""


@dataclass(frozen=True)
class ListOrder:
    """A sheet with what the page adds to it; travels through the preview, signed."""

    sheet: Sheet
    slot: int | None
    whole_class: bool
    phone: str
    email: str
    waits: bool
    arrived_at: datetime | None

    def pack(self, event: Event) -> str:
        values = [
            event.pk,
            self.sheet.digest,
            self.sheet.rows,
            self.slot,
            self.whole_class,
            self.phone,
            self.email,
            self.waits,
            self.arrived_at.isoformat() if self.arrived_at else "",
        ]
        return signing.dumps(values, salt=_SALT, compress=True)

    @classmethod
    def unpack(cls, packed: str, event: Event) -> "ListOrder":
        """Raises PreviewOver."""
        try:
            values = signing.loads(packed, salt=_SALT, max_age=PREVIEW_FOR)
        except signing.BadSignature:
            raise PreviewOver from None
        event_id, digest, rows, slot, whole, phone, email, waits, arrived = values
        if event_id != event.pk:
            raise PreviewOver
        return cls(
            sheet=Sheet(digest, [(number, cells) for number, cells in rows]),
            slot=slot,
            whole_class=whole,
            phone=phone,
            email=email,
            waits=waits,
            arrived_at=datetime.fromisoformat(arrived) if arrived else None,
        )

    def read(self, event: Event, timeslots: Sequence[Timeslot]) -> Reading:
        return read_rows(
            self.sheet,
            event=event,
            timeslots=timeslots,
            default_slot=next((s for s in timeslots if s.pk == self.slot), None),
            whole_class=reach(self.phone, self.email) if self.whole_class else None,
        )

    def listed(self, reading: Reading, timeslots: Sequence[Timeslot]) -> ReadList:
        return ReadList(
            digest=self.sheet.digest,
            parties=reading.parties,
            waits_for=[slot.pk for slot in timeslots] if self.waits else (),
            arrived_at=self.arrived_at,
        )


class ImportForm(forms.Form):
    """The file is kept nowhere: its rows come back with the preview's button."""

    file = forms.FileField(
        label=gettext_lazy("名簿のファイル"),
        help_text=gettext_lazy("XLSXかCSV、2MB・2,000行まで。"),
        error_messages={
            "required": gettext_lazy("名簿のファイルを選んでください。"),
            "empty": gettext_lazy("このファイルには、何も書かれていません。"),
            "invalid": gettext_lazy("名簿のファイルを選んでください。"),
        },
    )
    slot = forms.TypedChoiceField(
        label=gettext_lazy("「参加する回」が空欄の行"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("連絡先"),
        choices=ListMode.choices,
        initial=ListMode.EACH,
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(
        label=gettext_lazy("全員の連絡先の電話番号"),
        help_text=gettext_lazy("「連絡先は全員で1つ」のときに入力します。"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=gettext_lazy("全員の連絡先のメールアドレス"),
        help_text=gettext_lazy("控えと参加券は、ここへまとめて届きます。"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    when_full = forms.ChoiceField(
        label=gettext_lazy("席が足りないとき"),
        choices=WhenFull.choices,
        initial=WhenFull.REFUSE,
        widget=forms.RadioSelect,
    )
    arrived_at = forms.DateTimeField(
        label=gettext_lazy("名簿が届いた日時"),
        help_text=gettext_lazy(
            "紙で先に届いていたときに入力します。先着順はこの日時で数えます。"
        ),
        required=False,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={"invalid": gettext_lazy("日時を確かめてください。")},
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        event: Event,
        timeslots: Sequence[Timeslot],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slot"].choices = [
            ("", _("空欄は認めない")),
            *(
                (slot.pk, f"{staff_time(slot.starts_at)} {slot.title}")
                for slot in timeslots
            ),
        ]
        self.fields["mode"].layout = self.fields["when_full"].layout = "stack"
        if not event.has_waiting_list:
            del self.fields["when_full"]

    def clean_file(self) -> Sheet:
        return read_sheet(self.cleaned_data["file"])

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    def clean_arrived_at(self) -> datetime | None:
        arrived = self.cleaned_data["arrived_at"]
        if arrived and arrived > timezone.now():
            raise ValidationError(
                _("届いた日時が、まだ来ていません。確かめてください。")
            )
        return arrived

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = self.errors.keys() & {"phone", "email"}
        needs = cleaned.get("mode") == ListMode.CLASS
        if (
            needs
            and not typed
            and not cleaned.get("phone")
            and not cleaned.get("email")
        ):
            self.add_error(
                "phone",
                _("電話番号かメールアドレスの、どちらかを入力してください。"),
            )
        return cleaned

    def order(self) -> ListOrder:
        data = self.cleaned_data
        return ListOrder(
            sheet=data["file"],
            slot=data["slot"],
            whole_class=data["mode"] == ListMode.CLASS,
            phone=data["phone"],
            email=data["email"],
            waits=data.get("when_full") == WhenFull.WAIT,
            arrived_at=data["arrived_at"],
        )


def refused(error: ListRefused, event: Event) -> list[Problem]:
    """What `register` said of each party, as a sentence beside its first row."""
    return [
        Problem(each.rows[0], "", _sentence(each.reason, event))
        for each in error.refusals
    ]


def _sentence(reason: Exception, event: Event) -> str:
    match reason:
        case AlreadyRegistered():
            return _(
                "同じお名前の申込みが、同じ連絡先であります（受付番号%(receipt)s）。"
                "別の方なら、お名前に「（2組）」などを足してください。"
            ) % {"receipt": grouped(reason.receipt_number)}
        case TooFewSeats():
            return _(
                "%(timeslot)sの席が足りません。ほかの回にするか、人数を減らしてください。"
            ) % {"timeslot": reason.timeslot}
        case TooManyPeople():
            return _("同じ組は%(max)s名までです。組を分けてください。") % {
                "max": event.party_limit
            }
        case RegistrationClosed():
            return _("この催しは、いま申込みを受け付けていません。")
        case NothingChosen():
            return _("その回は、申込みを受け付けていません。")
    return _("名簿からは登録できません。申込みの画面で、1件ずつ登録してください。")
