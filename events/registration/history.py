"""Tells what happened to a registration, in words that staff use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration.models import Registration
from peace.accounts.models import User
from peace.audit.reports import entries_about
from peace.outbox.models import OutboxMessage
from peace.outbox.words import what_happened

_EVENTS = {
    "registration.registered": gettext_lazy("申込みを受け付けました"),
    "registration.cancelled": gettext_lazy("席を取り消しました"),
    "registration.amended": gettext_lazy("申込みの内容を変更しました"),
    "registration.people_added": gettext_lazy("参加する人や回を追加しました"),
    "registration.moved": gettext_lazy("別の回に移りました"),
    "registration.moved_at_door": gettext_lazy("受付で、別の回に移りました"),
    "registration.waits_elsewhere": gettext_lazy(
        "別の回のキャンセル待ちに加わりました"
    ),
    "registration.handed_over": gettext_lazy("参加する人をほかの方に替えました"),
    "offer.accepted": gettext_lazy("空いた席を受けました"),
    "offer.declined": gettext_lazy("空いた席を辞退しました"),
    "offer.expired": gettext_lazy("返事の期限が過ぎました"),
    "consent.asked": gettext_lazy("保護者に同意をもう一度お願いしました"),
    "consent.given": gettext_lazy("保護者が同意しました"),
    "consent.refused": gettext_lazy("保護者が同意しませんでした"),
    "consent.withdrawn": gettext_lazy("保護者が同意を取りやめました"),
    "registration.will_come": gettext_lazy("参加すると答えました"),
    "registration.restored": gettext_lazy("取消しを元に戻しました"),
    "registration.noted": gettext_lazy("メモを書きました"),
    "registration.note_removed": gettext_lazy("メモを消しました"),
    "ticket.reissued": gettext_lazy("参加券を新しくしました"),
    "letter.sent_again": gettext_lazy("お知らせをもう一度送りました"),
    "letter.called_instead": gettext_lazy("お知らせを電話に替えました"),
    "letter.settled": gettext_lazy("届かなかったお知らせを、対応済みにしました"),
    "letter.reopened": gettext_lazy("お知らせへの対応を元に戻しました"),
    "contacts.chosen": gettext_lazy("連絡先を、次の受付で使いました"),
}
_LETTERS = {
    "consent_request": gettext_lazy("保護者への同意のお願い"),
    "confirmation": gettext_lazy("申込みの控え"),
    "offer": gettext_lazy("席が空いたお知らせ"),
    "offer_expired": gettext_lazy("返事の期限が過ぎたお知らせ"),
    "promoted": gettext_lazy("席が確定したお知らせ"),
    "lottery_won": gettext_lazy("抽選の結果のお知らせ（当選）"),
    "lottery_lost": gettext_lazy("抽選の結果のお知らせ（落選）"),
    "cancellation": gettext_lazy("取消しの控え"),
    "registration_changed": gettext_lazy("変更の控え"),
    "event_cancelled": gettext_lazy("催しの中止のお知らせ"),
    "event_changed": gettext_lazy("催しの変更のお知らせ"),
    "reminder": gettext_lazy("前日のお知らせ"),
    "coming": gettext_lazy("参加の確認"),
    "consent_missing": gettext_lazy("保護者への同意のお願い（再）"),
    "thank_you": gettext_lazy("お礼"),
}


def letter_label(letter: OutboxMessage) -> str:
    """What staff call it; one that has no name here is called by its subject."""
    return str(_LETTERS.get(letter.kind, letter.subject or letter.kind))


@dataclass(frozen=True)
class HistoryLine:
    """Something that happened, who did it, or a letter about it."""

    at: datetime
    what: str
    who: str = ""
    letter: OutboxMessage | None = None

    @property
    def said(self) -> str:
        """What became of the letter."""
        return what_happened(self.letter) if self.letter else ""


LineSource = Callable[[Registration], list[HistoryLine]]
_sources: list[LineSource] = []


def register_history(source: LineSource) -> None:
    """A room upstairs tells what it knows of a registration; once each."""
    if source not in _sources:
        _sources.append(source)


def history(registration: Registration) -> list[HistoryLine]:
    """The audit trail and the letters of one registration, newest first."""
    entries = list(entries_about(registration.about))
    names = actor_names(entry.actor for entry in entries)
    lines = [
        HistoryLine(
            at=entry.at,
            what=str(_EVENTS.get(entry.verb, entry.verb)),
            who=names[entry.actor],
        )
        for entry in entries
    ]
    lines += [
        HistoryLine(
            at=letter.created_at,
            what=letter_label(letter),
            letter=letter,
        )
        for letter in OutboxMessage.objects.about(registration.about)
    ]
    for source in _sources:
        lines += source(registration)
    return sorted(lines, key=lambda line: line.at, reverse=True)


def actor_names(actors: Iterable[str]) -> dict[str, str]:
    """Who the trail's actors are, for people to read; one statement."""
    found = set(actors)
    ids = {int(a.split(":")[1]) for a in found if a.startswith("user:")}
    people = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)}
    names = {"applicant": _("ご本人"), "guardian": _("保護者"), "system": _("自動")}
    for actor in found:
        if actor.startswith("user:"):
            names[actor] = people.get(int(actor.split(":")[1]), actor)
    return {actor: names.get(actor, actor) for actor in found}
