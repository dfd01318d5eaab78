"""`manage.py recount`: do the counters say what the rows say?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.registration.reports import miscounts


class Command(BaseCommand):
    help = "Compares seat counters with seats; exit 1 and a line each on a difference."

    def handle(self, **options: Any) -> None:
        found = miscounts()
        for miscount in found:
            quota = miscount.quota
            self.stdout.write(
                f"quota {quota.pk} of {quota.timeslot.event.slug} "
                f"timeslot {quota.timeslot_id}: "
                f"{miscount.counter} {miscount.counted}, rows {miscount.rows}"
            )
        if found:
            message = f"{len(found)} counters differ. Nothing was changed."
            raise CommandError(message)
        self.stdout.write("Counters and seats agree.")
