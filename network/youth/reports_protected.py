"""What guardians answered, unsealed. Who may ask is decided before, in `access`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from network.youth.choices import ProtectedKind
from network.youth.models import Delegate, ProtectedRecord
from peace.encryption import CannotDecrypt


@dataclass(frozen=True)
class Answers:
    """What one delegate's guardian answered of one kind, or that there is nothing.

    Its text never shows up in a traceback or a log line: `repr` keeps it back.
    """

    record: ProtectedRecord | None
    given: dict[str, Any] | None
    is_unreadable: bool = False

    def __repr__(self) -> str:
        return f"Answers({self.record})"

    def text(self, name: str) -> str:
        return str((self.given or {}).get(name) or "")


@dataclass(frozen=True, repr=False)
class HealthLine:
    """The health form of one delegate as it is read."""

    delegate: Delegate
    answers: Answers

    @property
    def is_missing(self) -> bool:
        return self.answers.record is None

    @property
    def has_nothing(self) -> bool:
        """The guardian said that there is nothing to say."""
        return bool((self.answers.given or {}).get("nothing"))

    @property
    def is_severe(self) -> bool:
        return self.answers.text("severity") == "SEVERE"

    @property
    def severity(self) -> str:
        words = {"MILD": _("軽い"), "SEVERE": _("重い（命にかかわる）")}
        return words.get(self.answers.text("severity"), "")

    @property
    def food(self) -> list[tuple[str, str]]:
        """What the kitchen has to know: label and text of what was filled in."""
        return self._filled(
            ("allergies", _("アレルギー")), ("diet", _("食事で気をつけること"))
        )

    @property
    def others(self) -> list[tuple[str, str]]:
        return self._filled(
            ("illness", _("病気・けが")),
            ("hospital", _("かかりつけの病院")),
            ("medicine", _("飲んでいる薬")),
            ("other", _("そのほか")),
        )

    @property
    def facts(self) -> list[tuple[str, str]]:
        return self.food + self.others

    def _filled(self, *labels: tuple[str, str]) -> list[tuple[str, str]]:
        return [
            (label, self.answers.text(name))
            for name, label in labels
            if self.answers.text(name)
        ]


@dataclass(frozen=True, repr=False)
class EmergencyLine:
    """Whom to ring for one delegate, in the order to ring."""

    delegate: Delegate
    answers: Answers

    @property
    def contacts(self) -> list[dict[str, str]]:
        return list((self.answers.given or {}).get("contacts") or [])


@dataclass(frozen=True, repr=False)
class InsuranceLine:
    """What the insurer of the trip needs of one delegate."""

    delegate: Delegate
    answers: Answers

    def cells(self) -> list[str]:
        names = ("name", "kana", "born_on", "address", "beneficiary")
        return [self.answers.text(name) for name in names]


@sensitive_variables()
def answers_of(
    delegates: Iterable[Delegate], kind: ProtectedKind
) -> dict[int, Answers]:
    """By delegate, also of those who have not answered. One statement.

    A record whose key is gone is unreadable, not an error: the others can be read.
    """
    wanted = list(delegates)
    records = ProtectedRecord.objects.filter(kind=kind, delegate__in=wanted)
    by_delegate = {each.delegate_id: each for each in records}
    return {each.pk: _unsealed(by_delegate.get(each.pk)) for each in wanted}


@sensitive_variables()
def _unsealed(record: ProtectedRecord | None) -> Answers:
    if record is None:
        return Answers(None, None)
    try:
        return Answers(record, record.unseal())
    except CannotDecrypt:
        return Answers(record, None, is_unreadable=True)
