"""An announcement (お知らせ): one text to many, one letter a person."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from events.outreach.choices import AnnouncementAudience, AnnouncementStatus
from peace.language.localised import LANGUAGES, LocalisedField


class Announcement(models.Model):
    """News to one audience. Class B letters, in a batch that a second person lets out.

    `topics` narrow SUBSCRIBERS, `programme` narrows PARTICIPANTS (empty: all). The
    counts are people; `per_minute` is the pace in letters.
    """

    subject = LocalisedField()
    text = LocalisedField()
    # What it tells of; its page is linked, and nothing leaves after it began.
    event = models.ForeignKey(
        "programme.Event", models.PROTECT, null=True, blank=True, related_name="+"
    )
    audience = models.CharField(max_length=12, choices=AnnouncementAudience.choices)
    topics = models.JSONField(default=list, blank=True)
    programme = models.ForeignKey(
        "programme.Programme", models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(
        max_length=10,
        choices=AnnouncementStatus.choices,
        default=AnnouncementStatus.DRAFT,
    )
    per_minute = models.PositiveSmallIntegerField(default=60)
    starts_at = models.DateTimeField(null=True, blank=True)
    recipients = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)
    # The address after which the next piece begins; empty when none is being written.
    cursor = models.CharField(max_length=254, blank=True, default="")
    # How many ended their news by the link of this letter. Nobody is named.
    ended = models.PositiveIntegerField(default=0)
    batch = models.OneToOneField(
        "outbox.OutboxBatch", models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    requested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="announcement_audience_known",
                condition=Q(audience__in=AnnouncementAudience.values),
            ),
            models.CheckConstraint(
                name="announcement_status_known",
                condition=Q(status__in=AnnouncementStatus.values),
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def about(self) -> str:
        return f"announcement:{self.pk}"

    @property
    def is_draft(self) -> bool:
        return self.status == AnnouncementStatus.DRAFT

    @property
    def is_writing(self) -> bool:
        return self.status == AnnouncementStatus.WRITING

    @property
    def is_requested(self) -> bool:
        return self.status == AnnouncementStatus.REQUESTED

    @property
    def is_approved(self) -> bool:
        return self.status == AnnouncementStatus.APPROVED

    @property
    def is_withdrawn(self) -> bool:
        return self.status == AnnouncementStatus.WITHDRAWN

    @property
    def languages(self) -> list[str]:
        """Those with a subject and a text of their own."""
        return [
            language
            for language in LANGUAGES
            if self.subject.get(language) and self.text.get(language)
        ]

    @property
    def not_after(self) -> datetime | None:
        """Nothing about an event leaves after it began; an exhibition that is open for
        days can still be visited until it ends."""
        if self.event is None:
            return None
        event = self.event
        return event.ends_at if event.lasts_days else event.starts_at

    @property
    def source_code(self) -> str:
        """The short link in its letters: who registers by it is counted."""
        return f"news-{self.pk}"
