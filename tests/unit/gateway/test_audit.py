"""What organisers did, merged from four services."""

import io
import zipfile

import pytest

from gateway.pages.acts import ACTS
from schemas.commands import COMMANDS
from schemas.routes import QUEUES
from tests.unit.gateway.answers import EDITION

TOLD = {message for queue in QUEUES for message in queue.messages}
ASKED = [name for name, command in COMMANDS.items() if command not in TOLD and command.audited]


def an_act(second, kind="OpenStage", **more):
    at = f"2026-11-23T12:00:{second:02d}.000000+00:00"
    return {
        **{"act_id": f"a-{second}", "key": f"{at}|a-{second}", "at": at, "by": "person-olive"},
        **{"role": "organiser", "kind": kind, "edition_id": EDITION, "on": {"stage_id": "final"}},
        **{"outcome": "done", "changes": [], "more": 0, **more},
    }


def trail(*seconds, **more):
    """Return how a service answers that has these acts."""

    def answer(data):
        found = [an_act(s, **more) for s in sorted(seconds, reverse=True)]
        older = [a for a in found if not data["before"] or a["key"] < data["before"]]
        return {"acts": older[: data["limit"]], "people": ["person-olive"], "kinds": ["OpenStage"]}

    return answer


@pytest.fixture
def busy(gateway):
    gateway.ask.answers["ListRegistrationActs"] = trail(1, 4, 7)
    gateway.ask.answers["ListScoringActs"] = trail(2, 3, 8, kind="FreezeStage")
    return gateway


def test_acts_of_all_services_come_newest_first_and_page_by_page(busy):
    seen, before = [], ""
    while before is not None:
        address = f"/api/v1/editions/{EDITION}/audit"
        page = busy.get(address, query_string={"limit": 2, "before": before}, by="olive").json
        seen += [(act["act_id"], act["service"]) for act in page["acts"]]
        before = page["next"]
    assert [id for id, _ in seen] == ["a-8", "a-7", "a-4", "a-3", "a-2", "a-1"]
    assert dict(seen)["a-8"] == "scoring"


def test_the_page_names_who_what_and_the_change_from_and_to(gateway):
    change = {"of": "editions", "id": EDITION, "field": "runs.0.state", "before": "planned", "after": "open"}
    gateway.ask.answers["ListRegistrationActs"] = trail(1, changes=[change])
    page = gateway.get(f"/editions/{EDITION}/audit", by="olive").text
    for text in ("Olive", "Opened a stage", "<del>Planned</del>", "<ins>Open</ins>"):
        assert text in page


def test_the_filters_are_passed_on_to_each_service(busy):
    busy.get(f"/editions/{EDITION}/audit?by=person-olive&kind=OpenStage", by="olive")
    for service in ("Registration", "Judging", "Scoring", "Matching"):
        [(asked, _, _)] = busy.ask.named(f"List{service}Acts")
        assert (asked["by"], asked["kind"]) == ("person-olive", "OpenStage")


def test_the_trail_can_be_taken_away(busy):
    csv = busy.get(f"/editions/{EDITION}/exports/audit.csv", by="olive").text
    assert len(csv.strip().splitlines()) == 1 + 6
    sheet = busy.get(f"/editions/{EDITION}/exports/audit.xlsx", by="olive").data
    rows = zipfile.ZipFile(io.BytesIO(sheet)).read("xl/worksheets/sheet1.xml")
    assert rows.count(b"<row ") == 1 + 6


def test_only_an_organisers_commands_are_marked_for_the_trail(gateway):
    gateway.post(f"/api/v1/editions/{EDITION}/stages/final/open", by="olive")
    gateway.post("/api/v1/me/answers", by="ivan", json={"entry_id": "e-1", "answer": "interested"})
    roles = dict(gateway.ask.roles)
    assert (roles["OpenStage"], roles["AnswerStartup"]) == ("organiser", None)


def test_every_command_that_may_be_in_the_trail_has_words():
    assert sorted(set(ASKED) - set(ACTS)) == []
    assert sorted(set(ACTS) - set(ASKED)) == []
