"""Encrypted fields."""

import pytest
from pytest_django import Settings

from peace import encryption


def test_what_is_encrypted_comes_back_and_looks_different_every_time() -> None:
    first, second = encryption.encrypt("えび"), encryption.encrypt("えび")
    assert first != second
    assert "えび" not in first
    assert encryption.decrypt(first) == encryption.decrypt(second) == "えび"


def test_the_first_key_encrypts_and_all_decrypt(settings: Settings) -> None:
    settings.FIELD_KEYS = ["a"]
    old = encryption.encrypt("卵")
    settings.FIELD_KEYS = ["b", "a"]
    assert encryption.decrypt(old) == "卵"
    assert not encryption.is_current(old)
    new = encryption.rotate(old)
    assert encryption.is_current(new)
    assert encryption.rotate(new) == new
    settings.FIELD_KEYS = ["b"]
    assert encryption.decrypt(new) == "卵"
    with pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(old)


def test_an_altered_text_is_refused() -> None:
    text = encryption.encrypt("卵")
    with pytest.raises(encryption.CannotDecrypt):
        encryption.decrypt(
            text[:-6] + ("AAAAA=" if text[-6:] != "AAAAA=" else "BBBBB=")
        )
