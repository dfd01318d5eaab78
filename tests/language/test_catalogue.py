"""Texts are collected, kept, compiled, and every one of them is translated."""

import gettext

import pytest
from django.core.management import call_command

from peace.language import catalogue
from peace.language.catalogue import PLURALS, extract, is_for_staff, read
from peace.language.gaps import gaps


@pytest.fixture
def house(tmp_path, settings, monkeypatch):
    """A house of two files, with catalogues of its own."""
    settings.BASE_DIR = tmp_path
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "peace" / "locale")
    (tmp_path / "events").mkdir()
    (tmp_path / "templates" / "staff").mkdir(parents=True)
    (tmp_path / "templates" / "letters").mkdir()
    (tmp_path / "templates" / "letters" / "offer.ja.txt").write_text("席が空きました")
    (tmp_path / "events" / "views.py").write_text(
        "from django.utils.translation import gettext as _, ngettext_lazy, pgettext\n"
        'A = _("席"\n      "が空きました")\n'
        'B = ngettext_lazy("%(n)d席", "%(n)d席ある", "n")\n'
        'C = pgettext("door", "回")\n'
    )
    (tmp_path / "templates" / "staff" / "desk.html").write_text(
        "<ul>\n    <li>{% translate '受付' %}</li>\n"
        "  <li>{{ x|default:_('なし') }}</li>\n"
        " {% blocktranslate trimmed with n=seats.count %}\n   あと{{ n }}席\n"
        " です{% endblocktranslate %}\n</ul>\n"
    )
    return tmp_path


def test_texts_come_from_modules_and_templates(house):
    found = {(m.id, m.context): m for m in extract() if m.id}
    assert set(found) == {
        ("席が空きました", None),
        (("%(n)d席", "%(n)d席ある"), None),
        ("回", "door"),
        ("受付", None),
        ("なし", None),
        ("あと%(n)s席 です", None),
    }
    assert is_for_staff(found["受付", None])
    assert not is_for_staff(found["回", "door"])


def test_collecting_keeps_translations_and_drops_what_is_gone(house):
    catalogue.update("en")
    po = catalogue.po_path("en")
    po.write_text(
        po.read_text().replace(
            'msgid "席が空きました"\nmsgstr ""',
            "# Said to the head of the list.\n#, fuzzy\n"
            'msgid "席が空きました"\nmsgstr "A seat is free"',
        )
        + '\nmsgid "古い"\nmsgstr "Old"\n'
    )
    catalogue.update("en")
    text = po.read_text()
    assert 'msgstr "A seat is free"' in text
    assert "# Said to the head of the list." in text
    assert "#, fuzzy" in text
    assert "#: templates/staff/desk.html\n" in text
    assert "古い" not in text
    assert "POT-Creation-Date" not in text
    catalogue.update("en")
    assert po.read_text() == text


def test_compiled_catalogues_translate_and_count(house):
    for language in PLURALS:
        catalogue.update(language)
    po = catalogue.po_path("en")
    po.write_text(
        po.read_text()
        .replace('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "one"\nmsgstr[1] "more"')
        .replace(
            'msgctxt "door"\nmsgid "回"\nmsgstr ""',
            'msgctxt "door"\nmsgid "回"\nmsgstr "session"',
        )
    )
    easy = catalogue.po_path("ja_Easy")
    assert 'msgstr[0] ""\n' in easy.read_text()
    assert "msgstr[1]" not in easy.read_text()
    easy.write_text(easy.read_text().replace('msgstr[0] ""', 'msgstr[0] "席《せき》"'))
    catalogue.compile_all()

    def compiled(language):
        return gettext.translation("django", catalogue.LOCALE, [language])

    assert compiled("en").ngettext("%(n)d席", "%(n)d席ある", 1) == "one"
    assert compiled("en").ngettext("%(n)d席", "%(n)d席ある", 2) == "more"
    assert compiled("en").pgettext("door", "回") == "session"
    assert compiled("en").gettext("受付") == "受付"
    assert compiled("ja_Easy").ngettext("%(n)d席", "%(n)d席ある", 1) == "席《せき》"


def test_the_commands_collect_and_compile(house, capsys):
    call_command("collect_texts")
    call_command("compile_texts")
    assert "6 to translate" in capsys.readouterr().out
    for language in PLURALS:
        assert catalogue.po_path(language).with_suffix(".mo").exists()


@pytest.mark.parametrize(
    ("translation", "problem"),
    [
        ('msgstr ""', "not translated"),
        ('msgstr "席《せき》は %(m)s"', "other placeholders"),
        ('msgstr "あと 席"', "other placeholders"),
        ('msgstr "残り %(n)s席《せき》"', "no reading for 残"),
        ('#, fuzzy\nmsgstr "あと %(n)s席《せき》"', "fuzzy"),
        ('msgstr "あと %(n)s席《せき》"', ""),
    ],
)
def test_a_gap_is_named(house, translation, problem):
    (house / "templates" / "event.html").write_text(
        "{% blocktranslate %}あと{{ n }}席{% endblocktranslate %}"
    )
    wanted = extract([house / "templates" / "event.html"])
    po = catalogue.po_path("ja_Easy")
    po.parent.mkdir(parents=True)
    lines = translation.split("\n")
    flag = lines.pop(0) + "\n" if lines[0].startswith("#") else ""
    po.write_text(f'{flag}msgid "あと%(n)s席"\n{lines[0]}\n')
    found = gaps("ja_Easy", read("ja_Easy"), wanted)
    assert (problem in found[0]) if problem else (found == [])


def test_staff_pages_need_no_easy_japanese(house):
    wanted = extract([house / "templates" / "staff" / "desk.html"])
    assert gaps("ja_Easy", read("ja_Easy"), wanted) == []
    assert len(gaps("en", read("en"), wanted)) == 3


@pytest.mark.parametrize("language", PLURALS)
def test_every_text_has_an_english_and_an_easy_japanese_form(language):
    missing = gaps(language, read(language), extract())
    assert not missing, "\n".join([f"{len(missing)} gaps in {language}:", *missing])
