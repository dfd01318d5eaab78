"""The web server. gunicorn reads this file in the folder where it is started.

docs/benchmark.md tells what the figures below were measured with.
"""

import gc
import os

from gunicorn.arbiter import Arbiter

wsgi_app = "peace.wsgi"
bind = "0.0.0.0:8000"
workers = 4
# Kept connections of the proxy, and a slow letter box does not block a worker.
worker_class = "gthread"
threads = 4
# Longer than a proxy's pause between two requests, so that it is the one who hangs up.
keepalive = 75
# One copy of the code for all workers.
preload_app = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
max_requests = 20_000
max_requests_jitter = 2_000


def when_ready(server: Arbiter) -> None:
    """Before the first fork: load what the first visitor would wait for, once for
    all workers, and keep the collector from copying it page by page."""
    from django.conf import settings
    from django.urls import get_resolver
    from django.utils import translation

    get_resolver()._populate()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            translation.gettext("")
    gc.collect()
    gc.freeze()
