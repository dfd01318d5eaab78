"""What a page says of itself to search engines, and to chats that show a link."""

import json
from collections.abc import Sequence

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from events.programme.exports.addresses import (
    event_words,
    picture_url,
    site_picture_url,
    site_words,
)
from events.programme.exports.picture import SIZE
from events.programme.exports.structured import event_data
from events.programme.models import Event, Timeslot
from peace.language.ruby import without_ruby

register = template.Library()

# Nothing that could end the element or begin another one (as Django's json_script).
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_LOCALES = {"ja": "ja_JP", "ja-easy": "ja_JP", "en": "en_GB"}


@register.simple_tag
def structured_event(event: Event, timeslots: Sequence[Timeslot]) -> SafeString:
    """The event as JSON-LD. Data, which no browser runs: the policy lets it stand."""
    data = event_data(event, timeslots, now=timezone.now())
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - escaped above
    )


@register.inclusion_tag("components/social.html", takes_context=True)
def social(
    context: template.Context, title: str, text: str, event: Event | None = None
) -> dict[str, object]:
    """Open Graph and a card, with the picture of EVENT or of the site."""
    words = event_words(event) if event else site_words()
    shown = (words.title, words.stamp, words.when, words.where)
    request = context["request"]
    return {
        "title": without_ruby(str(title)),
        "text": without_ruby(str(text)),
        "url": f"{context['site_url']}{request.path}",
        "picture": picture_url(event) if event else site_picture_url(),
        "alt": " ".join(filter(None, shown)),
        "size": SIZE,
        "site_name": words.brand,
        "locale": _LOCALES[get_language() or "ja"],
        "kind": "article" if event else "website",
    }
