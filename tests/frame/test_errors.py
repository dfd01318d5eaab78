"""The pages for what went wrong keep what was typed, and give nothing away."""

from django.test import RequestFactory

from peace import errors

ORIGIN = "http://testserver"


def _post(origin: str, **typed: str) -> str:
    request = RequestFactory().post("/find/", typed, headers={"Origin": origin})
    return errors.form_stale(request).content.decode()


def test_answers_of_our_own_page_can_be_sent_again() -> None:
    assert 'name="receipt" value="47132086"' in _post(ORIGIN, receipt="47132086")


def test_answers_from_another_site_are_not_offered() -> None:
    html = _post("https://elsewhere.example", receipt="47132086")

    assert "47132086" not in html


def test_a_password_is_never_written_back() -> None:
    assert "correct horse" not in _post(ORIGIN, password="correct horse")


def test_a_broken_server_gives_a_number_and_the_log_has_the_same(caplog) -> None:
    response = errors.server_error(RequestFactory().get("/registration/secret-token/"))

    number = caplog.messages[-1].split()[1]
    assert response.status_code == 500
    assert number in response.content.decode()
    assert "secret-token" not in caplog.text


def test_too_many_requests_say_when_it_works_again() -> None:
    response = errors.rate_limited(RequestFactory().get("/find/"), 5)

    assert response.status_code == 429
    assert response["Retry-After"] == "300"
    assert "5分たってから" in response.content.decode()


def test_too_many_fields_get_a_sentence_and_not_a_bare_word(client, db):
    many = {f"field{number}": "x" for number in range(400)}

    answer = client.post("/find/", many)

    assert answer.status_code == 400
    assert "もう一度お試しください" in answer.content.decode()
