"""In which states of which object an act is taken: with the roles, the other half of who may do what when.

The services decide, each in its own domain; this table says what they decide, and a test asks them.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phase:
    """An act on an object of the kind `of` is taken in these `states`, else refused with the code `otherwise`."""

    of: str
    states: tuple[str, ...]
    otherwise: str


STAGE, RESULTS, VOTE, KEPT = "stage", "results", "vote", "retention"
STANDING = ("certified", "revealing", "published")

# By command. What is not here is taken in every state, or depends on more than a state.
PHASES: Mapping[str, Phase] = {
    "ImportEntries": Phase(STAGE, ("planned", "open"), "stage_closed"),
    "SubmitEntry": Phase(STAGE, ("planned", "open"), "stage_closed"),
    "PublishAssignments": Phase(STAGE, ("planned", "open"), "stage_closed"),
    "OpenStage": Phase(STAGE, ("planned", "open"), "stage_closed"),
    "CloseStage": Phase(STAGE, ("open", "closed"), "stage_not_open"),
    "FreezeStage": Phase(STAGE, ("closed",), "stage_not_closed"),
    "ThawStage": Phase(RESULTS, ("building", "frozen"), "already_certified"),
    "CertifyResults": Phase(RESULTS, ("frozen", *STANDING), "not_frozen"),
    "RevealPlace": Phase(RESULTS, STANDING, "not_certified"),
    "PublishResults": Phase(RESULTS, STANDING, "not_certified"),
    "PromoteEntries": Phase(RESULTS, STANDING, "not_certified"),
    "OpenVote": Phase(VOTE, ("planned", "open", "closed"), "vote_revealed"),
    "RevealVote": Phase(VOTE, ("closed", "revealed"), "vote_still_open"),
    "EraseEdition": Phase(KEPT, ("over",), "kept_until"),
}
