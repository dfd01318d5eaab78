"""Reports: for everybody, for the delegate, the city and the secretariat."""

from django.urls import path

from network.youth.views import (
    photos,
    report,
    reports_city,
    reports_desk,
    reports_public,
)

urlpatterns = [
    # For everybody
    path("network/youth/<int:year>/reports/", reports_public.year, name="reports"),
    path(
        "network/youth/<int:year>/reports/<str:code>/",
        reports_public.one,
        name="report",
    ),
    path("network/photos/<uuid:code>/<slug:size>.jpg", photos.public, name="photo"),
    # For the delegate who writes one
    path("network/for/<str:token>/report/", report.write, name="link-report"),
    path(
        "network/for/<str:token>/report/preview/",
        report.preview,
        name="link-report-preview",
    ),
    path(
        "network/for/<str:token>/report/take-back/",
        report.take_back,
        name="link-report-take-back",
    ),
    path(
        "network/for/<str:token>/report/consent/",
        report.consent,
        name="link-report-consent",
    ),
    path(
        "network/for/<str:token>/report/photos/<uuid:code>/<slug:size>.jpg",
        report.photo,
        name="link-report-photo",
    ),
    path(
        "network/for/<str:token>/report/photos/<uuid:code>/remove/",
        report.photo_remove,
        name="link-report-photo-remove",
    ),
    # For the city
    path("network/city/delegates/", reports_city.own, name="city-delegates"),
    path(
        "network/city/delegates/<int:pk>/report/",
        reports_city.report,
        name="city-report",
    ),
    path(
        "network/city/delegates/<int:pk>/report/photos/<uuid:code>/<slug:size>.jpg",
        reports_city.photo,
        name="city-report-photo",
    ),
    # For the secretariat
    path("network/years/<int:year>/reports/", reports_desk.year, name="year-reports"),
    path(
        "network/years/<int:year>/reports/publish/",
        reports_desk.publish,
        name="reports-publish",
    ),
    path(
        "network/years/<int:year>/reports/unpublish/",
        reports_desk.unpublish,
        name="reports-unpublish",
    ),
    path("network/reports/<int:pk>/", reports_desk.report, name="report-review"),
    path(
        "network/reports/<int:pk>/comment/", reports_desk.comment, name="report-comment"
    ),
    path("network/reports/<int:pk>/decide/", reports_desk.decide, name="report-decide"),
    path(
        "network/reports/<int:pk>/photos/<uuid:code>/<slug:size>.jpg",
        reports_desk.photo,
        name="report-photo",
    ),
]
