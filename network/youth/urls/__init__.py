"""Addresses of the youth programme, one file a matter."""

from network.youth.urls import (
    applications,
    documents,
    follow_ups,
    links,
    nominations,
    protected,
    reports,
    rules,
    trip,
)

app_name = "youth"

urlpatterns = [
    *rules.urlpatterns,
    *applications.urlpatterns,
    *links.urlpatterns,
    *nominations.urlpatterns,
    *documents.urlpatterns,
    *trip.urlpatterns,
    *protected.urlpatterns,
    *reports.urlpatterns,
    *follow_ups.urlpatterns,
]
