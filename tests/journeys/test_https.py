"""`make demo HTTPS=1 HOST=0.0.0.0`: phones on the local network, over TLS."""

import http.client
import re
import ssl
from collections.abc import Iterator

import pytest

from tests.journeys.stack import DemoStack

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStack]:
    folder = tmp_path_factory.mktemp("secure")
    stack = DemoStack(folder, "--https", "--host", "0.0.0.0")  # noqa: S104
    try:
        yield stack.with_tables().start()
    finally:
        stack.stop()


@pytest.fixture(scope="module")
def trust(secure: DemoStack) -> ssl.SSLContext:
    """What a phone knows that has installed the certificate of the phone's page."""
    unknowing = ssl.create_default_context()
    unknowing.check_hostname, unknowing.verify_mode = False, ssl.CERT_NONE
    _, body = get(secure, unknowing, "/demo/phone/authority.crt")
    return ssl.create_default_context(cadata=body.decode())


def ask(
    demo: DemoStack,
    trust: ssl.SSLContext,
    method: str,
    path: str,
    body: str | None = None,
    headers: dict[str, str] | None = None,
    *,
    host: str = "localhost",
) -> tuple[http.client.HTTPResponse, bytes]:
    line = http.client.HTTPSConnection(host, demo.port, timeout=20, context=trust)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer, answer.read()
    finally:
        line.close()


def get(
    demo: DemoStack, trust: ssl.SSLContext, path: str, *, host: str = "localhost"
) -> tuple[http.client.HTTPResponse, bytes]:
    return ask(demo, trust, "GET", path, host=host)


def address_printed(demo: DemoStack) -> str:
    found = re.search(r"https://([^/:\s]+|\[[^\]]+\]):\d+/", demo.printed)
    assert found, demo.printed
    return found[1].strip("[]")


def test_a_phone_that_trusts_it_opens_the_scanner(secure, trust):
    for host in ("localhost", "127.0.0.1", address_printed(secure)):
        answer, body = get(secure, trust, "/scanner/", host=host)
        assert answer.status == 200
        assert 'id="screen-ready"' in body.decode()


def test_all_that_the_scanner_loads_is_there(secure, trust):
    _, page = get(secure, trust, "/scanner/")
    scripts = re.findall(r'src="(/static/[^"]+)"', page.decode())
    assert scripts
    for path in scripts:
        assert get(secure, trust, path)[0].status == 200


def test_who_does_not_trust_it_is_warned(secure):
    with pytest.raises(ssl.SSLCertVerificationError):
        get(secure, ssl.create_default_context(), "/scanner/")


def test_cookies_travel_over_tls_only(secure, trust):
    door = "/demo/enter/staff/"
    answer, page = get(secure, trust, door)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-csrftoken=")
    assert "; Secure" in cookie

    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.decode())
    answer, _ = ask(
        secure,
        trust,
        "POST",
        door,
        f"csrfmiddlewaretoken={token[1]}",
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie.split(";")[0],
            "Origin": f"https://localhost:{secure.port}",
        },
    )
    assert answer.status == 302
    session = [
        each
        for each in answer.headers.get_all("Set-Cookie")
        if each.startswith("__Host-sessionid=")
    ]
    assert session
    assert "; Secure" in session[0]
    assert "; HttpOnly" in session[0]


def test_other_programs_of_this_machine_may_go_on_without_tls(secure, trust):
    answer, _ = get(secure, trust, "/")
    assert "Strict-Transport-Security" not in answer.headers


def test_the_phones_page_shows_the_address_of_the_network(secure, trust):
    _, page = get(secure, trust, "/demo/phone/")
    host = address_printed(secure)
    assert f"https://{host}:{secure.port}/demo/phone/" in page.decode()
