"""The queue. It only rings bells: what must happen stands in the database.

Beat's table is here and nowhere else. Every entry is safe to run twice, late, or on
two machines at once, because the work it starts is claimed row by row.
"""

import os
from pathlib import Path

from celery import Celery
from celery.schedules import crontab

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
    "outbox.read_bounces": {
        "task": "outbox.read_bounces",
        "schedule": 300.0,
        "options": {"expires": 300},
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
    "summit.remind": {
        "task": "summit.remind",
        "schedule": 600.0,
        "options": {"expires": 1200},
    },
    "summit.erase_guests": {
        "task": "summit.erase_guests",
        "schedule": crontab(hour=3, minute=10),  # in Tokyo
        "options": {"expires": 6 * 3600},
    },
    "outreach.write_announcements": {
        "task": "outreach.write_announcements",
        "schedule": 15.0,
        "options": {"expires": 60},
    },
    "outreach.erase_expired": {
        "task": "outreach.erase_expired",
        "schedule": crontab(hour=3, minute=20),  # in Tokyo
        "options": {"expires": 6 * 3600},
    },
    "youth.erase_expired": {
        "task": "youth.erase_expired",
        "schedule": crontab(hour=3, minute=20),  # in Tokyo
        "options": {"expires": 6 * 3600},
    },
    # It writes in office hours of working days, each letter once.
    "youth.remind_cities": {
        "task": "youth.remind_cities",
        "schedule": 1800.0,
        "options": {"expires": 900},
    },
    "youth.remind_reports": {
        "task": "youth.remind_reports",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
