"""Registration by founders: the public page, the form, the team, and what organisers set."""

import pytest

from schemas.refusal import NotFound, Refusal
from tests.unit.gateway.answers import ANSWERS, CALL, EDITION, ENTRY, EXTENSION, SUBMITTED

AT = f"/editions/{EDITION}"
API = f"/api/v1{AT}/applications/{ENTRY}"
DRAFT = "/founder/application"


class Changed(Refusal):
    code = "draft_changed"


class CallChanged(Refusal):
    code = "call_changed"


class Wrong(Refusal):
    code, status = "answers_wrong", 422


class Closed(Refusal):
    code = "call_closed"


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
@pytest.mark.parametrize(
    ("path", "by"),
    [
        (f"{AT}/apply", None),
        (f"{AT}/call", "olive"),
        (f"{AT}/form", "olive"),
        (f"{AT}/applications", "olive"),
        (f"{AT}/applications/{ENTRY}", "olive"),
        ("/founder", "fay"),
        (DRAFT, "fay"),
        ("/founder/versions?from=1&to=2", "fay"),
    ],
)
def test_every_page_is_shown_in_every_language(gateway, path, by, language):
    mark = "&" if "?" in path else "?"
    assert gateway.get(f"{path}{mark}lang={language}", by=by).status_code == 200


@pytest.mark.parametrize("path", ["call", "form", "applications", f"applications/{ENTRY}"])
def test_the_desk_is_for_organisers_of_the_edition(gateway, path):
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(f"{AT}/{path}", by=other).status_code == 403


def test_a_founder_begins_and_goes_on_at_once_where_the_host_wants_that(gateway):
    page = gateway.post(f"{AT}/apply", data={"name": "Ada", "email": "ada@founders.example"}).text
    assert 'value="a-token-of-a-page"' in page
    gateway.ask.answers["BeginApplication"] = {"email": "ada@founders.example", "link": None}
    page = gateway.post(f"{AT}/apply", data={"name": "Ada", "email": "ada@founders.example"}).text
    assert "Look into your mail" in page
    assert "token" not in page


def test_what_was_typed_stays_when_beginning_is_refused(gateway):
    gateway.ask.answers["BeginApplication"] = Closed("over")
    answer = gateway.post(f"{AT}/apply", data={"name": "Ada Lin", "email": "ada@founders.example"})
    assert answer.status_code == 409
    assert 'value="Ada Lin"' in answer.text


def test_only_what_was_changed_is_saved(gateway):
    form = {
        **{"seen": "4", "act": "save", "answer.company": "DarkPay", "was.company": "DarkPay"},
        **{"answer.f-raised": "300000", "currency.f-raised": "TWD", "was.f-raised": "250000 USD"},
        **{"answer.description": "Two\r\nlines", "was.description": "Two\r\nlines"},
    }
    answer = gateway.post(DRAFT, by="fay", data=form)
    assert answer.status_code == 303
    [(told, _, by)] = gateway.ask.named("SaveDraft")
    assert (told["seen"], told["answers"], by) == (4, {"f-raised": "300000 TWD"}, "person-fay")
    assert gateway.ask.named("SubmitApplication") == []


def test_submitting_saves_first_and_shows_the_receipt(gateway):
    form = {"seen": "4", "act": "submit", "answer.company": "DarkPay 2", "was.company": "DarkPay"}
    answer = gateway.post(DRAFT, by="fay", data={**form, "command_id": "c-1"})
    assert [name for name, *_ in gateway.ask.asked if name in ("SaveDraft", "SubmitApplication")] == [
        "SaveDraft",
        "SubmitApplication",
    ]
    assert SUBMITTED["receipt"] in gateway.get(answer.headers["Location"], by="fay").text


def test_who_is_told_of_anothers_change_sees_both_and_loses_nothing(gateway):
    theirs = {"company": {"came": "Mine", "theirs": "Of Bo", "by": "person-bo"}}
    gateway.ask.answers["SaveDraft"] = Changed("changed", errors=theirs)
    form = {"seen": "3", "act": "save", "answer.company": "Mine", "was.company": "DarkPay"}
    answer = gateway.post(DRAFT, by="fay", data=form)
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.text
    assert "Of Bo" in answer.text
    assert 'name="seen" value="4"' in answer.text


def test_all_that_is_wrong_is_said_beside_its_question(gateway):
    problems = {
        "description": {"came": 3000, "allowed": "…", "problem": "too_long", "limit": "2000"},
        "f-listed": {"came": "yes", "allowed": "…", "problem": "ineligible", "limit": "Listed ones cannot."},
    }
    gateway.ask.answers["SubmitApplication"] = Wrong("wrong", errors=problems)
    answer = gateway.post(DRAFT, by="fay", data={"seen": "4", "act": "submit"})
    assert answer.status_code == 422
    assert answer.text.count("At most 2000 characters.") >= 2
    assert "With this answer the entry cannot take part: Listed ones cannot." in answer.text


def test_an_entry_that_the_organiser_made_has_a_page_without_a_form(gateway):
    gateway.ask.answers["GetApplication"] = NotFound("none")
    page = gateway.get("/founder", by="fay")
    assert page.status_code == 200
    assert DRAFT not in page.text


def test_before_it_is_submitted_a_founder_sees_what_is_missing_and_no_deck(gateway):
    begun = {**ANSWERS["GetApplication"], "entry": None, "submitted": None, "receipts": []}
    gateway.ask.answers["GetApplication"] = begun
    page = gateway.get("/founder", by="fay").text
    assert "Round</b>: An answer is needed." in page
    assert "Send the deck" not in page
    assert gateway.ask.named("GetInterests") == []


def test_a_founder_acts_for_the_own_entry_and_for_no_other(gateway):
    other = API.replace(ENTRY, "e-ffffffffffffffff")
    body = {"seen": 1, "answers": {"company": "X"}}
    assert gateway.post(f"{API}/draft", by="fay", json=body).status_code == 200
    assert gateway.post(f"{other}/draft", by="fay", json=body).status_code == 403
    for path in ("", "/submissions"):
        assert gateway.get(f"{API}{path}", by="fay").status_code == 200
        assert gateway.get(f"{other}{path}", by="fay").status_code == 403
    for act, told in (("members", {"name": "B", "email": "b@x.example"}), ("withdraw", {})):
        assert gateway.post(f"{other}/{act}", by="fay", json=told).status_code == 403


def test_the_draft_is_not_given_to_organisers(gateway):
    assert gateway.get(API, by="olive").status_code == 403
    assert "Payments by night" not in gateway.get(f"{AT}/applications/{ENTRY}", by="olive").text


def test_two_versions_are_shown_with_what_changed(gateway):
    page = gateway.get(f"{AT}/applications/{ENTRY}", by="olive").text
    assert "<del>Darkpay Ltd</del><ins>DarkPay</ins>" in page
    assert "<ins>250000 USD</ins>" in page


def test_a_team_member_is_invited_and_removed_by_a_founder(gateway):
    page = gateway.post("/founder/team", by="fay", data={"name": "Bo", "email": "bo@example.org"})
    assert "a-token-of-a-member" in page.text
    gateway.post("/founder/team/remove", by="fay", data={"person_id": "person-bo"})
    [(told, _, _)] = gateway.ask.named("RemoveMember")
    assert (told["entry_id"], told["person_id"]) == (ENTRY, "person-bo")


def test_a_founder_withdraws_the_own_entry_with_a_reason(gateway):
    gateway.post("/founder/withdraw", by="fay", data={"reason": "Sold", "entry_id": "e-1"})
    [(told, _, _)] = gateway.ask.named("WithdrawEntry")
    assert (told["entry_id"], told["reason"]) == (ENTRY, "Sold")


def test_times_are_taken_in_the_editions_zone(gateway):
    form = {"seen": "3", "opens_at": "2026-11-01T09:00", "closes_at": "", "grace_minutes": "15"}
    assert gateway.post(f"{AT}/call", by="olive", data=form).status_code == 303
    [(told, _, _)] = gateway.ask.named("SetCall")
    assert told["opens_at"] == "2026-11-01T09:00:00+08:00"
    assert (told["closes_at"], told["grace_minutes"], told["open_links"]) == (None, 15, False)


@pytest.mark.parametrize("wrong", [{"opens_at": "soon"}, {"grace_minutes": "long"}])
def test_a_time_that_is_none_is_said_and_kept(gateway, wrong):
    answer = gateway.post(f"{AT}/call", by="olive", data={"seen": "3", **wrong})
    assert answer.status_code == 422
    assert f'value="{next(iter(wrong.values()))}"' in answer.text


def test_a_code_for_one_entrant_is_made_and_shown(gateway):
    form = {"until": "2026-12-02T18:00", "note": "Ill"}
    assert gateway.post(f"{AT}/call/extensions", by="olive", data=form).status_code == 303
    assert gateway.ask.named("AddExtension")[0][0]["until"] == "2026-12-02T18:00:00+08:00"
    assert EXTENSION["code"] in gateway.get(f"{AT}/call", by="olive").text


@pytest.mark.parametrize(
    ("form", "ids"),
    [
        ({"act": "up", "field_id": "description"}, ["description", "company", "f-raised"]),
        ({"act": "down", "field_id": "company"}, ["description", "company", "f-raised"]),
        ({"act": "up", "field_id": "company"}, ["company", "description", "f-raised"]),
        ({"act": "remove", "field_id": "description"}, ["company", "f-raised", "f-round"]),
    ],
)
def test_questions_are_moved_and_removed(gateway, form, ids):
    assert gateway.post(f"{AT}/form", by="olive", data={"seen": "3", **form}).status_code == 303
    [(told, _, _)] = gateway.ask.named("SetForm")
    assert [field["field_id"] for field in told["form"]][:3] == ids


def test_a_question_is_changed_and_the_others_stay(gateway):
    form = {"act": "change", "field_id": "f-round", "label": "Last round", "choices": "Seed\r\nA\r\nB"}
    gateway.post(
        f"{AT}/form", by="olive", data={**form, "seen": "3", "barred": ["B"], "barred_reason": "Big"}
    )
    told = gateway.ask.named("SetForm")[0][0]["form"]
    changed = next(field for field in told if field["field_id"] == "f-round")
    assert (changed["label"], changed["choices"], changed["barred"]) == (
        "Last round",
        ["Seed", "A", "B"],
        ["B"],
    )
    assert (changed["kind"], changed["required"]) == ("choice", False)
    assert [f for f in told if f is not changed] == [f for f in CALL["form"] if f["field_id"] != "f-round"]


def test_a_question_is_added_at_the_end(gateway):
    form = {"act": "add", "kind": "money", "label": "Sales", "choices": "USD", "required": "on", "seen": "3"}
    gateway.post(f"{AT}/form", by="olive", data=form)
    added = gateway.ask.named("SetForm")[0][0]["form"][-1]
    assert (added["label"], added["kind"], added["choices"], added["required"]) == (
        "Sales",
        "money",
        ["USD"],
        True,
    )


def test_the_second_organiser_keeps_what_was_typed(gateway):
    gateway.ask.answers["SetForm"] = CallChanged("changed")
    form = {"act": "change", "field_id": "description", "label": "My own words", "seen": "2"}
    answer = gateway.post(f"{AT}/form", by="olive", data=form)
    assert answer.status_code == 409
    assert 'value="My own words"' in answer.text


def test_answers_are_taken_away_with_a_column_for_each_question(gateway):
    text = gateway.get(f"{AT}/exports/answers.csv?columns=codes", by="olive").text.lstrip("\ufeff")
    head, line = text.splitlines()[:2]
    assert head.startswith("entry_id,receipt,submitted_at,by,Company,What it does,Raised,Round,Listed?")
    assert line.startswith(f"{ENTRY},{SUBMITTED['receipt']},2026-11-23T11:00:00+00:00,Fay,DarkPay,")


def test_only_editions_that_take_entries_are_offered_at_the_front_door(gateway):
    assert f"{AT}/apply" in gateway.get("/").text
    gateway.ask.answers["ListOpenCalls"] = {"edition_ids": []}
    assert f"{AT}/apply" not in gateway.get("/").text


def test_an_unknown_act_on_the_form_is_no_request(gateway):
    assert gateway.post(f"{AT}/form", by="olive", data={"act": "burn"}).status_code == 400
