"""The pages that the tests of accounts visit: one public, one of staff, one by role."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from peace.accounts.access import role_required, staff_required
from peace.accounts.choices import Role


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public")


@staff_required
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("desk")


@role_required(Role.COORDINATOR)
def city(request: HttpRequest) -> HttpResponse:
    return HttpResponse("city")


def mine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("mine")


urlpatterns = [
    path("", public, name="home"),
    path("desk/", desk),
    path("city/", city),
    path("mine/", mine),
    path("accounts/", include("peace.accounts.urls")),
]
