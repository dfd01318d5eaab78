"""How a mail is written out: as Python would, only sooner."""

import re
from email import message_from_bytes
from email.policy import compat32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peace.outbox.delivery import build_mail
from peace.outbox.letter import Letter
from peace.outbox.mime import _FOLDING
from peace.outbox.parts import Attachment, register_part
from tests.outbox.writing import NOON, TEXT, write

PICTURE = Attachment("qr.png", "image/png", b"\x89PNG" * 50, cid="qr")
FILE = Attachment("催し.ics", "text/calendar", "SUMMARY:名\r\n".encode())


@pytest.fixture
def letter():
    register_part("test-everything", lambda thing, language: [PICTURE, FILE])
    long = "2月15日(日)の催しのご案内（くにたち原爆・東京大空襲体験伝承者講話）" * 2
    return write(letter=Letter(long, TEXT), parts=[("test-everything", "1")])


@pytest.mark.django_db
def test_the_bytes_are_those_that_python_writes(letter):
    made = build_mail(letter, now=NOON).message()
    written = made.as_bytes(linesep="\r\n")

    made.policy = compat32

    assert written == made.as_bytes(linesep="\r\n")


@given(
    st.sampled_from(["To", "Subject", "Content-Disposition"]),
    st.text(st.characters(max_codepoint=0x180), max_size=90),
)
def test_every_header_is_folded_as_python_folds_it(name, value):
    def folded(policy):
        try:
            return policy.fold_binary(name, value)
        except Exception as error:
            return type(error)

    assert folded(_FOLDING) == folded(compat32)


@pytest.mark.django_db
def test_the_same_letter_is_the_same_mail_twice(letter):
    first, second = (
        build_mail(letter, now=NOON).message().as_bytes() for _ in range(2)
    )

    assert first == second


@pytest.mark.django_db
def test_each_multipart_has_a_boundary_of_its_own(letter):
    mail = build_mail(letter, now=NOON).message()
    multiparts = [part for part in mail.walk() if part.is_multipart()]
    boundaries = [part.get_boundary() for part in multiparts]

    assert [part.get_content_subtype() for part in multiparts] == [
        "mixed",
        "alternative",
        "related",
    ]
    assert len(set(boundaries)) == 3
    read = message_from_bytes(mail.as_bytes())
    assert [part.get_content_type() for part in read.walk()] == [
        part.get_content_type() for part in mail.walk()
    ]
    # RFC 2046, 5.1.1: 1 to 70 signs; no two letters share one.
    assert all(re.fullmatch(r"=_\d_[0-9a-f]{32}", each) for each in boundaries)
    assert all(letter.uuid.hex in each for each in boundaries)
