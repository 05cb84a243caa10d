"""Files that answer a question, at the gateway: who sends and sees them, with and without a program."""

import base64
import io
from hashlib import sha256

import pytest

from schemas.commands.attachments import FILE_BYTES
from schemas.commands.decks import PART_BYTES
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, ENTRY, FILE, JUDGE_STAGE, OTHER_EDITION

SENT = f"/api/v1/editions/{EDITION}/applications/{ENTRY}/files/f-plan"
SEEN = f"/api/v1/editions/{EDITION}/entries/{ENTRY}/files"
PAGE = f"/editions/{EDITION}/entries/{ENTRY}/files"
DRAFT = "/founder/application"
CONTENT = b"%PDF-" + bytes(PART_BYTES + 100)
DIGEST = sha256(CONTENT).hexdigest()


def refusal(code, status=422, **errors):
    told = Refusal(f"it is {code}", errors=errors)
    told.code, told.status = code, status
    return told


def send(gateway, by="fay", content=CONTENT, path=SENT, kind="application/pdf"):
    return gateway.post(f"{path}?name=Plan.pdf", by=by, data=content, content_type=kind)


def a_form(act="save", **files):
    chosen = {f"file.{id}": (io.BytesIO(content), name) for id, (content, name) in files.items()}
    return {"seen": "4", "act": act, "command_id": "c-1", "was.f-plan": FILE["file"], **chosen}


def test_a_program_sends_a_file_in_the_parts_that_are_missing(gateway):
    waiting = [refusal("deck_incomplete", 409, missing=[0, 1])]

    def answer(data):
        if waiting:
            raise waiting.pop()
        return {"entry_id": ENTRY, "version": 5, "saved_at": None, "extended_until": None, **FILE, **data}

    gateway.ask.answers["AttachFile"] = answer
    assert send(gateway).json["name"] == "Plan.pdf"
    parts = [data for data, _, _ in gateway.ask.named("KeepAttachmentPart")]
    assert b"".join(base64.b64decode(part["data"]) for part in parts) == CONTENT
    [_, (attached, _, by)] = gateway.ask.named("AttachFile")
    assert (attached["field_id"], attached["file"], attached["size"]) == ("f-plan", DIGEST, len(CONTENT))
    assert by == "person-fay"


def test_what_is_too_large_empty_or_of_another_kind_is_handed_to_nobody(gateway):
    assert send(gateway, content=bytes(FILE_BYTES + 1)).json["code"] == "attachment_too_large"
    assert send(gateway, content=b"").json["code"] == "attachment_kind"
    assert send(gateway, kind="text/html").status_code == 415
    assert gateway.ask.named("AttachFile") == []


def test_only_the_team_sends_and_removes(gateway):
    other = SENT.replace(ENTRY, "e-ffffffffffffffff")
    assert send(gateway, path=other).json["code"] == "not_allowed"
    for person in ("olive", "judy", "ivan"):
        assert send(gateway, by=person).status_code == 403
        assert gateway.post(f"{SENT}/remove", by=person, json={"file": DIGEST}).status_code == 403
    assert gateway.post(f"{SENT}/remove", by="fay", json={"file": DIGEST}).status_code == 200


@pytest.mark.parametrize(("person", "drafts"), [("olive", False), ("judy", False), ("fay", True)])
def test_a_file_is_for_the_team_organisers_and_assigned_judges(gateway, person, drafts):
    assert gateway.get(SEEN, by=person).status_code == gateway.get(PAGE, by=person).status_code == 200
    answer = gateway.get(f"{SEEN}/{FILE['file']}", by=person)
    assert answer.status_code == 200
    assert gateway.ask.named("GetAttachmentPart")[-1][0]["drafts"] == drafts


@pytest.mark.parametrize("address", [SEEN, PAGE, f"{SEEN}/{FILE['file']}"])
def test_a_file_is_for_nobody_else(gateway, address):
    assert gateway.get(address).status_code in (303, 401)
    assert gateway.get(address, by="ivan").status_code == 403
    assert gateway.get(address.replace(ENTRY, "e-ffffffffffffffff"), by="fay").status_code == 403
    assert gateway.get(address.replace(EDITION, OTHER_EDITION), by="judy").status_code == 403
    assert gateway.get(address.replace(ENTRY, "e-ffffffffffffffff"), by="judy").status_code == 403
    recused = [{**each, "state": "void"} for each in JUDGE_STAGE["assignments"]]
    stages = [{**JUDGE_STAGE, "assignments": recused}]
    gateway.ask.answers["GetJudgeList"] = {**gateway.ask.answers["GetJudgeList"], "stages": stages}
    assert gateway.get(address, by="judy").status_code == 403


def test_a_file_is_saved_under_its_name_and_never_opened_as_a_page_of_ours(gateway):
    file = {**FILE, "name": 'Plan "B"; 計畫.pdf', "size": 4}
    gateway.ask.answers["GetAttachmentPart"] = {**file, "data": base64.b64encode(b"%PDF").decode()}
    answer = gateway.get(f"{SEEN}/{FILE['file']}", by="judy")
    assert (answer.data, answer.mimetype) == (b"%PDF", "application/octet-stream")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    named = "Plan%20%22B%22%3B%20%E8%A8%88%E7%95%AB.pdf"
    assert (
        answer.headers["Content-Disposition"]
        == f"attachment; filename=\"file.pdf\"; filename*=UTF-8''{named}"
    )


def test_the_form_saves_text_and_file_without_javascript(gateway):
    form = {**a_form(**{"f-plan": (CONTENT, "New.pdf")}), "answer.company": "New", "was.company": "Old"}
    sent = gateway.post(DRAFT, by="fay", data=form)
    assert sent.status_code == 303
    [(attached, _, _)] = gateway.ask.named("AttachFile")
    assert (attached["name"], attached["file"], attached["instead_of"]) == ("New.pdf", DIGEST, FILE["file"])
    [(saved, _, _)] = gateway.ask.named("SaveDraft")
    assert saved["answers"] == {"company": "New"}


def test_the_form_takes_a_file_out_and_where_another_was_chosen_puts_that_in(gateway):
    gateway.post(DRAFT, by="fay", data={**a_form(), "remove.f-plan": "on"})
    [(removed, _, _)] = gateway.ask.named("RemoveAttachment")
    assert (removed["field_id"], removed["file"]) == ("f-plan", FILE["file"])
    gateway.post(DRAFT, by="fay", data={**a_form(**{"f-plan": (CONTENT, "New.pdf")}), "remove.f-plan": "on"})
    assert len(gateway.ask.named("RemoveAttachment")) == len(gateway.ask.named("AttachFile")) == 1


def test_a_refused_file_is_told_beside_its_question_with_what_was_typed_and_nothing_is_submitted(gateway):
    gateway.ask.answers["AttachFile"] = refusal("attachment_kind")
    form = {**a_form("submit", **{"f-plan": (b"MZ", "a.exe")}), "answer.company": "New", "was.company": "Old"}
    sent = gateway.post(DRAFT, by="fay", data=form)
    assert sent.status_code == 422
    assert sent.text.count("Only PDF, PNG and JPEG are taken") == 3
    assert 'value="New"' in sent.text
    assert FILE["name"] in sent.text
    assert gateway.ask.named("SubmitApplication") == []


def test_several_files_at_once_may_be_more_than_other_pages_take(gateway):
    fields = [{**f, "kind": "file"} for f in gateway.ask.answers["GetApplication"]["call"]["form"][:3]]
    call = {**gateway.ask.answers["GetApplication"]["call"], "form": fields}
    gateway.ask.answers["GetApplication"] = {**gateway.ask.answers["GetApplication"], "call": call}
    ids = [field["field_id"] for field in fields]
    sent = gateway.post(DRAFT, by="fay", data=a_form(**{id: (bytes(FILE_BYTES), "a.pdf") for id in ids}))
    assert sent.status_code == 303
    assert [data["field_id"] for data, _, _ in gateway.ask.named("AttachFile")] == ids


def test_pages_name_the_file_and_lead_to_it(gateway):
    link = f'href="{SEEN}/{FILE["file"]}"'
    for page, by in ((DRAFT, "fay"), (PAGE, "judy"), (PAGE.removesuffix("/files"), "olive")):
        text = gateway.get(page, by=by).text
        assert link in text, page
        assert "Plan.pdf" in text, page
    assert (
        f'href="{PAGE}"' in gateway.get(f"/judge/{EDITION}/{JUDGE_STAGE['stage_id']}/{ENTRY}", by="judy").text
    )


def test_an_erased_file_is_named_as_such_and_leads_nowhere(gateway):
    erased = {**FILE, "name": "—", "erased": True, "field_id": "f-plan", "label": "Plan"}
    gateway.ask.answers["ListAttachments"] = {"files": [erased]}
    text = gateway.get(PAGE, by="olive").text
    assert "The file was erased with personal data." in text
    assert FILE["file"] not in text


def test_the_export_names_the_file(gateway):
    answer = gateway.get(f"/editions/{EDITION}/exports/answers.csv", by="olive")
    assert "Plan.pdf" in answer.text
    assert FILE["file"] not in answer.text
