"""Who opens a link without reading it: previews, crawlers, browsers that look ahead.

As far as headers tell. Whoever hides is counted; so visits are read as a size, and
what counts in the end is who registered and who came.
"""

import re

from django.http import HttpRequest

# LINE, X and Facebook fetch a page to draw its card; the others say what they are.
_MACHINES = re.compile(
    r"bot\b|bot[/_-]|crawl|spider|slurp|preview|facebookexternalhit|line-poker"
    r"|embedly|skypeuripreview|whatsapp|bytespider|monitor|python|curl|wget|httpx"
    r"|okhttp|go-http|java/|libwww",
    re.IGNORECASE,
)


def is_person(request: HttpRequest) -> bool:
    """A browser that somebody looks at, as far as its headers say.

    A HEAD, a prefetch, a picture or a frame is no visit, nor is one without a
    `User-Agent`: every browser sends it.
    """
    headers = request.headers
    agent = headers.get("User-Agent", "")
    ahead = f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')} "
    ahead += headers.get("X-Moz", "")
    return (
        request.method == "GET"
        and bool(agent)
        and not _MACHINES.search(agent)
        and "prefetch" not in ahead.lower()
        and headers.get("Sec-Fetch-Dest", "document") == "document"
    )
