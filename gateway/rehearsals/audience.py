"""The audience of a rehearsal is made up too: it votes with tickets of its own, as phones would."""

from collections.abc import Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any
from uuid import uuid4

from gateway.resources.doors import command, query
from gateway.resources.tickets import KNOWN, digest_of, issue
from gateway.resources.votes import tell_vote
from schemas.commands import OpenVote
from schemas.queries import GetVotes
from schemas.refusal import Refusal

AUDIENCE = 60


class VoteNotOpen(Refusal):
    """The stage has a vote, and it takes no votes now."""

    code = "vote_not_open"


def rehearse_voting(edition_id: str, stage: Mapping[str, Any], *, share: int) -> dict[str, int]:
    """Let `share` percent of a made-up audience vote in the stage's vote, which is opened where there is none.

    Each call brings other people with tickets of their own. VoteNotOpen where the vote was closed.
    """
    vote = _open_vote(edition_id, stage)
    wanted = -(-AUDIENCE * share // 100)
    tickets = issue(edition_id, wanted, part=uuid4().hex[:12])
    choices = [choice["entry_id"] for choice in vote["choices"]]
    rng = Random(f"{edition_id} {stage['stage_id']}")
    rng.shuffle(choices)
    liked = [1 / (2 + n) for n in range(len(choices))]
    for ticket in tickets:
        KNOWN.add(f"{edition_id}.{digest_of(ticket['secret'])}")
        tell_vote(
            command_id=str(uuid4()),
            edition_id=edition_id,
            vote_id=vote["vote_id"],
            ticket=ticket["secret"],
            entry_id=rng.choices(choices, liked)[0],
            made_at=datetime.now(UTC),
        )
    return {"told": wanted, "owed": AUDIENCE}


def _open_vote(edition_id: str, stage: Mapping[str, Any]) -> dict[str, Any]:
    held = [v for v in query(GetVotes, edition_id=edition_id)["votes"] if v["stage_id"] == stage["stage_id"]]
    if not held:
        wanted = {"vote_id": stage["stage_id"], "name": stage["name"], "stage_id": stage["stage_id"]}
        return command(OpenVote, part="vote", edition_id=edition_id, **wanted)
    found: dict[str, Any] | None = next((vote for vote in held if vote["state"] == "open"), None)
    if found is None:
        raise VoteNotOpen(f"the vote of {stage['name']} is closed; open it again first")
    return found
