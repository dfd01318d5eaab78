"""What a city hands in for its delegate, and the secretariat's checks."""

from django.urls import path

from network.youth.views import (
    checks,
    documents,
)

urlpatterns = [
    # What a delegate's city hands in
    path("network/city/delegates/<int:pk>/", documents.delegate, name="delegate"),
    path(
        "network/city/delegates/<int:pk>/items/<slug:item>/",
        documents.item_view,
        name="delegate-item",
    ),
    path(
        "network/city/delegates/<int:pk>/items/<slug:item>/untick/",
        documents.untick_view,
        name="delegate-untick",
    ),
    path(
        "network/city/delegates/<int:pk>/files/<uuid:code>/",
        documents.file_view,
        name="delegate-file",
    ),
    path(
        "network/city/delegates/<int:pk>/files/<uuid:code>/remove/",
        documents.remove_view,
        name="delegate-file-remove",
    ),
    path(
        "network/city/delegates/<int:pk>/files/<uuid:code>/replace/",
        documents.replace_view,
        name="delegate-file-replace",
    ),
    path("network/years/<int:year>/documents/", checks.table, name="documents"),
    path("network/delegates/<int:pk>/", checks.delegate, name="check"),
    path(
        "network/delegates/<int:pk>/items/<slug:item>/",
        checks.item_view,
        name="check-item",
    ),
    path(
        "network/delegates/<int:pk>/files/<uuid:code>/",
        checks.file_view,
        name="check-file",
    ),
]
