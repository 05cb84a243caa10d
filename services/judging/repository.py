"""Documents of judging, and the store that holds them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from pymongo import ASCENDING, DeleteMany, UpdateOne
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import NotFound, Refusal
from services.chassis.storage import Copies, Repository
from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Conflict, Judge
from services.judging.domain.publication import Publication
from services.judging.domain.rubric import Rubric, Scale
from services.judging.domain.scorecard import DRAFT, Heard, Scorecard, Submission
from services.judging.domain.window import Window

Document = dict[str, Any]


class JudgingStore:
    """What judging remembers.

    Copies of what others told: `editions` (facet started) by edition; `stages` (opened, closed)
    by `edition.stage`; `entries` (submitted, screened, promoted, withdrawn) by entry. Its own:
    `judges`, `scorecards`, `publications`, and `refused` commands by receipt.
    """

    def __init__(self, database: Database[Document]) -> None:
        self.editions = Copies(database["editions"])
        self.stages = Copies(database["stages"])
        self.entries = Copies(database["entries"])
        self.judges = Repository(
            database["judges"], events=EVENTS, to_state=judge_to_state, from_state=judge_from_state
        )
        self.scorecards = Repository(
            database["scorecards"],
            events=EVENTS,
            to_state=scorecard_to_state,
            from_state=scorecard_from_state,
        )
        self.publications = Repository(
            database["publications"],
            events=EVENTS,
            to_state=publication_to_state,
            from_state=publication_from_state,
        )
        self.refused = database["refused"]
        self._scorecards = database["scorecards"]
        self._rubrics: dict[str, Rubric] = {}

    def ensure_indexes(self) -> None:
        """Make the indexes by which scorecards, judges and refusals are found."""
        by_stage = [("state.edition_id", ASCENDING), ("state.stage_id", ASCENDING), ("_id", ASCENDING)]
        self._scorecards.create_index(by_stage)
        self._scorecards.create_index([("state.judge_id", ASCENDING)])
        self._scorecards.create_index([("state.commands.id", ASCENDING)])
        self.refused.create_index([("command_id", ASCENDING)])
        self.judges_collection.create_index([("state.edition_id", ASCENDING)])

    @property
    def judges_collection(self) -> Any:
        """The documents of judges."""
        return self._scorecards.database["judges"]

    def edition(self, edition_id: str) -> Document:
        """Return what is known of an edition; NotFound when it is not."""
        copy = self.editions.find(edition_id)
        if copy is None:
            raise NotFound(f"judging knows no edition {edition_id!r}")
        started: Document = copy["started"]
        return started

    def stage(self, edition_id: str, stage_id: str) -> Document:
        """Return a stage as its edition tells it; NotFound names what is not there."""
        stages = self.edition(edition_id)["stages"]
        found: Document | None = next((s for s in stages if s["stage_id"] == stage_id), None)
        if found is None:
            known = [stage["stage_id"] for stage in stages]
            raise NotFound(f"there is no stage {stage_id!r}", errors={"stage_id": {"known": known}})
        return found

    def rubric(self, edition_id: str, stage_id: str) -> Rubric:
        """Return a stage's rubric, which never changes once the edition started."""
        key = f"{edition_id}.{stage_id}"
        if key not in self._rubrics:
            self._rubrics[key] = rubric_of(self.stage(edition_id, stage_id))
        return self._rubrics[key]

    def windows(self, stages: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Window]:
        """Return when scorecards are taken, by edition and stage, in one read."""
        keys = {f"{edition_id}.{stage_id}": (edition_id, stage_id) for edition_id, stage_id in stages}
        found = self.stages.load(keys)
        return {pair: window_of(pair[1], found.get(key, {})) for key, pair in keys.items()}

    def candidates(self, edition_id: str, stage_id: str) -> list[Candidate]:
        """Return the entries that compete in a stage, by id."""
        wanted: list[Document] = [
            {
                "screened.edition_id": edition_id,
                "screened.stage_id": stage_id,
                "screened.decision": "eligible",
            },
            {"promoted.edition_id": edition_id, "promoted.stage_id": stage_id},
        ]
        found = {e["_id"]: e for way in wanted for e in self.entries.select(way) if "withdrawn" not in e}
        return [candidate_of(found[id]) for id in sorted(found) if "submitted" in found[id]]

    def remember_refusals(self, refusals: Mapping[str, tuple[str, str, Refusal]]) -> None:
        """Keep refusals by receipt, each with its command and judge; the first one stays."""
        writes = [
            UpdateOne(
                {"_id": receipt},
                {
                    "$setOnInsert": {
                        "command_id": command_id,
                        "judge_id": judge_id,
                        "refusal": refusal.as_dict(),
                    }
                },
                upsert=True,
            )
            for receipt, (command_id, judge_id, refusal) in refusals.items()
        ]
        if writes:
            self.refused.bulk_write(writes, ordered=False)

    def drop_drafts(self, edition_id: str, stage_id: str, *, but: Iterable[str]) -> None:
        """Remove the drafts of a stage that a new publication does not have."""
        stage = {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.state": DRAFT}
        kept = set(but)
        drafts = {document["_id"] for document in self._scorecards.find(stage, {"_id": 1})}
        gone = sorted(drafts - kept)
        if gone:
            self._scorecards.bulk_write([DeleteMany({"_id": {"$in": gone}, "state.state": DRAFT})])

    def count(self, filter: Mapping[str, Any]) -> int:
        """Return how many scorecards match."""
        return self._scorecards.count_documents(filter)

    def tally(self, edition_id: str, stage_id: str, by: str) -> dict[str, tuple[int, int]]:
        """Return how many scorecards are owed and how many submitted, by `entry_id` or `judge_id`."""
        stage = {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.state": {"$ne": "void"}}
        submitted = {"$sum": {"$cond": [{"$eq": ["$state.state", "submitted"]}, 1, 0]}}
        group = {"_id": f"$state.{by}", "owed": {"$sum": 1}, "submitted": submitted}
        found = self._scorecards.aggregate([{"$match": stage}, {"$group": group}])
        return {each["_id"]: (each["owed"], each["submitted"]) for each in found}


def rubric_of(stage: Mapping[str, Any]) -> Rubric:
    """Return the rubric of a stage as its edition tells it."""
    return Rubric(
        {
            c["criterion_id"]: Scale(Decimal(c["lowest"]), Decimal(c["highest"]), Decimal(c["step"]))
            for c in stage["criteria"]
        }
    )


def window_of(stage_id: str, copy: Mapping[str, Any]) -> Window:
    """Return a stage's window; a closing counts only when it came after the last opening."""
    opened, closed = copy.get("opened"), copy.get("closed")
    over = closed is not None and (opened is None or closed["version"] > opened["version"])
    return Window(
        stage=stage_id,
        opened_at=opened["at"] if opened else None,
        closed_at=closed["at"] if closed and over else None,
    )


def candidate_of(entry: Mapping[str, Any]) -> Candidate:
    """Return an entry as far as assigning needs it."""
    startup = entry["submitted"]["startup"]
    return Candidate(
        id=entry["_id"],
        company=startup["company"],
        categories=tuple(startup["categories"]),
        investors=tuple(startup["investors"]),
    )


def judge_to_state(judge: Judge) -> Document:
    return {
        "edition_id": judge.edition_id,
        "name": judge.name,
        "email": judge.email,
        "commitment": judge.commitment,
        "tags": judge.tags,
        "firm": judge.firm,
        "conflicts": {id: {"kind": c.kind, "reason": c.reason} for id, c in judge.conflicts.items()},
    }


def judge_from_state(id: str, version: int, state: Document) -> Judge:
    conflicts = {entry_id: Conflict(**conflict) for entry_id, conflict in state["conflicts"].items()}
    return Judge(id=id, version=version, **{**state, "conflicts": conflicts})


def scorecard_to_state(card: Scorecard) -> Document:
    return {
        "edition_id": card.edition_id,
        "stage_id": card.stage_id,
        "entry_id": card.entry_id,
        "judge_id": card.judge_id,
        "state": card.state,
        "reason": card.reason,
        "latest": _submission_to(card.latest) if card.latest else None,
        "commands": [{"id": h.id, "receipt": h.receipt, "revision": h.revision} for h in card.commands],
    }


def scorecard_from_state(id: str, version: int, state: Document) -> Scorecard:
    return Scorecard(
        id=id,
        edition_id=state["edition_id"],
        stage_id=state["stage_id"],
        entry_id=state["entry_id"],
        judge_id=state["judge_id"],
        state=state["state"],
        reason=state["reason"],
        latest=_submission_from(state["latest"]) if state["latest"] else None,
        commands=[Heard(c["id"], c["receipt"], c["revision"]) for c in state["commands"]],
        version=version,
    )


def publication_to_state(publication: Publication) -> Document:
    return {
        "edition_id": publication.edition_id,
        "stage_id": publication.stage_id,
        "summary": publication.summary,
    }


def publication_from_state(id: str, version: int, state: Document) -> Publication:
    return Publication(id=id, version=version, **state)


def _submission_to(latest: Submission) -> Document:
    return {
        "command_id": latest.command_id,
        "receipt": latest.receipt,
        "revision": latest.revision,
        "marks": {name: None if mark is None else str(mark) for name, mark in latest.marks.items()},
        "comment": latest.comment,
        # As text: the database keeps milliseconds only, and the newer of two is decided by more.
        "made_at": latest.made_at.isoformat(),
        "received_at": latest.received_at.isoformat(),
    }


def _submission_from(document: Document) -> Submission:
    return Submission(
        command_id=document["command_id"],
        receipt=document["receipt"],
        revision=document["revision"],
        marks={name: None if mark is None else Decimal(mark) for name, mark in document["marks"].items()},
        comment=document["comment"],
        made_at=datetime.fromisoformat(document["made_at"]),
        received_at=datetime.fromisoformat(document["received_at"]),
    )
