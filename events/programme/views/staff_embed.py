"""For staff: the lines that put the list of events into another site's page."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.programme.forms.staff_embed import EmbedForm
from peace.accounts.access import staff_required

SNIPPET = (
    '<iframe src="{url}" title="{title}" width="100%" height="{height}"'
    ' loading="lazy" style="border:0"></iframe>'
)
# A row of the list, and what stands around it, on a phone.
ROW_PIXELS, FRAME_PIXELS = 150, 120


@require_safe
@staff_required
def embed(request: HttpRequest) -> HttpResponse:
    """Choose what the list shows; the lines to copy follow. Changes nothing."""
    form = EmbedForm(request.GET or None)
    chosen = form.chosen()
    query = f"?{urlencode(chosen)}" if chosen else ""
    url = f"{settings.SITE_URL}{reverse('feeds:embed')}{query}"
    return render(
        request,
        "events/programme/staff/embed.html",
        {
            "form": form,
            "url": url,
            "snippet": SNIPPET.format(
                url=url.replace("&", "&amp;"),
                title=_("国立市 平和の催し"),
                height=FRAME_PIXELS + ROW_PIXELS * form.most,
            ),
            "allowed": settings.EMBED_ALLOWED,
        },
    )
