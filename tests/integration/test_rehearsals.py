"""A rehearsal from its first page to its podium, by the organiser's own pages over all services."""

from schemas.commands import CreateHost, CreateProgramme, StartEdition
from schemas.queries import GetEdition, GetStandings, ListEditions, ListEntries, ListJudges, ListScorecards
from schemas.refusal import Refusal
from services.chassis.messaging import method_name
from tests.unit.gateway.answers import PEOPLE
from tests.unit.gateway.conftest import Gateway
from tests.unit.gateway.fakes import an_app


class Doors:
    """The gateway's doors to services that are in this process; Olive organises everything."""

    connected = True

    def __init__(self, ensemble):
        self._ensemble = ensemble
        self._count = 0

    def ask(self, message, data, *, command_id=None, by=None, role=None, timeout=10.0):
        data = message().dump(data)
        if message.__name__ == "WhoIs":
            return PEOPLE[data["session_digest"]]
        self._count += 1
        request = {"id": command_id or f"c-{self._count}", "by": by, "data": data}
        reply = getattr(self._ensemble.services[message.source], method_name(message))(request)
        if "refusal" in reply:
            refusal = Refusal(reply["refusal"]["detail"], errors=reply["refusal"]["errors"])
            refusal.code, refusal.status = reply["refusal"]["code"], reply["refusal"]["status"]
            raise refusal
        self._ensemble.settle()
        return reply["answer"]

    def tell(self, envelope):
        self._ensemble.bring(envelope)
        self._ensemble.settle()


class Rehearsal:
    """An organiser who rehearses an edition by hand."""

    def __init__(self, ensemble, folder, *, blueprint="black-horse"):
        self.ensemble = ensemble
        app, _, _ = an_app(folder)
        wired = app.extensions["darkhorse"]
        doors = Doors(ensemble)
        for name in ("ask", "tell"):
            object.__setattr__(wired, name, doors)
        wired.sessions._door = doors
        self.gateway = Gateway(app, doors, doors)
        host = ensemble.ask(CreateHost, name="Dark Horse Society")
        programme = ensemble.ask(CreateProgramme, host_id=host["host_id"], name="Cup")
        self.source = ensemble.ask(
            StartEdition, programme_id=programme["programme_id"], blueprint=blueprint, name="Cup 2026"
        )["edition_id"]
        self.at = None

    def press(self, path, *, at=None, **form):
        response = self.gateway.post(f"/editions/{at or self.at}{path}", by="olive", data=form)
        assert response.status_code < 400, response.text
        return response.location

    def start(self, **form):
        self.at = self.press("/rehearse", at=self.source, **form).rpartition("/")[2]

    def ask(self, query, **wanted):
        return self.ensemble.ask(query, edition_id=self.at, **wanted)


def test_a_rehearsal_is_played_from_its_start_to_its_podium_and_thrown_away(ensemble, tmp_path):
    rehearsal = Rehearsal(ensemble, tmp_path)
    rehearsal.start(name="Dry run", entries="8", judges="5")
    assert rehearsal.ask(ListEntries)["total"] == 8
    judges = rehearsal.ask(ListJudges)["judges"]
    assert len(judges) == 5
    assert sum(len(judge["conflicts"]) for judge in judges) == 1

    rehearsal.press("/entries/decide", decision="eligible", all="on")
    stage = "/stages/preliminary"
    rehearsal.press(f"{stage}/assign", seed="1")
    rehearsal.press(f"{stage}/open")
    rehearsal.press(f"{stage}/rehearsed-scorecards", share="50")
    half = rehearsal.ask(GetStandings, stage_id="preliminary")
    rehearsal.press(f"{stage}/rehearsed-scorecards", share="100")
    whole = rehearsal.ask(GetStandings, stage_id="preliminary")
    assert 0 < half["counted"] < whole["counted"] == whole["expected"]
    cards = rehearsal.ask(ListScorecards, stage_id="preliminary")["scorecards"]
    assert {card["state"] for card in cards} == {"submitted"}

    for act in ("close", "freeze", "certify", "publish"):
        rehearsal.press(f"{stage}/{act}")
    places = [row["place"] for row in rehearsal.ask(GetStandings, stage_id="preliminary")["rows"]]
    assert places[0] == 1
    assert len(places) == 8

    source = rehearsal.ensemble.ask(GetEdition, edition_id=rehearsal.source)
    assert source["counts"]["entries"] == 0
    rehearsal.press("/throw-away")
    assert f"/editions/{rehearsal.at}" not in rehearsal.gateway.get("/", by="olive").text
    assert rehearsal.gateway.get(f"/editions/{rehearsal.at}", by="olive").status_code == 404
    editions = rehearsal.ensemble.ask(ListEditions)["editions"]
    assert [edition["edition_id"] for edition in editions] == [rehearsal.source]
