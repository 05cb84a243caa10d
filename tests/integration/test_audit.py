"""The audit trail as it is written: by the entrypoint, in the service's own database."""

from uuid import uuid4

import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from tests.support.running import database_of, running


@pytest.fixture(scope="module")
def program(stack, tmp_path_factory):
    """Registration, which the tests of this module share; each has an edition of its own."""
    with running("registration", stack, log=tmp_path_factory.mktemp("audit") / "service.log") as program:
        yield program


@pytest.fixture(scope="module")
def ask(stack, program):
    """Ask registration as an organiser unless said otherwise; the answer, or the refusal."""
    with ClusterRpcProxy({"AMQP_URI": stack.amqp_uri}, timeout=60) as cluster:

        def ask(method, id=None, role="organiser", **data):
            request = {"id": id or str(uuid4()), "by": "p-1", "role": role, "data": data}
            reply = getattr(cluster.registration, method)(request)
            return reply["answer"] if "answer" in reply else reply["refusal"]

        yield ask


@pytest.fixture
def database(stack, program):
    with database_of(program, stack) as database:
        yield database


def an_edition(ask):
    host = ask("create_host", name="Black Horse Society")["host_id"]
    programme = ask("create_programme", host_id=host, name="Black Horse")["programme_id"]
    started = ask("start_edition", programme_id=programme, blueprint="black-horse", name=str(uuid4()))
    return started["edition_id"]


def acts(ask, edition_id, **wanted):
    return ask("list_registration_acts", edition_id=edition_id, **wanted)["acts"]


def test_what_an_organiser_changes_is_told_with_before_and_after(ask):
    edition = an_edition(ask)
    entry = ask("submit_entry", edition_id=edition, startup={"company": "Acorn"})["entry_id"]
    ask("screen_entries", edition_id=edition, decision="eligible")
    ask("withdraw_entry", edition_id=edition, entry_id=entry, reason="moved away")
    newest = acts(ask, edition)[0]
    assert (newest["kind"], newest["by"], newest["outcome"]) == ("WithdrawEntry", "p-1", "done")
    assert newest["on"] == {"entry_id": entry, "reason": "moved away"}
    state = {"of": "entries", "id": entry, "field": "state", "before": "eligible", "after": "withdrawn"}
    assert state in newest["changes"]
    kinds = [act["kind"] for act in acts(ask, edition)]
    assert kinds == ["WithdrawEntry", "ScreenEntries", "SubmitEntry", "StartEdition"]


def test_what_belongs_to_no_edition_and_other_editions_are_kept_apart(ask):
    first, second = an_edition(ask), an_edition(ask)
    assert {act["edition_id"] for act in acts(ask, first)} == {first}
    assert {act["edition_id"] for act in acts(ask, second)} == {second}
    outside = acts(ask, None)
    assert {act["kind"] for act in outside} == {"CreateHost", "CreateProgramme"}


def test_an_act_that_was_refused_says_why(ask):
    edition = an_edition(ask)
    ask("withdraw_entry", edition_id=edition, entry_id="e-none", reason="")
    assert acts(ask, edition)[0]["outcome"] == "not_found"


def test_an_act_that_came_twice_is_there_once(ask):
    edition, id = an_edition(ask), str(uuid4())
    for _ in range(2):
        ask("open_stage", id=id, edition_id=edition, stage_id="preliminary")
    opened = acts(ask, edition, kind="OpenStage")
    assert len(opened) == 1
    assert {"runs.0.state"} <= {change["field"] for change in opened[0]["changes"]}


def test_who_is_no_organiser_is_not_in_it(ask):
    edition = an_edition(ask)
    before = len(acts(ask, edition))
    ask("submit_entry", role=None, edition_id=edition, startup={"company": "Birch"})
    assert len(acts(ask, edition)) == before


def test_pages_follow_one_another_without_a_gap(ask):
    edition = an_edition(ask)
    for n in range(4):
        ask("submit_entry", edition_id=edition, startup={"company": f"Company {n}"})
    seen, before = [], ""
    while page := acts(ask, edition, before=before, limit=2):
        seen += [act["act_id"] for act in page]
        before = page[-1]["key"]
    assert seen == [act["act_id"] for act in acts(ask, edition)]
    assert len(seen) == 5


def test_no_link_and_no_address_is_in_it(ask, database):
    edition = an_edition(ask)
    judge = {"role": "judge", "name": "Ada Lin", "email": "ada@example.org", "subject_id": "j-1"}
    link = ask("invite_people", edition_id=edition, invitations=[judge])["links"][0]
    kept = str(list(database["audit"].find()))
    assert "InvitePeople" in kept
    for secret in ("ada@example.org", "Ada Lin", link["url"].rpartition("=")[2]):
        assert secret not in kept


def test_an_act_is_written_down_before_it_is_done(ask, database):
    edition = an_edition(ask)
    kept_out = {"kind": "OpenStage", "edition_id": edition}
    database.command("collMod", "audit", validator={"$nor": [kept_out]})
    with pytest.raises(KeyError, match="refusal"):  # it fails instead of doing what is not written down
        ask("open_stage", edition_id=edition, stage_id="preliminary")
    assert database["editions"].find_one({"_id": edition})["state"]["runs"][0]["state"] == "planned"
