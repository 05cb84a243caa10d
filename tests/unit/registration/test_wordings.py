"""An organiser's own words for letters: what may stand in them, and how they are kept."""

import pytest

from schemas.commands.letters import KINDS
from schemas.fields import LANGUAGES
from services.registration.letters.domain.refusals import WordingChanged, WordingWrong
from services.registration.letters.domain.wording import Wording, wording_id
from services.registration.letters.wording import SAMPLE, check_words, may_stand
from services.registration.letters.writing import default_words, filled, written


def words(subject="{{ company }} goes on", text="Dear {{ name }}", *, kind="entry_promoted"):
    return {"kind": kind, "language": "en", "subject": subject, "text": text}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_the_product_could_be_an_organisers_and_read_the_same(kind, language):
    subject, text = default_words(kind, language)
    check_words({"kind": kind, "language": language, "subject": subject, "text": text})
    known = {name: SAMPLE.get(name, "Cup") for name in may_stand(kind, language)} | {"reason": "Too old"}
    known.pop("link", None)
    assert filled(subject, text, **known) == written(kind, language, **known)


def test_names_are_filled_in_and_conditions_hold():
    own = words(text="{% if stage == 'Final' %}The final!{% else %}Soon.{% endif %} {{ host }}")
    check_words(own)
    known = {"company": "Kiko & Co", "stage": "Final", "host": "Us"}
    assert filled(own["subject"], own["text"], **known) == ("Kiko & Co goes on", "The final! Us\n")


@pytest.mark.parametrize(
    "text",
    [
        "{% for n in name %}x{% endfor %}",
        "{{ name.__class__ }}",
        "{{ name['x'] }}",
        "{{ name * 999999999 }}",
        "{{ name() }}",
        "{{ name | upper }}",
        "{% include 'letter.html' %}",
        "{% set x = name %}{{ x }}",
        "{% macro m() %}{% endmacro %}",
        "{{ 'a' ~ name }}",
        "{{ range(9) }}",
        "{{ place }}",
        "{{ name",
        "{% if name %}",
        "  ",
    ],
)
def test_nothing_repeats_calls_or_reaches_into_anything(text):
    with pytest.raises(WordingWrong) as refused:
        check_words(words(text=text))
    assert refused.value.errors["text"]["allowed"]


def test_a_sign_in_letter_keeps_its_link():
    with pytest.raises(WordingWrong):
        check_words(words(text="Dear {{ name }}", kind="sign_in_link"))
    check_words(words(text="Dear {{ name }}\n\n{{ link }}", kind="sign_in_link"))


def test_empty_words_bring_back_those_of_the_product_and_the_second_is_told():
    wording = Wording(wording_id("ed-1", "entry_promoted", "en"), "ed-1", "entry_promoted", "en")
    assert wording.set(seen=0, subject="Mine", text="Mine\r\ntoo")
    wording.version = 1
    assert wording.own
    assert wording.text == "Mine\ntoo"
    with pytest.raises(WordingChanged):
        wording.set(seen=0, subject="Theirs", text="Theirs")
    assert wording.set(seen=1, subject="", text="")
    assert not wording.own
