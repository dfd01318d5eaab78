"""What delegates did since: a city's own, and what became of each year's 26."""

from django.urls import path

from network.youth.views import (
    after,
    follow_ups,
)

urlpatterns = [
    # For the city
    path("network/city/delegates/<int:pk>/after/", follow_ups.city, name="city-after"),
    path(
        "network/city/delegates/<int:pk>/after/<int:row>/",
        follow_ups.city_edit,
        name="city-after-edit",
    ),
    path(
        "network/city/delegates/<int:pk>/after/<int:row>/remove/",
        follow_ups.city_remove,
        name="city-after-remove",
    ),
    path(
        "network/city/delegates/<int:pk>/after/<int:row>/restore/",
        follow_ups.city_restore,
        name="city-after-restore",
    ),
    # For the secretariat
    path("network/delegates/<int:pk>/after/", follow_ups.desk, name="desk-after"),
    path(
        "network/delegates/<int:pk>/after/<int:row>/",
        follow_ups.desk_edit,
        name="desk-after-edit",
    ),
    path(
        "network/delegates/<int:pk>/after/<int:row>/remove/",
        follow_ups.desk_remove,
        name="desk-after-remove",
    ),
    path(
        "network/delegates/<int:pk>/after/<int:row>/restore/",
        follow_ups.desk_restore,
        name="desk-after-restore",
    ),
    path("network/years/after/", after.years, name="after-years"),
    path("network/years/after/export/", after.export, name="after-export"),
    path("network/years/<int:year>/after/", after.year, name="after-year"),
]
