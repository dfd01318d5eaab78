"""A scan (読取): one code held before one device, and what the door said."""

from django.db import models
from django.db.models import Q

from events.door.choices import ScanMode, Verdict


class Scan(models.Model):
    """One reading. Its id was made on the device; what was read never changes.

    `answer` is the row of the API's reply: a replay of the same id returns it.
    `body_hash` tells a replay from another scan under the same id. The code itself is
    not kept, only its hash. `at` is the device's clock corrected by the offset seen
    in the same request.

    `let_in` are the numbers of the attendees who went in with it, as the door saw it:
    what a merge counts. `is_whole`: the device said "all of them" and named nobody,
    that is, whoever of the party was not in yet. `said` is what the device told the
    helper when it decided by itself, empty where the server did. Both may come later
    than the reading, once: the answer was lost, and the device had to decide.

    Where staff let somebody in without a device (`mode` paper or staff), `device` is
    None and `actor` says who. `reason` is the word of a supervisor who overrode.
    `by_hand`: ticked on the roll, no ticket was shown.
    """

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey("door.ScannerDevice", models.PROTECT, null=True)
    actor = models.CharField(max_length=80, blank=True, default="")
    event = models.ForeignKey("programme.Event", models.PROTECT, related_name="scans")
    timeslot = models.ForeignKey("programme.Timeslot", models.PROTECT, null=True)
    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, null=True, related_name="scans"
    )
    code_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=ScanMode.choices)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    said = models.CharField(max_length=20, blank=True, default="")
    admitted = models.PositiveSmallIntegerField(default=0)
    let_in = models.JSONField(default=list, blank=True)
    is_whole = models.BooleanField(default=False)
    by_hand = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True, default="")
    answer = models.JSONField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scan_verdict_known", condition=Q(verdict__in=Verdict.values)
            ),
            models.CheckConstraint(
                name="scan_by_a_device_or_a_person",
                condition=Q(device__isnull=False) | ~Q(actor=""),
            ),
        ]
        indexes = [models.Index(fields=["event", "received_at"])]

    def __str__(self) -> str:
        return f"{self.verdict} {self.pk}"

    @property
    def is_decided_on_device(self) -> bool:
        return bool(self.said)


class Undo(models.Model):
    """A scan or a walk-in taken back (取り消し). The row it takes back stays.

    `of` is no foreign key: without signal, an undo may arrive before what it takes
    back. It counts within 15 minutes on the same device, later with a `reason` of a
    supervisor.
    """

    id = models.UUIDField(primary_key=True)
    of = models.UUIDField(db_index=True)
    event = models.ForeignKey("programme.Event", models.PROTECT, related_name="undos")
    device = models.ForeignKey("door.ScannerDevice", models.PROTECT, null=True)
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"undo of {self.of}"
