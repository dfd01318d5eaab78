"""The scanner is an app: what it keeps on a phone, and under which policy."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client

from events.door import shell
from tests.door.builders import Phone, event

pytestmark = pytest.mark.django_db


def kept(script):
    (found,) = re.findall(r"^self\.DOOR = (\{.*\});$", script, re.MULTILINE)
    return json.loads(found)


def test_the_service_worker_keeps_the_page_and_everything_it_needs():
    response = Client().get("/scanner/sw.js")
    keeps = kept(response.content.decode())

    assert response["Content-Type"].startswith("text/javascript")
    assert "no-store" in response["Cache-Control"]
    rules = response["Content-Security-Policy"].split("; ")
    assert "script-src 'self'" in rules
    assert keeps["page"] == "/scanner/"
    page = Client().get("/scanner/").content.decode()
    needed = re.findall(r'(?:stylesheet|"icon)" href="([^"]+)"| src="([^"]+)"', page)
    assert len(needed) == 5
    for href, src in needed:
        assert (href or src) in keeps["files"]
    assert "/scanner/decoder.js" in keeps["files"]
    modules = {each for each in keeps["files"] if "/door/" in each}
    for name in ("door", "queue", "list", "decide", "types"):
        assert static(f"door/{name}.js") in modules
    assert static("door/live.js") not in modules  # the staff's


def test_a_file_that_the_worker_keeps_exists():
    for url in kept(Client().get("/scanner/sw.js").content.decode())["files"]:
        if url.startswith("/scanner/"):
            assert Client().get(url).status_code == 200
        elif "/static/door/" in url:
            assert url == static(url.removeprefix("/static/")) or finders.find(
                re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", url.removeprefix("/static/"))
            )


def test_the_version_follows_the_page_and_the_files(tmp_path, monkeypatch):
    before = shell.shell_version(b"page")
    changed = tmp_path / "decoder-worker.js"
    changed.write_text("// newer")
    find = finders.find

    assert shell.shell_version(b"page") == before
    assert shell.shell_version(b"other words") != before
    monkeypatch.setattr(
        finders, "find", lambda name: str(changed) if "worker" in name else find(name)
    )
    assert shell.shell_version(b"page") != before


def test_the_decoder_alone_may_run_webassembly():
    policies = {
        path: Client().get(path)["Content-Security-Policy"]
        for path in ("/scanner/", "/scanner/sw.js", "/scanner/decoder.js")
    }

    assert {path: "wasm-unsafe-eval" in text for path, text in policies.items()} == {
        "/scanner/": False,
        "/scanner/sw.js": False,
        "/scanner/decoder.js": True,
    }


def test_the_app_has_a_name_a_scope_and_signs_that_exist():
    response = Client().get("/scanner/app.webmanifest")
    body = response.json()

    assert response["Content-Type"] == "application/manifest+json"
    assert (body["scope"], body["start_url"], body["display"], body["lang"]) == (
        "/scanner/",
        "/scanner/",
        "standalone",
        "ja",
    )
    assert {"any", "maskable"} == {icon["purpose"] for icon in body["icons"]}
    for icon in body["icons"]:
        plain = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", icon["src"])
        assert finders.find(plain.removeprefix("/static/"))


def test_the_page_is_the_same_for_everybody():
    talk = event()
    Phone(talk).get("timeslots")

    first, other = Client().get("/scanner/"), Client().get("/scanner/")

    assert first.content == other.content
    assert not first.cookies
