"""How far one city has come in a year, in words: one tile of the board."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.cities.models import Municipality
from network.youth.choices import (
    IN_REVIEW,
    ItemKind,
    NominationStatus,
    Recruiting,
    ReportStatus,
)
from network.youth.models import (
    ChecklistItem,
    Delegate,
    Nomination,
    YouthReport,
    YouthRules,
)
from peace.language.dates import date_short, jst

LATE, DOCUMENTS, READY, TRAVELLING = "LATE", "DOCUMENTS", "READY", "TRAVELLING"
REPORT_DUE, REPORT_SENT, REPORTED = "REPORT_DUE", "REPORT_SENT", "REPORTED"


@dataclass(frozen=True)
class CityStanding:
    """One tile of the board.

    `items` are those that are needed of the delegate. `phase` is TRAVELLING during the
    trip, REPORT_DUE after it, nothing before. `notices_late` are notices that should
    have been acknowledged by today.
    """

    city: Municipality
    principal: Nomination | None
    reserve: Nomination | None
    recruiting: str
    rules: YouthRules | None
    now: datetime
    delegate: Delegate | None = None
    items: Sequence[ChecklistItem] = ()
    report: YouthReport | None = None
    phase: str = ""
    notices_late: int = 0
    # When its coordinators were last reminded by themselves.
    reminded_at: datetime | None = None

    @property
    def today(self) -> date:
        return jst(self.now).date()

    # What is late

    @property
    def nomination_is_late(self) -> bool:
        """The deadline is over and nobody was sent in."""
        if self.rules is None or self.now <= self.rules.deadline:
            return False
        return self.principal is None or self.principal.submitted_at is None

    @property
    def days_late(self) -> int:
        """Days in Tokyo since the deadline's, as for documents; that evening is one."""
        if not self.nomination_is_late or self.rules is None:
            return 0
        return max(1, (self.today - jst(self.rules.deadline).date()).days)

    @property
    def late_items(self) -> list[ChecklistItem]:
        return [item for item in self._documents if item.is_late_on(self.today)]

    @property
    def report_is_late(self) -> bool:
        if self.report and self.report.status in _SENT:
            return False
        return any(item.is_late_on(self.today) for item in self._report_items)

    @property
    def late_words(self) -> list[str]:
        """Each thing that is late, in words."""
        if self.nomination_is_late:
            first = _("推薦が%(days)s日遅れています") % {"days": self.days_late}
            return [first, *self.late_besides]
        return self.late_besides

    @property
    def late_besides(self) -> list[str]:
        """The same without the nomination, which the word of the tile tells."""
        words = []
        if late := self.late_items:
            since = min(item.due_on for item in late if item.due_on)
            words.append(
                ngettext(
                    "提出物%(n)s点が遅れています（期限%(day)s）",
                    "提出物%(n)s点が遅れています（期限%(day)s）",
                    len(late),
                )
                % {"n": len(late), "day": date_short(since)}
            )
        if self.report_is_late:
            words.append(_("報告が遅れています"))
        if self.notices_late:
            words.append(
                ngettext(
                    "お知らせ%(n)s件を確認していません",
                    "お知らせ%(n)s件を確認していません",
                    self.notices_late,
                )
                % {"n": self.notices_late}
            )
        return words

    @property
    def is_late(self) -> bool:
        return bool(
            self.nomination_is_late
            or self.late_items
            or self.report_is_late
            or self.notices_late
        )

    # Where it stands

    @property
    def recruiting_word(self) -> str:
        """How far a city is that nominated nobody in time; nothing otherwise."""
        return str(Recruiting(self.recruiting).label) if self.nomination_is_late else ""

    @property
    def documents_done(self) -> int:
        return sum(item.is_done for item in self._documents)

    @property
    def documents_needed(self) -> int:
        """Without the report, which is written after the trip."""
        return len(self._documents)

    @property
    def key(self) -> str:
        """LATE, the status of the nomination, the recruiting, or how far the delegate
        is: DOCUMENTS, READY, TRAVELLING, REPORT_DUE, REPORT_SENT, REPORTED."""
        if self.nomination_is_late:
            return LATE
        if self.principal is None or self.principal.submitted_at is None:
            return self.recruiting
        accepted = self.principal.status == NominationStatus.ACCEPTED
        if not accepted or self.delegate is None:
            return self.principal.status
        return self._key_of_delegate

    @property
    def _key_of_delegate(self) -> str:
        status = self.report.status if self.report else ""
        if status == ReportStatus.APPROVED:
            return REPORTED
        if status == ReportStatus.SUBMITTED:
            return REPORT_SENT
        if self.phase:
            return self.phase
        return READY if self.documents_done == self.documents_needed else DOCUMENTS

    @property
    def word(self) -> str:
        key = self.key
        if key == LATE:
            return _("推薦%(days)s日遅れ") % {"days": self.days_late}
        if key == DOCUMENTS:
            return _("提出物 %(done)s / %(needed)s") % {
                "done": self.documents_done,
                "needed": self.documents_needed,
            }
        if key in _WORDS:
            return _WORDS[key]()
        if key in NominationStatus.values:
            return str(NominationStatus(key).label)
        return str(Recruiting(key).label)

    @property
    def tone(self) -> str:
        if self.is_late:
            return "bad"
        return _TONES.get(self.key, "")

    @property
    def sign(self) -> str:
        if self.is_late:
            return "warn"
        return _SIGNS.get(self.key, "dash")

    @property
    def is_ours(self) -> bool:
        """The secretariat has to do something."""
        return self.key in _OURS

    @property
    def group(self) -> str:
        """Which number at the head of the board counts it, whatever is late."""
        return _GROUPS.get(self.key, "preparing")

    @property
    def next_step(self) -> str:
        """Whose turn it is, in the words of the secretariat."""
        if self.is_late and not self.is_ours:
            return _("市に電話する")
        return str(_NEXT.get(self.key, lambda: "")())

    @property
    def order(self) -> tuple[int, int, str]:
        """Who needs somebody first: the late, then what waits for us, then the rest."""
        urgency = 0 if self.nomination_is_late else 1 if self.is_late else 2
        return urgency, _ORDER.index(self.key), self.city.code

    @property
    def _documents(self) -> list[ChecklistItem]:
        return [each for each in self.items if each.kind != ItemKind.REPORT]

    @property
    def _report_items(self) -> list[ChecklistItem]:
        return [each for each in self.items if each.kind == ItemKind.REPORT]


_SENT = (ReportStatus.SUBMITTED, ReportStatus.APPROVED)
_OURS = {*IN_REVIEW, REPORT_SENT}
_WORDS = {
    READY: lambda: _("準備完了"),
    TRAVELLING: lambda: _("派遣中"),
    REPORT_DUE: lambda: _("報告待ち"),
    REPORT_SENT: lambda: _("報告の確認待ち"),
    REPORTED: lambda: _("報告済み"),
}
_TONES = {
    NominationStatus.ACCEPTED: "good",
    NominationStatus.SENT_BACK: "care",
    READY: "good",
    TRAVELLING: "good",
    REPORTED: "good",
}
_SIGNS = {
    NominationStatus.ACCEPTED: "ok",
    NominationStatus.SENT_BACK: "move",
    NominationStatus.SUBMITTED: "wait",
    NominationStatus.RESUBMITTED: "wait",
    NominationStatus.REOPENED: "wait",
    DOCUMENTS: "file",
    READY: "check",
    TRAVELLING: "go",
    REPORT_DUE: "pen",
    REPORT_SENT: "wait",
    REPORTED: "ok",
}
_NEXT = {
    NominationStatus.SUBMITTED: lambda: _("事務局が確認する"),
    NominationStatus.RESUBMITTED: lambda: _("事務局が確認する"),
    NominationStatus.REOPENED: lambda: _("事務局が確認する"),
    NominationStatus.SENT_BACK: lambda: _("市が直すのを待つ"),
    NominationStatus.ACCEPTED: lambda: _("なし"),
    Recruiting.NOT_STARTED: lambda: _("市の準備を待つ"),
    Recruiting.RECRUITING: lambda: _("市の募集を待つ"),
    Recruiting.INTERVIEWING: lambda: _("市の面接を待つ"),
    DOCUMENTS: lambda: _("市の提出を待つ"),
    READY: lambda: _("なし"),
    TRAVELLING: lambda: _("無事に帰るのを待つ"),
    REPORT_DUE: lambda: _("報告を待つ"),
    REPORT_SENT: lambda: _("事務局が報告を読む"),
    REPORTED: lambda: _("なし"),
}
# Whoever waits longest for us, or we for them, stands first.
_ORDER = [
    LATE,
    NominationStatus.SUBMITTED,
    NominationStatus.RESUBMITTED,
    NominationStatus.REOPENED,
    REPORT_SENT,
    NominationStatus.SENT_BACK,
    Recruiting.NOT_STARTED,
    Recruiting.RECRUITING,
    Recruiting.INTERVIEWING,
    DOCUMENTS,
    REPORT_DUE,
    TRAVELLING,
    READY,
    NominationStatus.ACCEPTED,
    REPORTED,
]
_GROUPS = {
    NominationStatus.ACCEPTED: "accepted",
    NominationStatus.SENT_BACK: "sent_back",
    NominationStatus.SUBMITTED: "review",
    NominationStatus.RESUBMITTED: "review",
    NominationStatus.REOPENED: "review",
    DOCUMENTS: "documents",
    READY: "ready",
    TRAVELLING: "travelling",
    REPORT_DUE: "report",
    REPORT_SENT: "review",
    REPORTED: "reported",
}
GROUPS = {"preparing", *_GROUPS.values()}
