"""`manage.py doctor`: is everything alive? Ends with 1 when something is red."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from peace.doctor import Finding, State, examine


class Command(BaseCommand):
    help = "Examines database, queue, mail, clock, backup, disk and secrets."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a monitor")
        parser.add_argument("--only", metavar="NAME", help="one part, e.g. worker")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine(now=timezone.now(), only=options["only"])
        if not findings:
            raise CommandError(f"There is no part named {options['only']}.")
        if options["json"]:
            self.stdout.write(json.dumps(as_dict(findings), ensure_ascii=False))
        else:
            for finding in findings:
                line = f"{finding.state:5} {finding.name:11} {finding.sentence}"
                self.stdout.write(self._coloured(finding.state, line))
        if any(finding.state == State.RED for finding in findings):
            sys.exit(1)

    def _coloured(self, state: State, line: str) -> str:
        paint = {
            State.OK: self.style.SUCCESS,
            State.WARN: self.style.WARNING,
            State.RED: self.style.ERROR,
        }
        return paint[state](line)


def as_dict(findings: list[Finding]) -> dict[str, dict[str, str]]:
    return {
        finding.name: {"state": str(finding.state), "sentence": finding.sentence}
        for finding in findings
    }
