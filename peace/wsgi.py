"""The web process: `gunicorn peace.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peace.settings")
application = get_wsgi_application()
