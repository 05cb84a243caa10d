"""Decks at the gateway: who sends and sees them, how they are handed on, what browsers may keep."""

import base64
import io
from hashlib import sha256

import pytest

from gateway.clients import Unavailable
from gateway.resources import uploads
from schemas.commands.decks import DECK_BYTES, PART_BYTES
from schemas.refusal import Refusal
from tests.unit.gateway.answers import DECK, EDITION, ENTRY, OTHER_EDITION

PATH = f"/api/v1/editions/{EDITION}/entries/{ENTRY}"
PAGE = f"/editions/{EDITION}/entries/{ENTRY}/deck"
OTHER = f"/api/v1/editions/{EDITION}/entries/e-ffffffffffffffff"
CONTENT = b"%PDF-" + bytes(PART_BYTES + 100)
ALL_MISSING = {"missing": [0, 1]}


def refusal(code, status=422, **errors):
    told = Refusal(f"it is {code}", errors=errors)
    told.code, told.status = code, status
    return told


def one_after_the_other(*answers):
    """Answer each asking with the next; the last for good."""
    waiting = list(answers)

    def answer(_):
        told = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if isinstance(told, Exception):
            raise told
        return told

    return answer


def send(gateway, by="fay", content=CONTENT, path=PATH, **headers):
    return gateway.post(f"{path}/deck?name=Acorn.pdf", by=by, data=content, content_type="application/pdf")


def test_a_file_is_handed_on_in_the_parts_that_are_missing(gateway):
    gateway.ask.answers["SubmitDeck"] = one_after_the_other(
        refusal("deck_incomplete", 409, **ALL_MISSING), DECK
    )
    assert send(gateway).json == DECK
    parts = [data for data, _, _ in gateway.ask.named("KeepDeckPart")]
    assert b"".join(base64.b64decode(part["data"]) for part in parts) == CONTENT
    assert {part["deck"] for part in parts} == {sha256(CONTENT).hexdigest()}
    for part in parts:
        assert sha256(base64.b64decode(part["data"])).hexdigest() == part["digest"]
    [(_, _, first), (submitted, _, by)] = gateway.ask.named("SubmitDeck")
    assert (submitted["size"], submitted["name"], by, first) == (len(CONTENT), "Acorn.pdf", "person-fay", by)


def test_what_an_earlier_try_left_is_not_sent_again(gateway):
    gateway.ask.answers["SubmitDeck"] = one_after_the_other(
        refusal("deck_incomplete", 409, missing=[1]), DECK
    )
    assert send(gateway).status_code == 200
    assert [data["number"] for data, _, _ in gateway.ask.named("KeepDeckPart")] == [1]


def test_a_file_that_never_becomes_whole_is_given_up(gateway):
    gateway.ask.answers["SubmitDeck"] = refusal("deck_incomplete", 409, **ALL_MISSING)
    assert send(gateway).json["code"] == "deck_incomplete"


def test_why_a_deck_is_refused_is_told(gateway):
    gateway.ask.answers["SubmitDeck"] = refusal("deck_active")
    told = send(gateway)
    assert (told.status_code, told.json["code"]) == (422, "deck_active")


def test_a_file_that_is_too_large_or_empty_or_of_another_kind_is_handed_to_nobody(gateway):
    assert send(gateway, content=bytes(DECK_BYTES + 1)).status_code == 413
    assert send(gateway, content=b"").json["code"] == "deck_not_pdf"
    assert gateway.post(f"{PATH}/deck", by="fay", json={}).status_code == 415
    assert gateway.ask.named("SubmitDeck") == []


def test_while_many_send_slowly_the_next_is_told_to_come_back(gateway):
    taken = [uploads._RECEIVING.acquire(blocking=False) for _ in range(uploads.RECEIVED_AT_ONCE)]
    try:
        told = send(gateway)
    finally:
        for _ in taken:
            uploads._RECEIVING.release()
    assert (told.status_code, told.json["code"]) == (503, "unavailable")
    assert send(gateway).status_code == 200


@pytest.mark.parametrize("person", ["olive", "judy", "fay"])
@pytest.mark.parametrize("what", ["decks", "deck", "deck/1.webp"])
def test_organisers_judges_and_the_own_founder_see_a_deck(gateway, person, what):
    assert gateway.get(f"{PATH}/{what}", by=person).status_code == 200


@pytest.mark.parametrize("what", ["decks", "deck", "deck/1.webp"])
def test_nobody_else_sees_a_deck(gateway, what):
    assert gateway.get(f"{PATH}/{what}").status_code == 401
    assert gateway.get(f"{PATH}/{what}", by="ivan").status_code == 403
    assert gateway.get(f"{OTHER}/{what}", by="fay").status_code == 403
    other_edition = PATH.replace(EDITION, OTHER_EDITION)
    assert gateway.get(f"{other_edition}/{what}", by="judy").status_code == 403


def test_founders_send_the_deck_of_their_own_entry_and_judges_none(gateway):
    assert send(gateway, path=OTHER).json["code"] == "not_allowed"
    assert send(gateway, by="judy").status_code == 403
    assert send(gateway, by="olive").status_code == 200


def test_a_browser_that_has_a_picture_is_not_sent_it_again(gateway):
    first = gateway.get(f"{PATH}/deck/1.webp", by="judy")
    assert (first.mimetype, first.headers["Cache-Control"]) == ("image/webp", "private, no-cache")
    tag = first.headers["ETag"]
    again = gateway.get(f"{PATH}/deck/1.webp", by="judy", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert gateway.ask.named("GetDeckPicture")[-1][0]["unless"] == DECK["digest"]
    assert gateway.get(f"{PATH}/deck/2.webp", by="judy").headers["ETag"] != tag


def test_a_file_that_is_named_with_its_version_is_kept_for_good(gateway):
    for what in ("deck/1.webp", "deck"):
        kept = gateway.get(f"{PATH}/{what}?version=2", by="judy").headers["Cache-Control"]
        assert kept == "private, max-age=31536000, immutable"


def test_the_file_comes_part_by_part_and_is_not_opened_in_our_pages(gateway):
    parts = [CONTENT[:PART_BYTES], CONTENT[PART_BYTES:]]
    deck = {**DECK, "size": len(CONTENT)}
    gateway.ask.answers["GetDeckPart"] = lambda asked: {
        "deck": deck,
        "data": base64.b64encode(parts[asked["number"]]).decode(),
    }
    answer = gateway.get(f"{PATH}/deck", by="judy")
    assert answer.data == CONTENT
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_judge_finds_the_deck_in_the_list_and_none_where_recused(gateway):
    [stage] = gateway.get("/api/v1/me/assignments", by="judy").json["stages"]
    decks = {each["company"]: each["deck"] for each in stage["assignments"]}
    picture = f"{PATH}/deck/1.webp?version=2"
    assert decks["DarkPay"] == {"pages": 12, "pictures": 3, "version": 2, "picture": picture}
    assert decks["Kiko"] is None
    [(asked, _, _)] = gateway.ask.named("GetDecks")
    assert "e-0000000000000004" not in asked["entry_ids"]


def test_a_judge_scores_without_decks_while_they_cannot_be_had(gateway):
    gateway.ask.answers["GetDecks"] = Unavailable("registration does not answer")
    [stage] = gateway.get("/api/v1/me/assignments", by="judy").json["stages"]
    assert {each["deck"] for each in stage["assignments"]} == {None}


def test_the_page_shows_the_pictures_and_gives_the_form_to_who_may_send(gateway):
    founders, judges = (gateway.get(PAGE, by=person).text for person in ("fay", "judy"))
    assert founders.count('<img src="/api/') == judges.count('<img src="/api/') == 3
    assert ('type="file"' in founders, 'type="file"' in judges) == (True, False)
    assert 'type="file"' in gateway.get("/founder", by="fay").text


def test_the_form_works_without_javascript(gateway):
    form = {"file": (io.BytesIO(CONTENT), "Acorn.pdf"), "command_id": "c-1"}
    sent = gateway.post(PAGE, by="fay", data=form)
    assert (sent.status_code, sent.headers["Location"]) == (303, PAGE)
    [(data, command_id, _)] = gateway.ask.named("SubmitDeck")
    assert (data["name"], data["deck"], command_id) == ("Acorn.pdf", sha256(CONTENT).hexdigest(), "c-1")


def test_a_refused_deck_leaves_the_page_with_the_deck_before_and_the_reason(gateway):
    gateway.ask.answers["SubmitDeck"] = refusal("deck_encrypted")
    form = {"file": (io.BytesIO(CONTENT), "Acorn.pdf")}
    shown = gateway.post(f"{PAGE}?lang=en", by="fay", data=form)
    assert shown.status_code == 422
    assert "without a password" in shown.text
    assert "The deck that was there is still shown." in shown.text
    assert shown.text.count('<img src="/api/') == 3
    nothing = gateway.post(f"{PAGE}?lang=en", by="fay", data={})
    assert (nothing.status_code, "Choose a file first." in nothing.text) == (422, True)
