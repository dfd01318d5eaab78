"""Reads a page as a person and a browser do: its words, its links, its fields."""

from html.parser import HTMLParser

from django.core.cache import caches
from django.http import HttpResponse

_EMPTY = {"input", "meta", "link", "br", "img", "path", "use", "hr"}
_UNSEEN = {"script", "style", "rt", "rp", "svg", "title"}


def forget_pages() -> None:
    """Public pages are kept for seconds; the next one is made anew."""
    caches["pages"].clear()


class Page(HTMLParser):
    """The parsed answer. `words`: all that is read, readings of kanji left out."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.status = response.status_code
        self.html = response.content.decode()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inputs: list[dict[str, str]] = []
        self.buttons: list[dict[str, str]] = []
        self._path: list[str] = []
        self._pieces: list[str] = []
        self._errors: list[list[str]] = []
        self._in_error = False
        self._area: list[str] = []
        self.feed(self.html)
        self.words = " ".join("".join(self._pieces).split())
        self.errors = [" ".join("".join(each).split()) for each in self._errors]

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = {name: value or "" for name, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found.get("href", ""))
        if tag in {"input", "textarea"}:
            self.inputs.append({"value": "", "type": "text"} | found)
        if tag == "button":
            self.buttons.append(found)
        if tag == "textarea":
            self._area = []
        if "error" in found.get("class", "").split():
            self._errors.append([])
            self._in_error = True
        if tag not in _EMPTY:
            self._path.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.inputs[-1]["value"] = "".join(self._area).removeprefix("\n")
        if tag == "p":
            self._in_error = False
        if tag in self._path:
            while self._path.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._path and self._path[-1] == "textarea":
            self._area.append(data)
        if _UNSEEN.isdisjoint(self._path):
            self._pieces.append(data)
            if self._in_error:
                self._errors[-1].append(data)

    def values(self, name: str) -> list[str]:
        """What stands in, or is ticked among, the fields called NAME."""
        return [
            field["value"]
            for field in self.inputs
            if field.get("name") == name
            and (field["type"] not in {"checkbox", "radio"} or "checked" in field)
        ]

    def filled_in(self) -> dict[str, list[str]]:
        """Everything a browser would send back, as it stands."""
        names = {field.get("name", "") for field in self.inputs} - {""}
        sent = {name: self.values(name) for name in sorted(names)}
        return {name: values for name, values in sent.items() if values}

    @property
    def dead_targets(self) -> list[str]:
        """Links within the page that lead nowhere."""
        inner = [link[1:] for link in self.links if link.startswith("#")]
        return [target for target in inner if target not in self.ids]
