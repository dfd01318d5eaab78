"""OutboxMessage: one letter to one person, by one channel."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from peace.compiled import CompiledUpdate
from peace.outbox.choices import FINISHED, WAITING, Channel, LetterClass, Status
from peace.outbox.models.decision import LetterDecision
from peace.outbox.quiet import is_night

# How long a worker may be silent with a letter in its hands.
LEASE = timedelta(seconds=120)
# A server may answer the final dot this late (RFC 5321, 4.5.3.2.6).
UNCLEAR_WAIT = timedelta(minutes=10)

_NO_LEASE: dict = {"lease_token": None, "lease_until": None}
# A letter that was never handed over goes back to where it came from.
_BACK = Case(When(attempts=0, then=Value(Status.PENDING)), default=Value(Status.RETRY))

# News have an address that ends them; nothing else has.
NOT_NEWS = Q(unsubscribe_url="")


def told_elsewhere() -> Q:
    """Letters that another office rings or posts for itself, and lists by itself."""
    found = Q(pk__in=[])
    for about in settings.OUTBOX_TOLD_ELSEWHERE:
        found |= Q(about__startswith=about)
    return found


class OutboxMessageQuerySet(models.QuerySet["OutboxMessage"]):
    # Choosing

    def waiting(self) -> "OutboxMessageQuerySet":
        return self.filter(status__in=WAITING)

    def due(self, now: datetime) -> "OutboxMessageQuerySet":
        """E-mails that may leave now. A confirmation never stands behind a reminder.

        News rest at night, however they came to be due then: late, tried again, sent
        again by hand, or left over by a worker that stood still.
        """
        found = self.waiting().filter(channel=Channel.EMAIL, due_at__lte=now)
        if is_night(now):
            found = found.filter(NOT_NEWS)
        return found.order_by("letter_class", "due_at", "pk")

    def to_call(self, now: datetime) -> "OutboxMessageQuerySet":
        """The call list: who has to be rung, the most urgent first."""
        return self._by_hand(Channel.PHONE, now)

    def to_post(self, now: datetime) -> "OutboxMessageQuerySet":
        """The print queue."""
        return self._by_hand(Channel.POST, now)

    def _by_hand(self, channel: Channel, now: datetime) -> "OutboxMessageQuerySet":
        return (
            self.filter(channel=channel, status=Status.PENDING, due_at__lte=now)
            .exclude(not_after__lte=now)
            .exclude(told_elsewhere())
            .order_by(F("not_after").asc(nulls_last=True), "due_at", "pk")
        )

    def about(self, about: str) -> "OutboxMessageQuerySet":
        return self.filter(about=about)

    def _stale(self, now: datetime) -> "OutboxMessageQuerySet":
        return self.filter(
            channel=Channel.EMAIL, status=Status.SENDING, lease_until__lt=now
        )

    # Changing many

    def claim(self, *, token: uuid.UUID, now: datetime, size: int) -> list:
        """Take up to SIZE due e-mails under TOKEN; two workers never get the same.

        PostgreSQL locks the rows and passes over those another worker is taking;
        SQLite lets one writer in at a time (IMMEDIATE). The ids are read first: as a
        subquery of the UPDATE, PostgreSQL may run a locking SELECT with a LIMIT
        several times, and take more than SIZE.
        """
        with transaction.atomic():
            due = self.due(now).select_for_update(skip_locked=True)
            chosen = list(due.values_list("pk", flat=True)[:size])
            taken = self.filter(pk__in=chosen, status__in=WAITING).update(
                status=Status.SENDING,
                lease_token=token,
                lease_until=now + LEASE,
                handed_at=None,
            )
        if not taken:
            return []
        return list(
            self.filter(
                channel=Channel.EMAIL, status=Status.SENDING, lease_token=token
            ).order_by("letter_class", "due_at", "pk")
        )

    def give_back(self, token: uuid.UUID) -> int:
        """Let go of what TOKEN holds and has not handed over."""
        return self.filter(
            channel=Channel.EMAIL,
            status=Status.SENDING,
            lease_token=token,
            handed_at=None,
        ).update(status=_BACK, **_NO_LEASE)

    def recover(self, now: datetime) -> int:
        """Take back what a dead worker held; returns the number of broken hand-overs.

        Never handed over: due at once. Handed over, class A: again, ten minutes
        later, under the same Message-ID. Class B: UNCERTAIN, for a person to decide.
        """
        self._stale(now).filter(handed_at=None).update(status=_BACK, **_NO_LEASE)
        lost = {"attempts": F("attempts") + 1, "last_error": "WorkerLost", **_NO_LEASE}
        handed = self._stale(now).exclude(handed_at=None)
        again = handed.filter(letter_class=LetterClass.A).update(
            status=Status.RETRY, due_at=F("handed_at") + UNCLEAR_WAIT, **lost
        )
        unsure = handed.filter(letter_class=LetterClass.B).update(
            status=Status.UNCERTAIN, **lost
        )
        return again + unsure

    def expire(self, now: datetime) -> int:
        """Skip what must not leave any more, on every channel."""
        return self.filter(
            channel__in=Channel.values,
            status__in=(*WAITING, Status.AWAITING_APPROVAL),
            not_after__lte=now,
        ).update(status=Status.SKIPPED, last_error="too late")

    def erase_before(self, moment: datetime) -> int:
        """Blank text and addresses of finished letters that were due before MOMENT.

        The rows stay for the statistics, and so that their keys stay taken.
        """
        empty = dict.fromkeys(
            ("recipient_name", "email", "phone", "postal", "subject", "text"), ""
        )
        done = self.filter(status__in=FINISHED, due_at__lt=moment)
        # What somebody wrote when they settled it may name a person too.
        LetterDecision.objects.filter(message__in=done).update(word="")
        return done.exclude(parts=[], **empty).update(parts=[], **empty)


class OutboxMessage(models.Model):
    """A rendered letter. Written with the fact it tells of, sent later."""

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    key = models.CharField(_("鍵"), max_length=200)
    kind = models.CharField(_("種類"), max_length=50)
    letter_class = models.CharField(_("級"), max_length=1, choices=LetterClass)
    channel = models.CharField(_("手段"), max_length=5, choices=Channel)
    status = models.CharField(
        _("状態"), max_length=20, choices=Status, default=Status.PENDING
    )
    language = models.CharField(_("言語"), max_length=10)
    recipient_name = models.CharField(_("宛名"), max_length=200, blank=True)
    email = models.CharField(_("メールアドレス"), max_length=254, blank=True)
    phone = models.CharField(_("電話番号"), max_length=40, blank=True)
    postal = models.TextField(_("住所"), blank=True)
    subject = models.CharField(_("件名"), max_length=250, blank=True)
    text = models.TextField(_("本文"), blank=True)
    # [[name, ref], …]: made at delivery, so that no ticket token lies in here.
    parts = models.JSONField(_("添付"), default=list, blank=True)
    about = models.CharField(_("対象"), max_length=100, blank=True)
    # News only: the address that ends them in one click (RFC 8058).
    unsubscribe_url = models.CharField(max_length=300, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("回数"), default=0)
    due_at = models.DateTimeField(_("発信予定"))
    not_after = models.DateTimeField(_("発信期限"), null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    handed_at = models.DateTimeField(_("渡した日時"), null=True, blank=True)
    sent_at = models.DateTimeField(_("発信日時"), null=True, blank=True)
    # SMTP code and class of the error, never an address or an answer's text.
    last_error = models.CharField(_("最後の応答"), max_length=100, blank=True)
    batch = models.ForeignKey(
        "outbox.OutboxBatch",
        verbose_name=_("一括発信"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="messages",
    )
    created_at = models.DateTimeField(_("作成日時"))

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("発信")
        verbose_name_plural = _("発信箱")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="outbox_key_once"),
            models.UniqueConstraint(fields=["uuid"], name="outbox_uuid_once"),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="outbox_status_known"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="outbox_channel_known"
            ),
            models.CheckConstraint(
                condition=Q(letter_class__in=LetterClass.values),
                name="outbox_class_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    status=Status.SENDING,
                    lease_until__isnull=False,
                    lease_token__isnull=False,
                )
                | Q(~Q(status=Status.SENDING), lease_until=None, lease_token=None),
                name="outbox_sending_has_lease",
            ),
        ]
        indexes = [
            # Serves the claim, the stale leases, the call list and the counts.
            models.Index(
                fields=["channel", "status", "letter_class", "due_at"],
                name="outbox_next",
            ),
            models.Index(fields=["about"], name="outbox_about"),
        ]

    def __str__(self) -> str:
        return self.key

    # Changes: each a conditional UPDATE; False means that the row is not ours now.

    def move(self, *, among: Iterable[Status], **changes: object) -> bool:
        """Change this row if its status in the database is still one of AMONG."""
        rows = OutboxMessage.objects.filter(pk=self.pk, status__in=tuple(among))
        return self._took(changes, rows.update(**changes))

    def settle(self, **changes: object) -> bool:
        """Change this row while we hold its lease, and let go of it."""
        return self._change_held({**_NO_LEASE, **changes})

    def hand(self, now: datetime) -> bool:
        """Write that the next step is SMTP, and hold the lease for that long."""
        return self._change_held({"handed_at": now, "lease_until": now + LEASE})

    def _change_held(self, changes: dict) -> bool:
        # Only a row that is SENDING has a token.
        held = {"id": self.pk, "lease_token": self.lease_token}
        return self._took(changes, _update.run(changes, where=held))

    def _took(self, changes: dict, changed_rows: int) -> bool:
        if not changed_rows:
            return False
        for name, value in changes.items():
            setattr(self, name, value)
        return True

    # Questions

    def is_too_late(self, now: datetime) -> bool:
        """Nothing about an event leaves after it began."""
        return self.not_after is not None and self.not_after <= now

    def rests(self, now: datetime) -> bool:
        """News do not leave at night."""
        return self.is_news and is_night(now)

    @property
    def is_news(self) -> bool:
        return bool(self.unsubscribe_url)

    @property
    def message_id(self) -> str:
        """Fixed for life: a second copy can be recognised (RFC 5322, 3.6.4)."""
        return f"<{self.uuid}@{settings.EMAIL_DOMAIN}>"

    @property
    def is_uncertain(self) -> bool:
        return self.status == Status.UNCERTAIN


_update = CompiledUpdate(OutboxMessage)
