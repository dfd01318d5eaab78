"""Markdown of an event's page as HTML that is safe to show. Pure.

Staff paste from letters and web pages: raw HTML stays text, links lead to web, mail
and telephone only and say nothing of where the reader came from, pictures come from
this house or not at all, and headings stand under those of the page.
"""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

LONGEST = 20_000
# The page has an h1 and captions its sections with h2.
HEADING_SHIFT = 2
_LEADS_OUT = re.compile(r"(?:[a-z]+:)?//", re.IGNORECASE)
_ALLOWED = re.compile(r"(?:https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
# CommonMark reads **話。**次 as stars, because a full stop stands before them and no
# space behind (Japanese has none). While it parses, such signs are letters.
_SIGNS = "《》「」『』（）。、・！？"
_HIDE = str.maketrans({sign: chr(0xE100 + n) for n, sign in enumerate(_SIGNS)})
_SHOW = str.maketrans({chr(0xE100 + n): sign for n, sign in enumerate(_SIGNS)})
_IN_ADDRESSES = {quote(chr(0xE100 + n)): quote(s) for n, s in enumerate(_SIGNS)}
_OWN_PICTURE = re.compile(r"/static/(?!.*\.\.)")


class _Renderer(RendererHTML):
    """Headings further down, links without a trace, pictures of this house only."""

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        return f"<{_shifted(tokens[idx].tag)}>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        return f"</{_shifted(tokens[idx].tag)}>\n"

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Any
    ) -> str:
        if _LEADS_OUT.match(str(tokens[idx].attrs.get("href", ""))):
            tokens[idx].attrSet("rel", "noopener noreferrer nofollow")
        return self.renderToken(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Any) -> str:
        if _OWN_PICTURE.match(str(tokens[idx].attrs.get("src", ""))):
            return super().image(tokens, idx, options, env)
        # What stands there for those who do not see it stands there for all.
        return self.renderInlineAsText(tokens[idx].children, options, env)


def markdown_html(text: str) -> SafeString:
    """TEXT as HTML; readings of kanji stay marks, for whoever makes the page."""
    html = _parser().render(str(text)[:LONGEST].translate(_HIDE)).translate(_SHOW)
    for hidden, shown in _IN_ADDRESSES.items():
        html = html.replace(hidden, shown)
    return mark_safe(html)  # noqa: S308 - html is off


def _parser() -> MarkdownIt:
    parser = MarkdownIt(
        "js-default",
        {"html": False, "linkify": False, "typographer": False, "breaks": True},
        renderer_cls=_Renderer,
    )
    parser.validateLink = lambda url: bool(_ALLOWED.match(url))  # type: ignore[method-assign]
    return parser


def _shifted(tag: str) -> str:
    return f"h{min(6, int(tag[1:]) + HEADING_SHIFT)}"
