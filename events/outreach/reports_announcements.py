"""An announcement for staff: its audience in words, its faults, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.outreach.choices import AnnouncementAudience, Topic
from events.outreach.models import Announcement, SourceVisit, Subscription
from events.outreach.pace import last_leaves_at
from events.outreach.reports_audience import Measure
from events.programme.choices import EventStatus
from events.registration.models import Registration
from peace.language.localised import LANGUAGES
from peace.outbox.choices import WAITING, Status
from peace.outbox.models import OutboxMessage


def audience_words(announcement: Announcement, *, people: int) -> str:
    """To whom, in one sentence with its number."""
    return _("%(who)s%(n)s人") % {"who": _who(announcement), "n": people}


def _who(announcement: Announcement) -> str:
    match announcement.audience:
        case AnnouncementAudience.SUBSCRIBERS if announcement.topics:
            return _("%(topics)sを選んだ登録者") % {
                "topics": _("か").join(
                    _("「%(label)s」") % {"label": topic.label}
                    for topic in Topic
                    if topic in announcement.topics
                )
            }
        case AnnouncementAudience.SUBSCRIBERS:
            return _("お知らせメールのすべての登録者")
        case AnnouncementAudience.PARTICIPANTS if announcement.programme:
            return _("「%(programme)s」に参加し、お知らせを希望した人") % {
                "programme": announcement.programme.title
            }
        case AnnouncementAudience.PARTICIPANTS:
            return _("前に参加し、お知らせを希望した人")
        case AnnouncementAudience.CITIES:
            return _("連携自治体の連絡先と、担当者")
    return _("連絡先の%(kind)s") % {"kind": announcement.get_audience_display()}


def measured_words(announcement: Announcement, measure: Measure) -> str:
    """The same with the languages, and who is left out."""
    names = {"ja": _("日本語"), "ja-easy": _("やさしい日本語"), "en": _("英語")}
    languages = _("、").join(
        f"{names[language]} {measure.by_language[language]}"
        for language in ("ja", "ja-easy", "en")
        if measure.by_language[language]
    )
    words = audience_words(announcement, people=measure.readers)
    if languages:
        words += _("（%(languages)s）") % {"languages": languages}
    words += _("に送ります。")
    if measure.undeliverable:
        words += ngettext(
            "ほかに%(n)s人は、届かない宛先のため除きます。",
            "ほかに%(n)s人は、届かない宛先のため除きます。",
            measure.undeliverable,
        ) % {"n": measure.undeliverable}
    return words


def warnings(
    announcement: Announcement, measure: Measure, *, now: datetime
) -> Sequence[str]:
    """What whoever asks for the sending should know first."""
    found = []
    names = {"en": _("英語"), "ja-easy": _("やさしい日本語")}
    for language in LANGUAGES[1:]:
        has_text = announcement.subject.get(language) and announcement.text.get(
            language
        )
        if not has_text and measure.by_language[language]:
            found.append(
                _(
                    "%(language)sの件名か本文がありません。"
                    "%(language)sを選んだ%(n)s人には、日本語で届きます。"
                )
                % {"language": names[language], "n": measure.by_language[language]}
            )
    event = announcement.event
    if event and event.status == EventStatus.DRAFT:
        found.append(
            _("この催しは下書きです。公開するまで、リンクの先のページは開けません。")
        )
    if event and event.status == EventStatus.CANCELLED:
        found.append(_("この催しは中止になっています。"))
    if event and measure.readers:
        ends = ends_at(announcement, letters=measure.readers, now=now)
        if announcement.not_after and ends >= announcement.not_after:
            found.append(
                _(
                    "この速さでは、催しが始まる前に全員に届きません。"
                    "1分に送る数を増やしてください。"
                )
            )
    return found


def ends_at(announcement: Announcement, *, letters: int, now: datetime) -> datetime:
    """When the last letter would leave if it were approved at NOW."""
    return last_leaves_at(
        max(now, announcement.starts_at or now),
        letters=letters,
        per_minute=announcement.per_minute,
    )


@dataclass(frozen=True)
class Results:
    """What became of the letters, in numbers. Who opened one, nobody knows."""

    sent: int
    waiting: int
    uncertain: int
    failed: int
    bounced: int
    unsubscribed: int
    withdrawn: int
    last_due: datetime | None
    ended: int
    visits: int
    registrations: int


def results(announcement: Announcement) -> Results:
    letters = OutboxMessage.objects.filter(batch=announcement.batch_id)
    by_status: dict[str, int] = dict(
        letters.order_by().values_list("status").annotate(n=Count("pk"))
    )
    skipped: dict[str, int] = dict(
        letters.filter(status=Status.SKIPPED)
        .order_by()
        .values_list("last_error")
        .annotate(n=Count("pk"))
    )
    waits = (*WAITING, Status.SENDING, Status.AWAITING_APPROVAL)
    code = announcement.source_code
    unsubscribed = skipped.get("unsubscribed", 0)
    return Results(
        sent=by_status.get(Status.SENT, 0),
        waiting=sum(by_status.get(each, 0) for each in waits),
        uncertain=by_status.get(Status.UNCERTAIN, 0),
        failed=by_status.get(Status.FAILED, 0),
        bounced=by_status.get(Status.BOUNCED, 0),
        unsubscribed=unsubscribed,
        withdrawn=by_status.get(Status.SKIPPED, 0) - unsubscribed,
        last_due=letters.filter(status__in=waits).aggregate(at=Max("due_at"))["at"],
        ended=announcement.ended,
        visits=SourceVisit.objects.filter(source__code=code).aggregate(n=Sum("visits"))[
            "n"
        ]
        or 0,
        registrations=Registration.objects.filter(source=code).count(),
    )


@dataclass(frozen=True)
class TopicCount:
    topic: Topic
    readers: int


def subscribers_by_topic() -> tuple[int, list[TopicCount]]:
    """How many are subscribed, and to what; one statement."""
    chosen = list(Subscription.objects.active().values_list("topics", flat=True))
    return len(chosen), [
        TopicCount(topic, sum(topic in each for each in chosen)) for topic in Topic
    ]
