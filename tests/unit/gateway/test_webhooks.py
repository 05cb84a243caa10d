"""The organiser's page of webhooks."""

import pytest

from schemas.commands.webhooks import KINDS
from schemas.refusal import Invalid
from tests.unit.gateway.answers import DELIVERY, EDITION, ENDPOINT

DESK = f"/editions/{EDITION}/webhooks"
ONE = f"{DESK}/endpoints/{ENDPOINT['endpoint_id']}"
LOGGED = f"{DESK}/deliveries/{DELIVERY['delivery_id']}"
SECRET = "whsec_c2VjcmV0"


class NotAllowed(Invalid):
    code = "address_not_allowed"


@pytest.mark.parametrize("path", [DESK, f"{DESK}?page=2", f"{DESK}?page=x", LOGGED])
def test_webhooks_are_the_organisers(gateway, path):
    assert gateway.get(path, by="olive").status_code == 200
    for other in ("oscar", "judy", "fay", "ivan"):
        assert gateway.get(path, by=other).status_code == 403


def test_a_secret_is_shown_when_an_endpoint_is_made_and_never_again(gateway):
    made = gateway.post(DESK, by="olive", data={"url": "https://x.example/", "kinds": ["stage.opened"]})
    assert SECRET in made.text
    assert made.headers["Cache-Control"] == "no-store"
    for path in (DESK, f"/api/v1{DESK}/endpoints"):
        assert SECRET not in gateway.get(path, by="olive").text


def test_an_address_that_is_refused_stays_in_the_form(gateway):
    gateway.ask.answers["AddEndpoint"] = NotAllowed("nothing is sent to such an address")
    answer = gateway.post(DESK, by="olive", data={"url": "https://10.0.0.8/mine", "kinds": [KINDS[0]]})
    assert answer.status_code == 422
    assert "https://10.0.0.8/mine" in answer.text


def test_an_endpoint_is_changed_tried_and_removed(gateway):
    form = {"url": "https://y.example/", "kinds": ["stage.closed", "shoes"], "seen": "3"}
    assert gateway.post(ONE, by="olive", data=form).status_code == 303
    told = gateway.ask.named("ChangeEndpoint")[0][0]
    assert (told["kinds"], told["on"], told["seen"]) == (["stage.closed"], False, 3)
    assert gateway.post(f"{ONE}/test", by="olive").status_code == 303
    assert gateway.post(f"{ONE}/remove", by="olive").status_code == 303
    assert gateway.post(f"{LOGGED}/send", by="olive").headers["Location"] == LOGGED


def test_the_log_shows_what_was_sent_and_what_came_back(gateway):
    text = gateway.get(LOGGED, by="olive").text
    for told in ("HTTP 500", "Out of order", "entry.withdrawn", DELIVERY["delivery_id"]):
        assert told in text
