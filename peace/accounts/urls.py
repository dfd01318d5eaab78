"""Under /accounts/: allauth's pages, and the way home."""

from django.urls import include, path

from peace.accounts import views

urlpatterns = [
    path("home/", views.home, name="home_by_role"),
    path("", include("allauth.urls")),
]
