"""What the table of phases says is refused is refused, in every state, with the word that it names."""

from gateway.access.phases import KEPT, PHASES, RESULTS, STAGE, VOTE
from schemas.commands import (
    COMMANDS,
    CertifyResults,
    CloseStage,
    FreezeStage,
    OpenStage,
    OpenVote,
    PublishAssignments,
    PublishResults,
    SetRetention,
)
from schemas.queries import ListEntries
from tests.contract.ensemble import Refused
from tests.contract.test_both_sides import Night

PRELIMINARY = {"stage_id": "preliminary"}
BODIES = {
    "ImportEntries": {"csv": "company\nLatecomer\n"},
    "SubmitEntry": {"startup": {"company": "Latecomer"}},
    "PublishAssignments": {**PRELIMINARY, "seed": 1},
    "FreezeStage": {**PRELIMINARY, "accept_missing": True},
    "RevealPlace": {**PRELIMINARY, "step": 1},
    "OpenVote": {"vote_id": "audience", "name": "Audience award", **PRELIMINARY},
    "RevealVote": {"vote_id": "audience"},
    "EraseEdition": {},
}
# The same again is no act at all.
ANEW = {"PublishAssignments": {"seed": 2}}


class Evening:
    """An edition whose first stage, results, vote and date are in states that are known."""

    def __init__(self, ensemble):
        self.night = Night(ensemble)
        self.night.start()
        self.night.enter(5)
        self.states = {STAGE: "planned", RESULTS: "building", VOTE: "planned", KEPT: "kept"}

    def go(self, command, /, **moves):
        body = BODIES.get(command.__name__, PRELIMINARY)
        self.night.ask(command, **body)
        self.states |= moves
        self.try_what_is_refused()

    def try_what_is_refused(self):
        """Give every command that the table forbids now."""
        for name, phase in PHASES.items():
            state = self.states[phase.of]
            if state in phase.states or (phase.of == VOTE and state == "planned"):
                continue
            assert f"'code': '{phase.otherwise}'" in self.outcome(name), (name, self.states)

    def outcome(self, name):
        """Return the refusal in which giving the command ends, or that it was done."""
        try:
            self.night.ask(COMMANDS[name], **{**BODIES.get(name, PRELIMINARY), **ANEW.get(name, {})})
        except Refused as refused:
            return str(refused)
        return "done"


def test_in_every_state_the_acts_that_the_table_forbids_are_refused_as_it_says(ensemble):
    evening = Evening(ensemble)
    evening.try_what_is_refused()
    evening.go(PublishAssignments)
    evening.go(OpenStage, **{STAGE: "open"})
    evening.go(OpenVote, **{VOTE: "open"})
    evening.go(CloseStage, **{STAGE: "closed"})
    evening.go(FreezeStage, **{RESULTS: "frozen"})
    evening.go(CertifyResults, **{RESULTS: "certified"})
    evening.go(PublishResults, **{RESULTS: "published"})
    evening.night.ask(SetRetention, until="2999-12-31")
    evening.try_what_is_refused()
    assert evening.night.ask(ListEntries, limit=100)["total"] == 5


def test_the_test_gives_every_command_of_the_table():
    of = {phase.of for phase in PHASES.values()}
    assert of == {STAGE, RESULTS, VOTE, KEPT}
    assert set(BODIES) <= set(PHASES)
