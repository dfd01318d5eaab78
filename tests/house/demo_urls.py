"""The addresses of a demo: those of the house, and the demo's own."""

from django.urls import include, path

from peace import urls

handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500

urlpatterns = [
    path("demo/", include("peace.demo.urls")),
    *(each for each in urls.urlpatterns if getattr(each, "namespace", "") != "demo"),
]
