"""Checks the audit chains."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from peace.audit.models import AuditChain
from peace.audit.usecases.verify import verify_chains


class Command(BaseCommand):
    help = (
        "Walks every audit chain; exit 1 when one is broken. Prints stream, length "
        "and head of each: keep that in a second place, once a day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        heads = [str(chain) for chain in AuditChain.objects.order_by("stream")]
        broken = verify_chains()
        for head in heads:
            self.stdout.write(head)
        for place in broken:
            self.stderr.write(f"{place.stream}#{place.number} {place.reason}")
        if broken:
            raise CommandError(f"{len(broken)} broken places", returncode=1)
