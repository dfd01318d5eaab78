"""All addresses of the house, and two limits behind the same middleware."""

import json

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from events.registration.token import hash_token
from peace.urls import handler403, handler404, handler500
from peace.urls import urlpatterns as house
from tests.load.bare import ADMIT, admission

__all__ = ["handler403", "handler404", "handler500", "urlpatterns"]


@csrf_exempt
@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing: what server and middleware cost."""
    return HttpResponse(b"")


@csrf_exempt
@login_not_required
def one_statement(request: HttpRequest) -> HttpResponse:
    """A check-in without rules: one statement, no device, no words, no replay."""
    scan = json.loads(request.body)
    values = admission(scan, code_hash=hash_token(scan["code"]), now=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(ADMIT[connection.vendor], values)
    return JsonResponse({"id": scan["id"], "verdict": "admitted"})


urlpatterns = [
    path("bench/empty", empty),
    path("bench/one-statement", one_statement),
    *house,
]
