"""Porch and foundation of the house: settings, URLs, queue, and the ground floor."""

from peace.celery import app as celery_app

__all__ = ["celery_app"]
