"""The votes that weigh in a stage's result: which vote it is, and what it came to for good."""

from collections.abc import Mapping
from typing import Any

from services.chassis.messaging import Asked
from services.scoring.domain.leaves import audience_leaf
from services.scoring.domain.rows import Line
from services.scoring.domain.rule import Stage
from services.scoring.domain.standing import PUBLISHED, standing_id
from services.scoring.repository import ScoringStore
from services.scoring.votes.domain.refusals import (
    ChoicesMissing,
    VoteCounted,
    VoteDecides,
    VoteMissing,
    VoteNotRevealed,
    VoteUnclear,
)
from services.scoring.votes.domain.vote import Vote, vote_key

NAMED = 10


def weigh_in(
    command: Asked, stage: Stage, store: ScoringStore, *, entries: Mapping[str, Line]
) -> dict[str, Any] | None:
    """Return the votes that a freeze takes in, {"vote_id", "votes": by entry}, once the log has them.

    None where the judges decide alone, or nobody was asked and the command goes on all the same. Raises
    VoteMissing, VoteUnclear where there are several and none is named, or why its votes are not final. Where
    the votes alone decide it is ChoicesMissing for `entries` that nobody could vote for, unless it goes on.
    """
    if not (stage.rule.audience_percent or stage.rule.by_votes):
        return None
    vote = _vote_of(command.data, stage, store)
    if vote is None:
        return None
    if not vote.revealed:
        vote.check_final(now=command.now)
    if stage.rule.by_votes and not command.data["accept_missing"]:
        _check_choices(vote, entries)
    counted = store.audience.totals(vote)
    votes = {entry_id: counted.get(entry_id, 0) for entry_id in vote.choices}
    leaf = audience_leaf(votes, stage_id=stage.stage_id, vote_id=vote.vote_id)
    store.log.append(stage.edition_id, {f"{stage.stage_id}.audience.{command.id}": leaf})
    return {"vote_id": vote.vote_id, "votes": votes}


def _check_choices(vote: Vote, entries: Mapping[str, Line]) -> None:
    companies = sorted(line.company for id, line in entries.items() if id not in vote.choices)
    if companies:
        raise ChoicesMissing(
            f"nobody could vote for {', '.join(companies[:NAMED])} in {vote.name}",
            errors={"missing": len(companies), "companies": companies[:NAMED]},
        )


def weighed_in(vote: Vote, store: ScoringStore) -> Mapping[str, int] | None:
    """Return the votes as a standing that has stopped took them in, None where none did."""
    standing = store.standings.find(standing_id(vote.edition_id, vote.stage_id))
    if standing is None or standing.audience is None or standing.audience["vote_id"] != vote.vote_id:
        return None
    found: Mapping[str, int] = standing.audience["votes"]
    return found


def check_open(vote: Vote, store: ScoringStore) -> None:
    """Return when the vote may be opened again; VoteCounted once it is in frozen standings."""
    if weighed_in(vote, store) is not None:
        raise VoteCounted(f"the votes of {vote.name} are in the frozen standings; thaw them first")


def check_reveal(vote: Vote, store: ScoringStore) -> None:
    """Return when the vote may be revealed by itself; VoteDecides while it would show a stage's result."""
    stage = store.stage(vote.edition_id, vote.stage_id)
    if stage.rule.by_votes and store.glances.states(vote.edition_id).get(vote.stage_id) != PUBLISHED:
        raise VoteDecides(f"the votes are the result of {stage.name}; publishing it reveals them")


def reveal_counted(audience: Mapping[str, Any] | None, edition_id: str, store: ScoringStore) -> None:
    """Reveal the vote whose votes alone are a result that becomes public; a second time changes nothing."""
    if audience is None:
        return
    vote = store.audience.votes.find(vote_key(edition_id, audience["vote_id"]))
    if vote is None:
        return
    vote.reveal(audience["votes"])
    if vote.facts:
        store.audience.votes.save(vote)


def check_revealed(audience: Mapping[str, Any] | None, edition_id: str, store: ScoringStore) -> None:
    """Return when results may be public with these votes in them; VoteNotRevealed before their reveal."""
    if audience is None:
        return
    named = [v for v in store.audience.of_edition(edition_id) if v.vote_id == audience["vote_id"]]
    if not all(vote.revealed for vote in named):
        raise VoteNotRevealed(f"the results would show the votes of {named[0].name}; reveal them first")


def _vote_of(data: Mapping[str, Any], stage: Stage, store: ScoringStore) -> Vote | None:
    votes = [v for v in store.audience.of_edition(stage.edition_id) if v.stage_id == stage.stage_id]
    known = [vote.vote_id for vote in votes]
    if data["vote_id"] is not None:
        found = next((vote for vote in votes if vote.vote_id == data["vote_id"]), None)
        if found is None:
            errors = {"vote_id": {"came": data["vote_id"], "known": known}}
            raise VoteMissing(f"{stage.name} has no such vote", errors=errors)
        return found
    if not votes:
        if stage.rule.by_votes:
            raise VoteMissing(f"the votes alone decide {stage.name}, and there is no vote in it")
        if data["accept_missing"]:
            return None
        raise VoteMissing(f"{stage.rule.audience_percent} % of the result of {stage.name} are the audience's")
    if len(votes) > 1:
        errors = {"vote_id": {"known": known}}
        raise VoteUnclear(f"{stage.name} has {len(votes)} votes; say which one weighs", errors=errors)
    return votes[0]
