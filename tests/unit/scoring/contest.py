"""A small contest: the facts that the other services would tell of it, and a store in memory."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

from schemas.commands import CertifyResults, FreezeStage, PublishResults, RevealPlace, ThawStage
from schemas.envelope import opened, wrap
from schemas.events import (
    EVENTS,
    AssignmentsPublished,
    EditionStarted,
    EntryDisqualified,
    EntryPromoted,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    JudgeRecused,
    ScorecardAmended,
    ScorecardSubmitted,
    ScorecardVoided,
    StageClosed,
)
from services.chassis.messaging import Asked
from services.scoring import certificates, proofs, queries
from services.scoring.dirty import Dirty
from services.scoring.domain.standing import standing_id
from services.scoring.handlers import corrections, facts, refreshing, results
from services.scoring.kept import KeptStandings
from services.scoring.log import Log
from services.scoring.repository import ScoringStore, board_from, from_state, seals_from, to_state
from services.scoring.votes.domain.vote import Vote, Window
from tests.support.memory import MemoryCopies, MemoryRepository

EDITION = "ed-1"
STAGE = "final"
NOON = datetime(2025, 11, 8, 12, tzinfo=UTC)
LONG_AFTER = NOON + timedelta(hours=1)


def a_criterion(id, weight):
    return {
        "criterion_id": id,
        "name": id.title(),
        "weight": weight,
        "lowest": "0",
        "highest": "10",
        "step": "0.5",
    }


def a_stage(stage_id=STAGE, *, board="sealed", **rule):
    return {
        "stage_id": stage_id,
        "name": stage_id.title(),
        "kind": "live_panel",
        "judges_per_entry": 2,
        "assignment": "panel",
        "criteria": [a_criterion("pitch", "40"), a_criterion("team", "60")],
        "rule": {"method": "weighted_mean", "digits": 2, **rule},
        "board": board,
    }


def a_stage_of_panels(stage_id=STAGE, **rule):
    """Return a stage in which a technical panel marks the pitch up to 10 and investors the team up to 100.

    The technical panel has 60 % of the result.
    """
    pitch, team = a_criterion("pitch", "40"), a_criterion("team", "1")
    panels = [
        {"panel_id": "tech", "name": "Tech", "weight": "3"},
        {"panel_id": "money", "name": "Money", "weight": "2"},
    ]
    criteria = [{**pitch, "panel": "tech"}, {**team, "highest": "100", "panel": "money"}]
    return {**a_stage(stage_id, **rule), "criteria": criteria, "panels": panels}


def a_stage_of_votes(stage_id=STAGE):
    """Return a stage that the audience's votes alone decide."""
    rule = {"method": "votes", "drop_highest": 0, "drop_lowest": 0, "digits": 0, "tie_breaks": []}
    without = {"kind": "audience_vote", "judges_per_entry": 0, "criteria": [], "grace_seconds": 0}
    return {**a_stage(stage_id), **without, "rule": rule}


def an_award(place, name, stage_id=STAGE):
    return {"award_id": f"award-{place}-{len(name)}", "name": name, "stage_id": stage_id, "place": place}


def card_id(entry_id, judge_id, stage_id=STAGE):
    return f"sc-{stage_id}-{entry_id}-{judge_id}"


def _tell(message, data, *, subject, version=1):
    return wrap(
        message, {"edition_id": EDITION, **data}, subject=subject, time=NOON, aggregate_version=version
    )


def edition_started(*stages, awards=(), version=1):
    names = {"host": "Black Horse", "programme": "Black Horse Cup", "name": "Cup 2025", "zone": "Asia/Taipei"}
    data = {**names, "stages": list(stages or [a_stage()]), "awards": list(awards)}
    return _tell(EditionStarted, data, subject=EDITION, version=version)


def entry_submitted(entry_id, company=None, version=1, track=""):
    startup = {"startup_id": f"st-{entry_id}", "company": company or f"{entry_id.title()} Inc."}
    return _tell(
        EntrySubmitted,
        {"entry_id": entry_id, "startup": startup, "track": track},
        subject=entry_id,
        version=version,
    )


def entry_screened(entry_id, decision="eligible", stage_id=STAGE, version=2):
    data = {"entry_id": entry_id, "stage_id": stage_id, "decision": decision}
    return _tell(EntryScreened, data, subject=entry_id, version=version)


def entry_promoted(entry_id, from_stage_id, stage_id, place=1, version=3):
    data = {"entry_id": entry_id, "from_stage_id": from_stage_id, "stage_id": stage_id, "place": place}
    return _tell(EntryPromoted, data, subject=entry_id, version=version)


def entry_withdrawn(entry_id, version=9):
    return _tell(EntryWithdrawn, {"entry_id": entry_id}, subject=entry_id, version=version)


def assignments_published(*pairs, part=1, parts=1, stage_id=STAGE, version=1):
    assignments = [
        {"scorecard_id": card_id(entry, judge, stage_id), "entry_id": entry, "judge_id": judge}
        for entry, judge in pairs
    ]
    data = {"stage_id": stage_id, "part": part, "parts": parts, "assignments": assignments}
    return _tell(AssignmentsPublished, data, subject=standing_id(EDITION, stage_id), version=version)


def receipt_of(entry_id, judge_id, revision=1, stage_id=STAGE):
    return f"{stage_id}-{entry_id}-{judge_id}-{revision}.0123456789abcdef"


def scorecard_submitted(entry_id, judge_id, *marks, revision=1, stage_id=STAGE, version=None):
    given = {c: None if m is None else str(m) for c, m in zip(("pitch", "team"), marks, strict=False)}
    data = {
        "stage_id": stage_id,
        "scorecard_id": card_id(entry_id, judge_id, stage_id),
        "entry_id": entry_id,
        "judge_id": judge_id,
        "revision": revision,
        "marks": given,
        "made_at": NOON.isoformat(),
        "received_at": NOON.isoformat(),
        "receipts": [{"receipt": receipt_of(entry_id, judge_id, revision, stage_id), "revision": revision}],
    }
    return _tell(ScorecardSubmitted, data, subject=data["scorecard_id"], version=version or revision + 1)


def judge_recused(entry_id, judge_id, stage_id=STAGE, version=9):
    id = card_id(entry_id, judge_id, stage_id)
    data = {
        "stage_id": stage_id,
        "scorecard_id": id,
        "entry_id": entry_id,
        "judge_id": judge_id,
        "reason": "kin",
    }
    return _tell(JudgeRecused, data, subject=id, version=version)


def _corrected(message, entry_id, judge_id, *, reason, stage_id, version, **more):
    id = card_id(entry_id, judge_id, stage_id)
    names = {"stage_id": stage_id, "scorecard_id": id, "entry_id": entry_id, "judge_id": judge_id}
    told = {**names, "reason": reason, "corrected_at": LONG_AFTER.isoformat(), **more}
    return _tell(message, told, subject=id, version=version)


def scorecard_amended(
    entry_id, judge_id, *marks, revision=2, reason="a slip of the pen", stage_id=STAGE, version=7
):
    given = {c: str(m) for c, m in zip(("pitch", "team"), marks, strict=True)}
    more = {"revision": revision, "marks": given, "reason": reason}
    return _corrected(ScorecardAmended, entry_id, judge_id, stage_id=stage_id, version=version, **more)


def scorecard_voided(entry_id, judge_id, *, reason="kin after all", stage_id=STAGE, version=8):
    return _corrected(ScorecardVoided, entry_id, judge_id, reason=reason, stage_id=stage_id, version=version)


def entry_disqualified(entry_id, *, reason="two entries", version=11):
    data = {"entry_id": entry_id, "reason": reason, "disqualified_at": LONG_AFTER.isoformat()}
    return _tell(EntryDisqualified, data, subject=entry_id, version=version)


def stage_closed(stage_id=STAGE, version=3, set_up_version=1):
    data = {"stage_id": stage_id, "closed_at": NOON.isoformat(), "set_up_version": set_up_version}
    return _tell(StageClosed, data, subject=EDITION, version=version)


class MemoryGlances:
    """Parts of standings, as `Glances` reads them."""

    unpublished = 0

    def __init__(self, repository):
        self._documents = repository.documents

    def boards(self, edition_id):
        return {
            s["stage_id"]: board_from(s["public"]) for s in self._states() if s["edition_id"] == edition_id
        }

    def certificates(self, edition_id):
        return {s["stage_id"]: s["certificate"] for s in self._states() if s["edition_id"] == edition_id}

    def states(self, edition_id):
        return {s["stage_id"]: s["state"] for s in self._states() if s["edition_id"] == edition_id}

    def sealed(self, standing_id, entry_ids):
        state = self._documents.get(standing_id, {"state": {"state": "building"}})["state"]
        return None if state["state"] == "building" else seals_from(state["seals"], entry_ids)

    def version(self, standing_id):
        found = self._documents.get(standing_id)
        return found and found["version"]

    def waiting(self, standing_id):
        return self.unpublished

    def _states(self):
        return [document["state"] for document in self._documents.values()]


class MemoryChunks:
    """Chunks of the log, as `MongoChunks` keeps them."""

    def __init__(self):
        self.documents, self.secrets = {}, {}

    def secret(self, edition_id, fresh):
        return self.secrets.setdefault(edition_id, fresh)

    def last(self, edition_id):
        return max(self._of(edition_id), key=lambda chunk: chunk["first"], default=None)

    def known(self, facts):
        return {fact for chunk in self.documents.values() for fact in chunk["facts"]} & set(facts)

    def add(self, chunk):
        return self.documents.setdefault(chunk["_id"], chunk) is chunk

    def read(self, edition_id, first, end):
        chunks = sorted(self._of(edition_id), key=lambda chunk: chunk["first"])
        return (chunk for chunk in chunks if chunk["first"] < end and chunk["size"] > first)

    def _of(self, edition_id):
        return [chunk for chunk in self.documents.values() if chunk["edition"] == edition_id]


class MemoryVotes:
    """Audience votes with what was counted of each, as `VoteStore` tells of them."""

    def __init__(self):
        self.held, self.counts = {}, {}
        self.votes = SimpleNamespace(find=self.held.get, save=lambda vote: vote.facts.clear())

    def of_edition(self, edition_id):
        return list(self.held.values())

    def totals(self, vote):
        return vote.totals if vote.revealed else self.counts[vote.id]


class MemoryStore:
    """What `ScoringStore` is, without a database."""

    def __init__(self):
        self.editions, self.stages, self.entries = MemoryCopies(), MemoryCopies(), MemoryCopies()
        self.publications, self.scorecards = MemoryCopies(), MemoryCopies()
        self.certificates = MemoryCopies()
        self.standings = MemoryRepository(
            events=EVENTS, to_state=to_state, from_state=from_state, name="standings"
        )
        self.glances = MemoryGlances(self.standings)
        self.looked_at = KeptStandings(self.standings, self.glances.version)
        self.dirty = Dirty()
        self.chunks = MemoryChunks()
        self.log = Log(self.chunks)
        self.audience = MemoryVotes()

    edition = ScoringStore.edition
    stage = ScoringStore.stage


HEARING = {
    "EditionStarted": facts.keep_edition,
    "StageClosed": facts.keep_closing,
    "AssignmentsPublished": facts.keep_assignments,
    "JudgeRecused": facts.keep_recusal,
    "ScorecardAmended": corrections.amend,
    "ScorecardVoided": corrections.void,
    "ScorecardSubmitted": lambda event, store: facts.keep_scorecards([event], store),
}


class Contest:
    """Drives scoring by message, and reads what it answers and tells."""

    def __init__(self, store=None):
        self.store = store or MemoryStore()

    def hear(self, *envelopes):
        for envelope in envelopes:
            event = opened(envelope, EVENTS[envelope.name]())
            keep = HEARING.get(envelope.name) or (lambda event, store: facts.keep_entries([event], store))
            keep(event, self.store)
        return self

    def refresh(self):
        refreshing.refresh_standings(self.store)
        return self

    def hold_vote(self, vote_id="audience", *, open=False, revealed=True, **counts):
        """Let an audience vote in the final, so many for each."""
        until = None if open else NOON + timedelta(minutes=5)
        vote = Vote(EDITION, vote_id, "Audience award", STAGE, dict.fromkeys(counts, "Inc."))
        vote.windows, vote.settled, vote.revealed = [Window(NOON, until)], not open, revealed
        vote.totals = dict(counts) if revealed else {}
        self.store.audience.held[vote.id], self.store.audience.counts[vote.id] = vote, dict(counts)
        return self

    def freeze(self, stage_id=STAGE, *, now=LONG_AFTER, **data):
        return results.freeze_stage(self._command(FreezeStage, stage_id, now=now, **data), self.store)

    def thaw(self, stage_id=STAGE):
        return results.thaw_stage(self._command(ThawStage, stage_id), self.store)

    def certify(self, stage_id=STAGE):
        return results.certify_results(self._command(CertifyResults, stage_id), self.store)

    def reveal(self, step, stage_id=STAGE):
        return results.reveal_place(self._command(RevealPlace, stage_id, step=step), self.store)

    def publish(self, stage_id=STAGE):
        return results.publish_results(self._command(PublishResults, stage_id), self.store)

    def standings(self, stage_id=STAGE, track="", **page):
        wanted = {"edition_id": EDITION, "stage_id": stage_id, "track": track, **page}
        return queries.get_standings(self.store, wanted)

    def board(self, stage_id=STAGE):
        stages = queries.get_board(self.store, {"edition_id": EDITION})["stages"]
        return next(stage for stage in stages if stage["stage_id"] == stage_id)

    def results(self, stage_id=STAGE):
        return queries.get_results(self.store, {"edition_id": EDITION, "stage_id": stage_id})

    def certificates(self, stage_id=STAGE, *, public=False):
        wanted = {"edition_id": EDITION, "stage_id": stage_id, "public": public}
        return certificates.list_certificates(self.store, wanted)["certificates"]

    def certificate(self, number, stage_id=STAGE, *, public=False):
        wanted = {"edition_id": EDITION, "stage_id": stage_id, "number": number, "public": public}
        return certificates.get_certificate(self.store, wanted)

    def proof(self, stage_id=STAGE):
        """Return the whole proof, as the gateway puts it together."""
        wanted = {"edition_id": EDITION, "stage_id": stage_id}
        proof = proofs.get_proof(self.store, wanted)
        leaves = proofs.get_proof_leaves(self.store, {**wanted, "first": 0, "limit": 500})["leaves"]
        return {**proof, "log": {**proof["log"], "leaves": leaves}}

    def counted(self, *refs):
        wanted = [{"scorecard_id": id, "revision": revision} for id, revision in refs]
        return queries.get_counted(self.store, {"scorecards": wanted})["counted"]

    def told(self, name):
        return [SimpleNamespace(**e.data) for e in self.store.standings.published if e.name == name]

    def _command(self, command, stage_id, *, now=LONG_AFTER, **data):
        loaded = command().load({"edition_id": EDITION, "stage_id": stage_id, **data})
        return Asked(id=str(uuid4()), by="p-1", now=now, data=loaded)


def placed(standings):
    """Return (entry, place, total) of each row, as a short way to say who stands where."""
    return [(row["entry_id"], row["place"], row["total"]) for row in standings["rows"]]


def three_entries():
    """Return the facts of three entries with two judges each, all scored: ant 8, bee 7 and cat 7."""
    entries = ("ant", "bee", "cat")
    pairs = [(entry, judge) for entry in entries for judge in ("j1", "j2")]
    marks = {"ant": (8, 8), "bee": (7, 7), "cat": (7, 7)}
    return [
        *(entry_submitted(entry) for entry in entries),
        *(entry_screened(entry) for entry in entries),
        assignments_published(*pairs),
        *(scorecard_submitted(entry, judge, *marks[entry]) for entry, judge in pairs),
    ]


def a_scored_contest(*stages, awards=(), store=None):
    """Return a contest of `three_entries`, refreshed and not yet closed."""
    return Contest(store).hear(edition_started(*stages, awards=awards), *three_entries()).refresh()


def a_contest_of_votes(*entries, awards=()):
    """Return a closed contest in which the votes alone decide, with ant, bee, cat and dog where none are named."""
    named = entries or ("ant", "bee", "cat", "dog")
    return (
        Contest()
        .hear(
            edition_started(a_stage_of_votes(), awards=awards),
            *(entry_submitted(entry) for entry in named),
            *(entry_screened(entry) for entry in named),
            stage_closed(),
        )
        .refresh()
    )


def a_contest_of_panels(**rule):
    """Return a closed contest with two technical judges and an investor.

    ant has 8 of 10 and 60 of 100, which is 72 of 100, bee 7 and 70, cat 7 and 50.
    """
    entries, judges = {"ant": (8, 60), "bee": (7, 70), "cat": (7, 50)}, ("t1", "t2", "i1")
    pairs = [(entry, judge) for entry in entries for judge in judges]
    return (
        Contest()
        .hear(
            edition_started(a_stage_of_panels(**rule)),
            *(entry_submitted(entry) for entry in entries),
            *(entry_screened(entry) for entry in entries),
            assignments_published(*pairs),
            *(scorecard_submitted(e, j, tech) for e, (tech, _) in entries.items() for j in ("t1", "t2")),
            *(scorecard_submitted(entry, "i1", None, money) for entry, (_, money) in entries.items()),
            stage_closed(),
        )
        .refresh()
    )


def a_published_contest(*more, store=None):
    """Return a contest of `three_entries` after which `more` was told, with public results."""
    contest = a_scored_contest(store=store).hear(*more, stage_closed())
    contest.freeze()
    contest.certify()
    contest.publish()
    return contest
