"""The store that holds what judging remembers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from pymongo import ASCENDING, UpdateOne
from pymongo.collection import Collection as MongoCollection
from pymongo.database import Database

from schemas.events import EVENTS
from schemas.refusal import NotFound, Refusal
from services.chassis.storage import Copies, PersonalData, Repository, holding
from services.judging import documents
from services.judging.documents import SetUp
from services.judging.domain.conflict import Candidate, same_name
from services.judging.domain.judge import Judge
from services.judging.domain.panels import NO_PANELS
from services.judging.domain.publication import Publication, publication_id
from services.judging.domain.refusals import NoPanel
from services.judging.domain.rubric import Rubric
from services.judging.domain.scorecard import (
    DRAFT,
    SENT,
    SHADOW,
    SHADOW_VOID,
    SHADOWED,
    SHADOWS,
    SUBMITTED,
    VOID,
    Scorecard,
    scorecard_id,
)
from services.judging.domain.session import Session
from services.judging.domain.slot import ON_STAGE
from services.judging.domain.window import Window
from services.judging.invitations.domain.terms import Terms
from services.judging.invitations.repository import terms_from_state, terms_to_state
from services.judging.nudges.repository import nudges_from_state, nudges_to_state
from services.judging.personal import HELD
from services.judging.plans import session_from_state, session_to_state
from services.judging.progress.counted import Counted, CountedStages
from services.judging.progress.repository import Tallies
from services.judging.raised import RaisedHands
from services.judging.tables.repository import floor_from_state, floor_to_state
from services.judging.waiting import LateScorecards

Document = dict[str, Any]
Pair = tuple[str, str]

CHUNK = 5_000
SOME_TIME = "2000-01-01T00:00:00+00:00"
UNHEARD = SetUp(0, {}, {})
LEFT = ("withdrawn", "disqualified")
# What a candidate is made of, and what says that it left.
CANDIDATE = [
    *(f"submitted.startup.{name}" for name in ("company", "categories", "investors", "city", "language")),
    "submitted.track",
    *LEFT,
]


class Refused:
    """Refusals of told commands, by receipt; the first one to a receipt stays."""

    def __init__(self, collection: MongoCollection[Document]) -> None:
        self._collection = collection

    def load(self, receipts: Iterable[str]) -> dict[str, Document]:
        """Return `{judge_id, refusal}` of those receipts that were refused, by receipt."""
        return {each["_id"]: each for each in self._collection.find({"_id": {"$in": list(receipts)}})}

    def receipts_of(self, command_ids: Collection[str]) -> list[tuple[str, str]]:
        """Return (command id, receipt) of what was refused under these command ids."""
        wanted = {"command_id": {"$in": list(command_ids)}}
        return [
            (each["command_id"], each["_id"]) for each in self._collection.find(wanted, {"command_id": 1})
        ]

    def keep(self, refusals: Mapping[str, tuple[str, str, Refusal]]) -> None:
        """Keep refusals by receipt, each with its command and judge."""
        writes = [
            UpdateOne(
                {"_id": receipt},
                {"$setOnInsert": {"command_id": command, "judge_id": judge, "refusal": refusal.as_dict()}},
                upsert=True,
            )
            for receipt, (command, judge, refusal) in refusals.items()
        ]
        if writes:
            self._collection.bulk_write(writes, ordered=False)

    def ensure_indexes(self) -> None:
        """Make the index by which a command's refusals are found."""
        self._collection.create_index([("command_id", ASCENDING)])


class JudgingStore:
    """What judging remembers.

    Copies of what others told: `editions` (facet started) by edition; `stages` (opened, closed, certified)
    by `edition.stage`; `entries` (submitted, screened, promoted, withdrawn, disqualified) by entry. Its own:
    `judges`, `scorecards`, `publications`, `sessions`, raised `hands`, and by receipt `refused`
    commands and what came `late`.
    """

    def __init__(self, database: Database[Document]) -> None:
        self._database = database
        self.editions = Copies(database["editions"])
        self.stages = Copies(database["stages"])
        self.entries = Copies(database["entries"])
        self.judges = Repository(
            database["judges"],
            events=EVENTS,
            to_state=documents.judge_to_state,
            from_state=documents.judge_from_state,
            shown=(
                "commitment",
                "tags",
                "languages",
                "firm",
                "conflicts",
                "left",
                "answer",
                "shadow",
                "panels",
            ),
        )
        self.scorecards = Repository(
            database["scorecards"],
            events=EVENTS,
            to_state=documents.scorecard_to_state,
            from_state=documents.scorecard_from_state,
            shown=("state", "reason", "abstained"),
        )
        self.publications = Repository(
            database["publications"],
            events=EVENTS,
            to_state=documents.publication_to_state,
            from_state=documents.publication_from_state,
            shown=("summary", "carried_out"),
        )
        self.sessions = Repository(
            database["sessions"],
            events=EVENTS,
            to_state=session_to_state,
            from_state=session_from_state,
            shown=("plan", "slots"),
        )
        self.terms = Repository(
            database["terms"],
            events=EVENTS,
            to_state=terms_to_state,
            from_state=terms_from_state,
            shown=("number", "text", "accept_first"),
        )
        self.floors = Repository(
            database["floors"],
            events=EVENTS,
            to_state=floor_to_state,
            from_state=floor_from_state,
            shown=("tables", "seed"),
        )
        self.nudges = Repository(
            database["nudges"],
            events=EVENTS,
            to_state=nudges_to_state,
            from_state=nudges_from_state,
        )
        self.tallies = Tallies(database["scorecards"])
        self.personal = PersonalData(database, HELD)
        self.hands = RaisedHands(database["hands"])
        self.refused = Refused(database["refused"])
        self.late = LateScorecards(database["late"])
        self._set_ups: dict[str, SetUp] = {}
        self._counted = CountedStages()

    def ensure_indexes(self) -> None:
        """Make the indexes by which scorecards, judges, entries and refusals are found."""
        cards, entries = self._database["scorecards"], self._database["entries"]
        cards.create_index(_by("state.edition_id", "state.stage_id", "_id"))
        # Holds all that coverage asks for, so that no scorecard is fetched for it.
        cards.create_index(
            _by("state.edition_id", "state.stage_id", "state.state", "state.entry_id", "state.judge_id")
        )
        cards.create_index(_by("state.judge_id"))
        cards.create_index(_by("state.entry_id"))
        cards.create_index(_by("state.commands.id"))
        self._database["judges"].create_index(_by("state.edition_id"))
        self._database["sessions"].create_index(_by("state.edition_id", "state.stage_id"))
        entries.create_index(_by("submitted.edition_id", "submitted.startup.company", "_id"))
        entries.create_index(_by("submitted.edition_id", "submitted.startup.investors"))
        for way in ("screened", "promoted"):
            entries.create_index(_by(f"{way}.edition_id", f"{way}.stage_id"), sparse=True)
        entries.create_index(_by("screened.edition_id", "screened.restored"), sparse=True)
        for left in LEFT:
            entries.create_index(_by(f"{left}.edition_id"), sparse=True)
        self.refused.ensure_indexes()
        self.hands.ensure_indexes()

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

    def terms_of(self, edition_id: str) -> Terms:
        """Return what an edition's judges are asked to accept, which is nothing where nobody said so."""
        terms: Terms | None = self.terms.find(edition_id)
        return terms or Terms(edition_id)

    def workers(self, edition_id: str) -> list[Judge]:
        """Return the judges of an edition who may be given work, by id."""
        terms = self.terms_of(edition_id)
        judges = self.judges.select({"state.edition_id": edition_id})
        return sorted((judge for judge in judges if terms.gives_work(judge)), key=lambda judge: judge.id)

    def owed_by(self, edition_id: str, judge_id: str) -> int:
        """Return how many scorecards are a judge's in an edition, sent or not, for practice or not."""
        owed = {"state.state": {"$in": [DRAFT, *SENT, SHADOW, SHADOWED]}}
        return self._database["scorecards"].count_documents(_mine(edition_id, judge_id) | owed)

    def owed_in(self, edition_id: str, stage_id: str, judge_id: str) -> int:
        """Return how many scorecards of a stage a judge has not sent."""
        owed = _stage(edition_id, stage_id, {"$in": [DRAFT, SHADOW]}) | {"state.judge_id": judge_id}
        return self._database["scorecards"].count_documents(owed)

    def sent_in(self, edition_id: str, stage_id: str, judge_id: str) -> int:
        """Return how many scorecards of a stage a judge sent, whatever became of them."""
        sent = {"state.stage_id": stage_id, "state.latest": {"$ne": None}}
        return self._database["scorecards"].count_documents(_mine(edition_id, judge_id) | sent)

    def held_by(self, edition_id: str, judge_id: str) -> int:
        """Return how many scorecards a judge has in an edition, in whatever state."""
        return self._database["scorecards"].count_documents(_mine(edition_id, judge_id))

    def drop_shadow_drafts(self, edition_id: str, judge_id: str) -> None:
        """Take from a shadow judge what was not sent."""
        mine = _mine(edition_id, judge_id) | {"state.state": SHADOW}
        self._database["scorecards"].delete_many(mine)

    def shadows_off(self, edition_id: str, stage_id: str) -> set[Pair]:
        """Return the pairs (entry id, judge id) of a stage from which a shadow was taken off."""
        return set(self._pairs(edition_id, stage_id, SHADOW_VOID).values())

    def practice(self, edition_id: str, stage_id: str) -> dict[str, dict[str, tuple[bool, Document]]]:
        """Return what shadows have in a stage: by entry and judge whether it was sent, and the marks."""
        kept = {f"state.{name}": 1 for name in ("entry_id", "judge_id", "state", "latest.marks")}
        wanted = _stage(edition_id, stage_id, {"$in": [SHADOW, SHADOWED]})
        found: dict[str, dict[str, tuple[bool, Document]]] = {}
        for card in self._database["scorecards"].find(wanted, kept):
            state = card["state"]
            marks = (state.get("latest") or {}).get("marks", {})
            found.setdefault(state["entry_id"], {})[state["judge_id"]] = (state["state"] == SHADOWED, marks)
        return found

    def cards_between(self, edition_id: str, pairs: Collection[Pair]) -> dict[Pair, list[Document]]:
        """Return stage and state of the scorecards between entries and judges, by pair, stages in order."""
        stages = [stage["stage_id"] for stage in self.edition(edition_id)["stages"]]
        ids = {scorecard_id(edition_id, stage, *pair): (pair, stage) for pair in pairs for stage in stages}
        states = {card.id: card.state for card in self.scorecards.load(ids).values()}
        found: dict[Pair, list[Document]] = {}
        for id, (pair, stage) in ids.items():
            if id in states:
                found.setdefault(pair, []).append({"stage_id": stage, "state": states[id]})
        return found

    def rubric(self, edition_id: str, stage_id: str, panel: str = NO_PANELS) -> Rubric:
        """Return a panel's rubric as `windows` last found it; it stays once the stage was opened.

        NoPanel for what is no panel of the stage.
        """
        found = self._rubrics(edition_id, stage_id).get(panel)
        if found is None:
            raise NoPanel("you sit in no panel of this stage; the organiser can seat you in one")
        return found

    def has_panels(self, edition_id: str, stage_id: str) -> bool:
        """Return whether a stage has panels, as `windows` last found it."""
        return NO_PANELS not in self._rubrics(edition_id, stage_id)

    def _rubrics(self, edition_id: str, stage_id: str) -> Mapping[str, Rubric]:
        if edition_id not in self._set_ups:
            self._hear({edition_id})
        if edition_id not in self._set_ups or stage_id not in self._set_ups[edition_id].rubrics:
            return documents.rubrics_of(self.stage(edition_id, stage_id))
        return self._set_ups[edition_id].rubrics[stage_id]

    def window(self, edition_id: str, stage_id: str) -> Window:
        """Return when scorecards of a stage are taken."""
        return self.windows([(edition_id, stage_id)])[edition_id, stage_id]

    def sessions_of(self, stages: Iterable[Pair]) -> dict[Pair, list[Session]]:
        """Return the sessions of those stages that have any, by edition and stage, in one read."""
        ways = [{"state.edition_id": edition, "state.stage_id": stage} for edition, stage in stages]
        found: dict[Pair, list[Session]] = {}
        for session in self.sessions.select({"$or": ways}, sort=[("_id", 1)]) if ways else ():
            if session.slots:
                found.setdefault((session.edition_id, session.stage_id), []).append(session)
        return found

    def sessions_that_name_judges(self, edition_id: str, stage_id: str) -> list[Session]:
        """Return those of a stage's sessions in whose plan judges are named."""
        wanted = {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.plan.judges_named": True}
        return list(self.sessions.select(wanted))

    def sessions_in(self, edition_id: str, stage_id: str) -> list[Session]:
        """Return a stage's sessions, in the order they were made."""
        return self.sessions_of([(edition_id, stage_id)]).get((edition_id, stage_id), [])

    def sessions_in_brief(self, edition_id: str, stage_id: str) -> list[Session]:
        """Return a stage's sessions as `sessions_in` does, but without who sits in them, save who is on.

        Each has one slot for the many that are in one state, so that it is itself in the state that it is in.
        """
        of_slot = {
            "state": "$$slot.state",
            "entry_id": {"$cond": [{"$in": ["$$slot.state", [*ON_STAGE]]}, "$$slot.entry_id", ""]},
            "opened": {"$ne": [{"$ifNull": ["$$slot.opens_at", None]}, None]},
        }
        slots = {"$setUnion": [{"$map": {"input": "$state.slots", "as": "slot", "in": of_slot}}, []]}
        wanted = {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.slots": {"$ne": []}}
        kept = {f"state.{name}": 1 for name in ("edition_id", "stage_id", "session_id", "plan")}
        steps: list[Document] = [
            {"$match": wanted},
            {"$sort": {"_id": 1}},
            {"$project": {"version": 1, **kept, "slots": slots}},
        ]
        found = self._database["sessions"].aggregate(steps)
        return [
            session_from_state(
                each["_id"], each["version"], {**each["state"], "slots": map(_stand_in, each["slots"])}
            )
            for each in found
        ]

    def seats(self, edition_id: str, stage_id: str) -> list[Document]:
        """Return who sits in a stage's sessions, in the order they were made: id, name, judges and entries."""
        kept = {f"state.{name}": 1 for name in ("session_id", "plan.name", "plan.panel", "slots.entry_id")}
        wanted = {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.slots": {"$ne": []}}
        found = [each["state"] for each in self._database["sessions"].find(wanted, kept, sort=[("_id", 1)])]
        return [
            {
                "session_id": state.get("session_id") or stage_id,
                "name": state["plan"]["name"],
                "judge_ids": state["plan"].get("panel", []),
                "entry_ids": [slot["entry_id"] for slot in state["slots"]],
            }
            for state in found
        ]

    def windows(self, stages: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Window]:
        """Return when scorecards are taken, by edition and stage, in one read."""
        keys = {f"{edition_id}.{stage_id}": (edition_id, stage_id) for edition_id, stage_id in stages}
        # In this order: the set-up that a stage was opened by is then as new as the opening at least.
        found = self.stages.load(keys)
        self._hear({edition_id for edition_id, _ in keys.values()})
        return {pair: self._window(*pair, found.get(key, {})) for key, pair in keys.items()}

    def _window(self, edition_id: str, stage_id: str, copy: Document) -> Window:
        set_up = self._set_ups.get(edition_id, UNHEARD)
        grace = set_up.graces.get(stage_id, timedelta(0))
        return documents.window_of(stage_id, copy, grace=grace, set_up_version=set_up.version)

    def _hear(self, edition_ids: Collection[str]) -> None:
        """Read the set-ups that are newer than what is remembered."""
        wanted = {"_id": {"$in": list(edition_ids)}}
        versions = {
            each["_id"]: each["started"]["version"]
            for each in self._database["editions"].find(wanted, {"started.version": 1})
            if "started" in each
        }
        newer = [id for id, version in versions.items() if self._set_ups.get(id, UNHEARD).version < version]
        for id, copy in (self.editions.load(newer) if newer else {}).items():
            self._set_ups[id] = documents.set_up_of(copy["started"])

    def candidates(
        self, edition_id: str, stage_id: str, entry_ids: Collection[str] | None = None
    ) -> list[Candidate]:
        """Return the entries that compete in a stage, or those of them that are named, by id."""
        named = {} if entry_ids is None else {"_id": {"$in": list(entry_ids)}}
        ways = [way | named for way in _ways(edition_id, stage_id)]
        found = {e["_id"]: e for way in ways for e in self._database["entries"].find(way, CANDIDATE)}
        there = [found[id] for id in sorted(found) if not _left(found[id])]
        return [documents.candidate_of(entry) for entry in there if "submitted" in entry]

    def candidates_page(
        self, edition_id: str, stage_id: str, *, search: str, after: int, limit: int
    ) -> tuple[list[Candidate], int]:
        """Return a page of the entries that compete in a stage and are called so, by company, and how many are."""
        there: Document = {f"{left}.edition_id": {"$exists": False} for left in LEFT}
        called = holding(search, "submitted.startup.company")
        ways = {"$or": _ways(edition_id, stage_id), "submitted.edition_id": edition_id}
        wanted = {"$and": [ways, there, called]} if called else ways | there
        entries = self._database["entries"]
        order = [("submitted.startup.company", ASCENDING), ("_id", ASCENDING)]
        found = entries.find(wanted, CANDIDATE, sort=order, skip=after, limit=limit)
        return [documents.candidate_of(entry) for entry in found], entries.count_documents(wanted)

    def competing(self, edition_id: str, stage_id: str) -> set[str]:
        """Return the ids of the entries that compete in a stage."""
        left: Document = {f"{left}.edition_id": {"$exists": False} for left in LEFT}
        there = {"submitted": {"$exists": True}, **left}
        ways = _ways(edition_id, stage_id)
        return {e["_id"] for way in ways for e in self._database["entries"].find(way | there, {"_id": 1})}

    def entrants(self, edition_id: str, entry_ids: Collection[str] | None = None) -> list[Candidate]:
        """Return all that entered an edition, or those of them that are named."""
        kept = [f"submitted.startup.{name}" for name in ("company", "categories", "investors", "language")]
        named = {} if entry_ids is None else {"_id": {"$in": list(entry_ids)}}
        found = self._database["entries"].find({"submitted.edition_id": edition_id, **named}, kept)
        return [documents.candidate_of(entry) for entry in found]

    def invested(self, edition_id: str, names: Iterable[str]) -> list[Candidate]:
        """Return the entries of an edition among whose investors one of these is, by name or firm."""
        meant = {same_name(name) for name in names} - {""}
        field = "submitted.startup.investors"
        known = self._database["entries"].distinct(field, {"submitted.edition_id": edition_id})
        theirs = [name for name in known if same_name(name) in meant]
        wanted = {"submitted.edition_id": edition_id, field: {"$in": theirs}}
        found = self._database["entries"].find(wanted, CANDIDATE) if theirs else ()
        return [documents.candidate_of(entry) for entry in found]

    def called(self, edition_id: str, search: str) -> set[str]:
        """Return the ids of an edition's entries in whose name all words of a search are."""
        found = self._database["entries"].find(
            {"submitted.edition_id": edition_id, **holding(search, "submitted.startup.company")}, {"_id": 1}
        )
        return {entry["_id"] for entry in found}

    def withdrawn(self, edition_id: str) -> set[str]:
        """Return the ids of the entries that left an edition, or whose coming in was undone."""
        undone = {"screened.edition_id": edition_id, "screened.restored": True}
        ways = (
            *({f"{left}.edition_id": edition_id} for left in LEFT),
            undone | {"screened.decision": {"$ne": "eligible"}},
        )
        return {e["_id"] for way in ways for e in self._database["entries"].find(way, {"_id": 1})}

    def companies(self, edition_id: str) -> dict[str, str]:
        """Return the names of all that entered an edition, by entry."""
        return self._companies({"submitted.edition_id": edition_id})

    def named(self, edition_id: str, entry_ids: Collection[str]) -> dict[str, str]:
        """Return the names of these entries of an edition, by entry."""
        return self._companies({"submitted.edition_id": edition_id, "_id": {"$in": list(entry_ids)}})

    def on_stage(self, edition_id: str, stage_id: str) -> list[str]:
        """Return the entries that are on in a stage's sessions."""
        slots = {"state.slots": {"$elemMatch": {"state": {"$in": [*ON_STAGE]}}}}
        wanted = {"state.edition_id": edition_id, "state.stage_id": stage_id, **slots}
        found = self._database["sessions"].find(wanted, {"state.slots.$": 1})
        return [session["state"]["slots"][0]["entry_id"] for session in found]

    def _companies(self, wanted: Document) -> dict[str, str]:
        found = self._database["entries"].find(wanted, {"submitted.startup.company": 1})
        return {entry["_id"]: entry["submitted"]["startup"]["company"] for entry in found}

    def concerned(self, card_ids: Collection[str], command_ids: Collection[str]) -> Iterator[Scorecard]:
        """Yield the scorecards of these ids, and those that took these commands, in one read."""
        ids, commands = {"$in": list(card_ids)}, {"$in": list(command_ids)}
        return self.scorecards.select({"$or": [{"_id": ids}, {"state.commands.id": commands}]})

    def recused(self, edition_id: str, stage_id: str) -> set[Pair]:
        """Return the pairs (entry id, judge id) of a stage that were taken apart."""
        return set(self._pairs(edition_id, stage_id, VOID).values())

    def submitted(self, edition_id: str, stage_id: str) -> int:
        """Return how many scorecards of a stage were submitted."""
        return self._database["scorecards"].count_documents(_stage(edition_id, stage_id, SUBMITTED))

    def unpublished(self, publication: Publication) -> int:
        """Return how many parts of a stage's assignments nobody was told yet."""
        found = self._database["publications"].find_one({"_id": publication.id}, {"pending.id": 1})
        return len((found or {}).get("pending", []))

    def replace_drafts(self, publication: Publication) -> set[Pair]:
        """Make the drafts of a stage those of the publication; return what was submitted beside it."""
        stage = (publication.edition_id, publication.stage_id)
        drafts = {card.id: card for card in publication.drafts()}
        held = self._pairs(*stage, DRAFT)
        gone = sorted(held.keys() - drafts.keys())
        for start in range(0, len(gone), CHUNK):
            # Only drafts: one of them may be submitted at this moment.
            unwanted = {"_id": {"$in": gone[start : start + CHUNK]}, "state.state": DRAFT}
            self._database["scorecards"].delete_many(unwanted)
        submitted = self._pairs(*stage, SUBMITTED)
        known = held.keys() | submitted.keys() | self._pairs(*stage, VOID).keys()
        missing = [card for id, card in drafts.items() if id not in known]
        missing += self._missing_shadows(publication)
        for start in range(0, len(missing), CHUNK):
            self.scorecards.save_all(missing[start : start + CHUNK])  # those in conflict are there already
        return {pair for id, pair in submitted.items() if id not in drafts}

    def _missing_shadows(self, publication: Publication) -> list[Scorecard]:
        """Take away the shadows' drafts that are no longer wanted; return those that are and are not there."""
        stage = (publication.edition_id, publication.stage_id)
        drafts = {card.id: card for card in publication.shadow_drafts()}
        gone = sorted(self._pairs(*stage, SHADOW).keys() - drafts.keys())
        self._database["scorecards"].delete_many({"_id": {"$in": gone}, "state.state": SHADOW})
        known = self._pairs(*stage, {"$in": [*SHADOWS]})
        return [card for id, card in drafts.items() if id not in known]

    def tally(
        self, edition_id: str, stage_id: str, by: str, *, judge_ids: Collection[str] | None = None
    ) -> dict[str, tuple[int, int]]:
        """Return how many scorecards are owed and how many submitted, by `entry_id` or `judge_id`.

        Those of entries that left are not owed. With `judge_ids` only theirs are meant.
        """
        stage = _stage(edition_id, stage_id, {"$in": [DRAFT, *SENT]})
        if judge_ids is not None:
            stage["state.judge_id"] = {"$in": sorted(judge_ids)}
        there = {"state.entry_id": {"$nin": sorted(self.withdrawn(edition_id))}}
        submitted = {"$sum": {"$cond": [{"$in": ["$state.state", [*SENT]]}, 1, 0]}}
        group = {"_id": f"$state.{by}", "owed": {"$sum": 1}, "submitted": submitted}
        found = self._database["scorecards"].aggregate([{"$match": stage | there}, {"$group": group}])
        return {each["_id"]: (each["owed"], each["submitted"]) for each in found}

    def counted(self, edition_id: str, stage_id: str) -> Counted:
        """Return what `tally` comes to, counted anew when scorecards came or were taken off, or somebody left.

        For pages: judges whose work was swapped one for one may show after 20 seconds only.
        """
        stage = (edition_id, stage_id)
        tally = partial(self.tally, edition_id, stage_id)
        return self._counted.of(stage, seen=self._seen(edition_id, stage_id), tally=tally)

    def _seen(self, edition_id: str, stage_id: str) -> object:
        cards = self._database["scorecards"]
        states = (DRAFT, *SENT, VOID, *SHADOWS)
        counts = [cards.count_documents(_stage(edition_id, stage_id, state)) for state in states]
        known = self._database["publications"].find_one(
            {"_id": publication_id(edition_id, stage_id)}, {"version": 1}
        )
        return counts, known, self.withdrawn(edition_id)

    def speaks(self, edition_id: str, stage_id: str) -> bool:
        """Return whether a stage's entries go only to judges who list the language of the pitch."""
        id = publication_id(edition_id, stage_id)
        found = self._database["publications"].find_one({"_id": id}, {"state.speaks": 1})
        return bool((found or {}).get("state", {}).get("speaks", False))

    def loads(self, edition_id: str, stage_id: str) -> dict[str, int]:
        """Return how many scorecards judges have in a stage, sent or not, by judge."""
        group = {"_id": "$state.judge_id", "count": {"$sum": 1}}
        wanted = _stage(edition_id, stage_id, {"$in": [DRAFT, *SENT]})
        found = self._database["scorecards"].aggregate([{"$match": wanted}, {"$group": group}])
        return {each["_id"]: each["count"] for each in found}

    def sent_by(self, edition_id: str, stage_id: str, judge_id: str) -> int:
        """Return how many scorecards a judge sent in a stage, those that count."""
        wanted = _stage(edition_id, stage_id, {"$in": [*SENT]}) | {"state.judge_id": judge_id}
        return self._database["scorecards"].count_documents(wanted)

    def owing(
        self, edition_id: str, stage_id: str, judge_ids: Collection[str], *, most: int
    ) -> dict[str, list[str]]:
        """Return some of the entries that judges owe, at most so many for each, by judge."""
        there = {"state.entry_id": {"$nin": sorted(self.withdrawn(edition_id))}}
        wanted = _stage(edition_id, stage_id, DRAFT) | there | {"state.judge_id": {"$in": list(judge_ids)}}
        steps: list[Document] = [
            {"$match": wanted},
            {"$group": {"_id": "$state.judge_id", "entries": {"$push": "$state.entry_id"}}},
            {"$project": {"entries": {"$slice": ["$entries", most]}}},
        ]
        return {each["_id"]: each["entries"] for each in self._database["scorecards"].aggregate(steps)}

    def progress(
        self,
        edition_id: str,
        stage_id: str,
        *,
        entry_ids: Collection[str] | None = None,
        judge_ids: Collection[str] | None = None,
    ) -> dict[str, list[Pair]]:
        """Return the pairs (entry id, judge id) of a stage that are owed, and those that were sent, by state.

        Where entries or judges are named, only theirs.
        """
        named = {"entry_id": entry_ids, "judge_id": judge_ids}
        theirs = {f"state.{by}": {"$in": list(ids)} for by, ids in named.items() if ids is not None}
        return {
            state: sorted(self._pairs(edition_id, stage_id, wanted, theirs).values())
            for state, wanted in ((DRAFT, DRAFT), (SUBMITTED, {"$in": [*SENT]}))
        }

    def given(
        self, edition_id: str, stage_id: str, *, entry_ids: Collection[str] | None = None
    ) -> Iterator[tuple[str, str, dict[str, str | None]]]:
        """Yield (entry id, judge id, marks) of each submitted scorecard of a stage, or of these entries."""
        kept = {"state.entry_id": 1, "state.judge_id": 1, "state.latest.marks": 1}
        theirs = {} if entry_ids is None else {"state.entry_id": {"$in": list(entry_ids)}}
        wanted = _stage(edition_id, stage_id, {"$in": [*SENT]}) | theirs
        for card in self._database["scorecards"].find(wanted, kept):
            state = card["state"]
            yield state["entry_id"], state["judge_id"], state["latest"]["marks"]

    def _pairs(
        self, edition_id: str, stage_id: str, state: Any, theirs: Mapping[str, Any] | None = None
    ) -> dict[str, Pair]:
        kept = {"state.entry_id": 1, "state.judge_id": 1}
        wanted = {**_stage(edition_id, stage_id, state), **(theirs or {})}
        found = self._database["scorecards"].find(wanted, kept)
        return {card["_id"]: (card["state"]["entry_id"], card["state"]["judge_id"]) for card in found}


def _ways(edition_id: str, stage_id: str) -> list[Document]:
    """Return by what an entry comes to compete in a stage."""
    stage = {"edition_id": edition_id, "stage_id": stage_id}
    return [
        {**{f"screened.{name}": id for name, id in stage.items()}, "screened.decision": "eligible"},
        {f"promoted.{name}": id for name, id in stage.items()},
    ]


def _left(entry: Mapping[str, Any]) -> bool:
    return "disqualified" in entry or ("withdrawn" in entry and not entry["withdrawn"].get("back"))


def _stand_in(slot: Mapping[str, Any]) -> Document:
    """Return a slot for all that are in its state, of which no more is known than whether they were on."""
    opens_at = SOME_TIME if slot["opened"] else None
    blank: Document = {"company": "", "left": None, "ends_at": None, "closes_at": None}
    return {**blank, "entry_id": slot["entry_id"], "state": slot["state"], "opens_at": opens_at}


def _by(*fields: str) -> list[tuple[str, int]]:
    return [(field, ASCENDING) for field in fields]


def _mine(edition_id: str, judge_id: str) -> Document:
    return {"state.judge_id": judge_id, "state.edition_id": edition_id}


def _stage(edition_id: str, stage_id: str, state: Any) -> Document:
    return {"state.edition_id": edition_id, "state.stage_id": stage_id, "state.state": state}
