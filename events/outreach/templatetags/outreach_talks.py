"""What the card of talk requests says on the outreach page."""

from django import template
from django.utils import timezone

from events.outreach.reports_talks import Talks, talk_figures

register = template.Library()


@register.simple_tag
def talk_card() -> Talks:
    """How many are to be arranged, arranged, and to be reported."""
    return talk_figures(timezone.now())
