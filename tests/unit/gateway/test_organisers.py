"""Organisers: invited by link, QR, code and letter; removed; and signed in by a code."""

from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, LATER, LINK

PAGE = f"/editions/{EDITION}/organisers"
FORM = {"name": "Ola", "email": "ola@hosts.example", "mail": "1"}


def test_an_invitation_is_shown_as_link_qr_and_code_and_put_into_no_cache(gateway):
    made = {**LINK, "email": "ola@hosts.example", "code": "K7PM-2XQD", "code_expires_at": LATER}
    gateway.ask.answers["InvitePeople"] = {"links": [made]}
    response = gateway.post(PAGE, by="olive", data=FORM)
    assert response.headers["Cache-Control"] == "no-store"
    assert "K7PM-2XQD" in response.text
    assert LINK["url"] in response.text
    assert "<svg" in response.text
    [(told, _, _)] = gateway.ask.named("InvitePeople")
    assert (told["edition_id"], told["codes"], told["send_letters"]) == (EDITION, True, True)
    assert told["invitations"][0]["role"] == "organiser"


def test_an_edition_offers_to_remove_its_own_organisers_only(gateway):
    page = gateway.get(f"{PAGE}?lang=en", by="olive").text
    assert "Remove Ola" in page
    assert "Remove Olive" not in page
    assert "Remove Olive" in gateway.get("/system/organisers?lang=en", by="olive").text


def test_a_host_is_invited_to_from_the_page_of_everything(gateway):
    gateway.post("/system/organisers", by="olive", data={**FORM, "host_id": "h-0123456789ab"})
    [(told, _, _)] = gateway.ask.named("InvitePeople")
    assert (told["edition_id"], told["host_id"]) == (None, "h-0123456789ab")
    assert gateway.post("/system/organisers", by="ola", data=FORM).status_code == 403


def test_the_last_one_stays_and_the_page_says_why(gateway):
    refusal = Refusal("nobody else organises everything")
    refusal.code, refusal.status = "last_organiser", 409
    gateway.ask.answers["RemoveOrganiser"] = refusal
    page = gateway.post("/system/organisers/person-olive/remove?lang=en", by="olive")
    assert page.status_code == 409
    assert "Make another organiser first." in page.text


def test_a_code_signs_in_and_a_wrong_one_stays_in_its_field(gateway):
    assert gateway.post("/sign-in/code", data={"code": "K7PM-2XQD"}).headers["Location"] == "/judge"
    [(told, _, _)] = gateway.ask.named("SignInByCode")
    assert (told["code"], told["client"]) == ("K7PM-2XQD", "127.0.0.1")
    refusal = Refusal("there is no such code")
    refusal.code, refusal.status = "code_unknown", 401
    gateway.ask.answers["SignInByCode"] = refusal
    page = gateway.post("/sign-in/code?lang=en", data={"code": "WRNG-CODE"})
    assert page.status_code == 401
    assert 'value="WRNG-CODE"' in page.text
