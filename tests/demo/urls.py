"""The addresses as they are under DEMO; the tests run without it."""

from django.urls import include, path

from peace.urls import (
    handler403,
    handler404,
    handler500,
)
from peace.urls import (
    urlpatterns as house,
)

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [path("demo/", include("peace.demo.urls")), *house]
