"""A text becomes a letter: placeholders, blocks, lines that disappear."""

import pytest

from peace.outbox.letter import Letter, MissingPlaceholder, render_letter

VALUES = {"name": "高橋 {receipt}", "event_short": "講話", "bring": "", "receipt": "1"}


@pytest.fixture
def texts(settings, tmp_path):
    """A folder of letters: {name: text}."""
    folder = tmp_path / "letters" / "blocks"
    folder.mkdir(parents=True)
    (folder / "office_block.ja.txt").write_text("受付番号　{receipt}\n電話　{phone}\n")
    (tmp_path / "letters" / "hello.ja.txt").write_text(
        "受け付けました（{event_short}）\n\n{name} 様\n\n"
        "持ち物　{bring}\n\n{office_block}\n"
    )
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [tmp_path]},
    ]
    return tmp_path


def test_an_empty_placeholder_drops_its_line_and_blocks_are_filled(texts):
    letter = render_letter("hello", "ja", {**VALUES, "phone": "042-576-2111"})

    assert letter == Letter(
        subject="受け付けました（講話）",
        text="高橋 {receipt} 様\n\n受付番号　1\n電話　042-576-2111\n",
    )


def test_an_empty_placeholder_leaves_no_brackets_in_the_subject(texts):
    letter = render_letter("hello", "ja", {**VALUES, "event_short": "", "phone": ""})

    assert letter.subject == "受け付けました"


def test_half_a_letter_is_refused(texts):
    with pytest.raises(MissingPlaceholder):
        render_letter("hello", "ja", VALUES)
