"""The queue. It only rings bells: what must happen stands in the database.

Beat's table is here and nowhere else. Every entry is safe to run twice, late, or on
two machines at once, because the work it starts is claimed row by row.
"""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peace.settings")

app = Celery("peace")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# The queue of files does not make its own folders.
for _name, _folder in (app.conf.broker_transport_options or {}).items():
    if _name.endswith(("folder_in", "folder_out", "control_folder")):
        Path(_folder).mkdir(parents=True, exist_ok=True)
app.conf.beat_schedule = {
    "outbox.relay": {
        "task": "outbox.relay",
        "schedule": 15.0,
        "options": {"expires": 60},
    },
    "outbox.pulse": {
        "task": "outbox.pulse",
        "schedule": 30.0,
        "options": {"expires": 60},
    },
    "registration.keep_time": {
        "task": "registration.keep_time",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
    "reminders.write_due": {
        "task": "reminders.write_due",
        "schedule": 60.0,
        "options": {"expires": 120},
    },
}
