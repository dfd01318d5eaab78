"""The real settings, with fuses on the carrier and a clock that can jump.

`FAULTS_CLOCK` names a file with the seconds by which this house's clock is off.
`FAULTS_HASTE` shortens the waits: a minute between two tries becomes 60/HASTE seconds.
`FAULTS_OFF` names guards that are switched off: the controls.
"""

from peace.settings import *  # noqa: F403
from peace.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.faults.apps.FaultsConfig"]
OUTBOX_CARRIER = "tests.faults.carrier.FusedCarrier"
EMAIL_TIMEOUT = 2


class _NoMigrations:
    """The tables are made from the models: these tests are not about migrations."""

    def __contains__(self, label: str) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()
