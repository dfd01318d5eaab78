"""Applications to a city: for everybody, by signed link, and as the city works."""

from django.urls import path

from network.youth.views import (
    applications,
    apply,
    decide,
    recruiting,
)

urlpatterns = [
    # Applications to a city: for everybody, and an applicant's own by signed link
    path("network/youth/<int:year>/<int:code>/", apply.city_page, name="city-page"),
    path("network/youth/<int:year>/<int:code>/apply/", apply.apply, name="apply"),
    path("network/application/<str:token>/", apply.application, name="application"),
    path(
        "network/application/<str:token>/interview/",
        apply.interview,
        name="application-interview",
    ),
    path(
        "network/application/<str:token>/withdraw/",
        apply.withdraw,
        name="application-withdraw",
    ),
    # Applications, as their city handles them
    path(
        "network/city/<int:year>/applications/",
        applications.applications,
        name="applications",
    ),
    path(
        "network/city/<int:year>/applications/settings/",
        recruiting.settings,
        name="applications-settings",
    ),
    path(
        "network/city/<int:year>/applications/poster/",
        recruiting.poster,
        name="applications-poster",
    ),
    path(
        "network/city/<int:year>/applications/slots/",
        recruiting.slots,
        name="interview-slots",
    ),
    path(
        "network/city/<int:year>/applications/slots/<int:pk>/remove/",
        recruiting.remove_slot_view,
        name="interview-slot-remove",
    ),
    path(
        "network/city/<int:year>/applications/decide/",
        decide.decide,
        name="applications-decide",
    ),
    path(
        "network/city/<int:year>/applications/undo/",
        decide.undo,
        name="applications-undo",
    ),
    path(
        "network/city/applications/<int:pk>/",
        applications.application,
        name="city-application",
    ),
    path(
        "network/city/applications/<int:pk>/score/",
        applications.score,
        name="application-score",
    ),
    path(
        "network/city/applications/<int:pk>/invite/",
        applications.invite,
        name="application-invite",
    ),
    path(
        "network/city/applications/<int:pk>/told/",
        applications.told,
        name="application-told",
    ),
]
