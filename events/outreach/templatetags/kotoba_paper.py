"""What a line loses on paper, said where staff choose it."""

from collections.abc import Iterable

from django import template

from events.outreach.exports.vertical import missing_in
from events.outreach.models import Kotoba

register = template.Library()


@register.filter
def not_on_paper(line: Kotoba) -> str:
    """The signs of LINE that panels and booklet print as 〓, each once."""
    return " ".join(dict.fromkeys(missing_in(line.text + line.name_shown)))


@register.filter
def count_not_on_paper(lines: Iterable[Kotoba]) -> int:
    """How many of LINES have such a sign."""
    return sum(1 for line in lines if not_on_paper(line))
