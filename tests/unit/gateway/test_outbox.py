"""The organiser's outbox."""

import pytest

from schemas.commands.letters import KINDS
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, LETTER, LETTERS, WHOLE_LETTER

OUTBOX = f"/editions/{EDITION}/outbox"
ONE = f"{OUTBOX}/{LETTER['letter_id']}"


class Changed(Refusal):
    code = "letter_changed"


@pytest.mark.parametrize("path", [OUTBOX, f"{OUTBOX}?state=sent&page=2", f"{OUTBOX}?state=x&page=x", ONE])
def test_the_outbox_is_for_organisers_of_the_edition(gateway, path):
    assert gateway.get(path, by="olive").status_code == 200
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(path, by=other).status_code == 403


def test_the_outbox_opens_on_letters_that_wait_for_a_look(gateway):
    page = gateway.get(OUTBOX, by="olive").text
    assert LETTER["subject"] in page
    assert "nothing leaves this machine" in page
    assert gateway.ask.named("ListLetters")[-1][0]["state"] == "held"


def test_the_sign_in_letter_says_where_its_link_is(gateway):
    gateway.ask.answers["GetLetter"] = {**WHOLE_LETTER, "text": "[[sign-in link]]"}
    assert "is kept nowhere" in gateway.get(ONE, by="olive").text


def test_kinds_without_a_tick_are_held(gateway):
    form = {"language": "zh_Hans", "at_once": ["sign_in_link"]}
    assert gateway.post(f"{OUTBOX}/rules", by="olive", data=form).status_code == 303
    told = gateway.ask.named("SetLetterRules")[0][0]
    assert (told["language"], told["held"]) == ("zh_Hans", [k for k in KINDS if k != "sign_in_link"])


@pytest.mark.parametrize(("kind", "told"), [("", None), ("entry_screened", "entry_screened")])
def test_all_or_one_kind_is_sent(gateway, kind, told):
    assert gateway.post(f"{OUTBOX}/send", by="olive", data={"kind": kind}).status_code == 303
    assert gateway.ask.named("SendLetters")[0][0]["kind"] == told


def test_a_letter_is_moved_and_shown_again(gateway):
    answer = gateway.post(f"{ONE}/move", by="olive", data={"act": "discard"})
    assert (answer.status_code, answer.headers["Location"]) == (303, ONE)
    assert gateway.ask.named("MoveLetter")[0][0]["act"] == "discard"
    assert gateway.post(f"{ONE}/move", by="olive", data={"act": "burn"}).status_code == 400


def test_who_is_told_of_another_change_loses_nothing(gateway):
    gateway.ask.answers["EditLetter"] = Changed("somebody else changed the letter meanwhile")
    form = {"subject": "Mine", "text": "My own words", "seen": "1"}
    answer = gateway.post(f"{ONE}/edit", by="olive", data=form)
    assert answer.status_code == 409
    assert "My own words" in answer.text


def test_letters_are_listed_over_http(gateway):
    answer = gateway.get(f"/api/v1/editions/{EDITION}/letters?state=held", by="olive")
    assert answer.get_json()["counts"] == LETTERS["counts"]
    assert gateway.get(f"/api/v1/editions/{EDITION}/letters?state=x", by="olive").status_code == 422


WORDS = f"{OUTBOX}/wordings/entry_promoted/en"


def test_words_are_looked_at_before_they_are_kept(gateway):
    form = {"subject": "Mine", "text": "My own words", "seen": "2"}
    seen = gateway.post(WORDS, by="olive", data={**form, "act": "preview"})
    assert "Dear Ada" in seen.text
    assert "My own words" in seen.text
    assert not gateway.ask.named("SetWording")
    assert gateway.post(WORDS, by="olive", data={**form, "act": "save"}).status_code == 303
    assert gateway.post(WORDS, by="olive", data={**form, "act": "restore"}).status_code == 303
    told = [asked[0]["text"] for asked in gateway.ask.named("SetWording")]
    assert told == ["My own words", ""]


def test_words_that_cannot_be_filled_in_stay_in_the_form_with_the_reason(gateway):
    gateway.ask.answers["PreviewWording"] = Changed(
        "the words cannot be filled in", errors={"text": {"came": "shoes", "allowed": "company, name"}}
    )
    answer = gateway.post(WORDS, by="olive", data={"subject": "x", "text": "{{ shoes }}", "act": "preview"})
    assert "company, name" in answer.text
    assert "{{ shoes }}" in answer.text


def test_there_are_words_of_known_letters_in_known_languages_only(gateway):
    for path in ("entry_promoted/de", "bill/en"):
        assert gateway.get(f"{OUTBOX}/wordings/{path}", by="olive").status_code == 404
