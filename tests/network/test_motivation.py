"""800 characters are what a person counts, in whatever code they were typed."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from django import forms

from network.youth.forms.motivation import MOST, MotivationField, count_signs

COUNTER = Path(__file__).resolve().parents[2] / "network/youth/static/youth/counter.js"
COUNTED = {
    "あいう": 3,
    "𠮷野家": 3,  # outside the first plane: two units of UTF-16
    "か\u3099き\u3099": 2,  # が and ぎ, each typed as two
    "葛\U000e0100城": 2,  # a chosen shape of a kanji
    "一\r\n二\r\n三": 5,  # a line break is one, whatever the browser sends
    "一\n二\r三": 5,
    "\n  あ\n\n": 1,  # nothing around it
    "ｱ｡Ａ": 3,
    "e\u0301": 1,
    "あ\u200bい": 2,
    "": 0,
}


@pytest.mark.parametrize(("text", "number"), COUNTED.items())
def test_characters_are_counted_as_people_count_them(text, number):
    assert count_signs(text) == number


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("あ" * 799, 0),
        ("あ" * 800, 0),
        ("𠮷" * 800, 0),
        ("が" * 399 + "\r\n" + "か\u3099" * 400, 0),
        ("あ" * 801, 1),
        ("𠮷" * 803, 3),
        ("あ\r\n" * 400 + "い", 1),
    ],
)
def test_800_are_taken_and_one_more_is_refused_with_the_number(text, over):
    field = MotivationField()
    if over:
        with pytest.raises(forms.ValidationError, match=f"{over}文字減らして"):
            field.clean(text)
    else:
        assert count_signs(field.clean(text)) <= MOST


def test_a_browser_cuts_nothing_off():
    assert "maxlength" not in MotivationField().widget.attrs


@pytest.mark.skipif(not shutil.which("node"), reason="no node: the counter is not run")
def test_the_counter_on_the_page_counts_alike():
    script = (
        f"import {{countSigns}} from {json.dumps(COUNTER.as_uri())};"
        f"console.log(JSON.stringify({json.dumps(list(COUNTED))}.map(countSigns)))"
    )
    found = subprocess.run(
        ["node", "--input-type=module", "-e", script],
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(found.stdout) == list(COUNTED.values())
