"""Every text is in every language."""

from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import gateway

ROOM = Path(gateway.__file__).parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
GETTEXT = {"_": None, "gettext": None, "lazy_gettext": None}
KEYWORDS = {**GETTEXT, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


def texts():
    found = extract_from_dir(str(ROOM), METHODS, {}, KEYWORDS)
    return {(context or "", first(message)) for _, _, message, _, context in found}


def first(message):
    return message[0] if isinstance(message, tuple) else message


@pytest.mark.parametrize("language", ["zh_Hant", "zh_Hans"])
def test_nothing_is_left_untranslated_and_nothing_is_translated_in_vain(language):
    path = ROOM / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=language)
    done = {
        (message.context or "", first(message.id))
        for message in catalog
        if message.id and message.string and all(message.string) and not message.fuzzy
    }
    assert sorted(texts() - done) == []
    assert sorted(done - texts()) == []


def test_the_two_scripts_are_not_mixed():
    simplified, traditional = "评揭晓启动届项资历图书现", "評揭曉啟動屆項資歷圖書現"
    only_simplified = set(simplified) - set(traditional)
    only_traditional = set(traditional) - set(simplified)
    for language, foreign in (("zh_Hant", only_simplified), ("zh_Hans", only_traditional)):
        path = ROOM / "translations" / language / "LC_MESSAGES" / "messages.po"
        assert not foreign & set(path.read_text())
