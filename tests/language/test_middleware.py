"""Pages in easy Japanese leave with ruby; everything else leaves as it came."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import override

from peace.middleware import RubyMiddleware

PAGE = "<p>席《せき》</p>"
RUBY = "<p><ruby>席<rp>（</rp><rt>せき</rt><rp>）</rp></ruby></p>"


def answer(rf, response, language="ja-easy"):
    with override(language):
        return RubyMiddleware(lambda request: response)(rf.get("/"))


def test_an_easy_page_gets_ruby_and_its_new_length(rf):
    response = HttpResponse(PAGE)
    response["Content-Length"] = str(len(response.content))
    answered = answer(rf, response)
    assert answered.content.decode() == RUBY
    assert answered["Content-Length"] == str(len(RUBY.encode()))


def test_no_length_is_added_where_there_was_none(rf):
    assert not answer(rf, HttpResponse(PAGE)).has_header("Content-Length")


def test_an_error_page_gets_ruby_too(rf):
    answered = answer(rf, HttpResponse(PAGE, status=404))
    assert answered.status_code == 404
    assert answered.content.decode() == RUBY


@pytest.mark.parametrize("language", ["ja", "en", None])
def test_other_languages_are_left_alone(rf, language):
    assert answer(rf, HttpResponse(PAGE), language).content.decode() == PAGE


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain; charset=utf-8", "text/calendar"]
)
def test_other_kinds_are_left_alone(rf, content_type):
    response = HttpResponse(PAGE, content_type=content_type)
    assert answer(rf, response).content.decode() == PAGE


def test_compressed_answers_are_left_alone(rf):
    response = HttpResponse(PAGE, headers={"Content-Encoding": "gzip"})
    assert answer(rf, response).content.decode() == PAGE


def test_streams_are_left_alone(rf):
    response = StreamingHttpResponse([PAGE])
    assert b"".join(answer(rf, response).streaming_content).decode() == PAGE
