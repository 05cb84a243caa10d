"""Aggregates of judging as documents, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from schemas.fields import GRACE_SECONDS
from services.judging.domain.conflict import Candidate
from services.judging.domain.judge import Conflict, Judge, TermsAnswer
from services.judging.domain.panels import criteria_of, panel_ids
from services.judging.domain.publication import Publication
from services.judging.domain.rubric import Rubric, Scale
from services.judging.domain.scorecard import Clock, Correction, Heard, Scorecard, Submission
from services.judging.domain.window import Window

Document = dict[str, Any]


def rubrics_of(stage: Mapping[str, Any]) -> dict[str, Rubric]:
    """Return the rubrics of a stage as its edition tells it, by panel; one of "" without panels."""
    return {
        panel: Rubric(
            {
                c["criterion_id"]: Scale(Decimal(c["lowest"]), Decimal(c["highest"]), Decimal(c["step"]))
                for c in criteria_of(stage, panel)
            }
        )
        for panel in panel_ids(stage)
    }


def grace_of(stage: Mapping[str, Any]) -> timedelta:
    """Return how long after its closing a stage takes what was made before."""
    return timedelta(seconds=stage.get("grace_seconds", GRACE_SECONDS))


@dataclass(frozen=True)
class SetUp:
    """What scorecards of an edition are taken by, by stage; `version` 0 is not heard of yet.

    Rubrics are by stage and panel.
    """

    version: int
    rubrics: Mapping[str, Mapping[str, Rubric]]
    graces: Mapping[str, timedelta]


def set_up_of(started: Mapping[str, Any]) -> SetUp:
    """Return an edition's set-up as the edition tells it."""
    stages = {stage["stage_id"]: stage for stage in started["stages"]}
    return SetUp(
        version=started["version"],
        rubrics={id: rubrics_of(stage) for id, stage in stages.items()},
        graces={id: grace_of(stage) for id, stage in stages.items()},
    )


def window_of(
    stage_id: str,
    copy: Mapping[str, Any],
    *,
    grace: timedelta = timedelta(0),
    set_up_version: int,
) -> Window:
    """Return a stage's window; a closing counts only when it came after the last opening.

    An opening counts once the set-up that it was opened by has come, of `set_up_version` or later.
    """
    opened, closed = copy.get("opened"), copy.get("closed")
    if opened is not None and opened.get("set_up_version", 1) > set_up_version:
        opened = None
    over = closed is not None and (opened is None or closed["version"] > opened["version"])
    return Window(
        stage=stage_id,
        opened_at=datetime.fromisoformat(opened["at"]) if opened else None,
        closed_at=datetime.fromisoformat(closed["at"]) if closed and over else None,
        grace=grace,
        certified="certified" in copy,
    )


def candidate_of(entry: Mapping[str, Any]) -> Candidate:
    """Return an entry as far as assigning needs it."""
    startup = entry["submitted"]["startup"]
    return Candidate(
        id=entry["_id"],
        company=startup["company"],
        categories=tuple(startup["categories"]),
        investors=tuple(startup["investors"]),
        city=startup.get("city", ""),
        track=entry["submitted"].get("track", ""),
        language=startup.get("language", ""),
    )


def judge_to_state(judge: Judge) -> Document:
    return {
        "edition_id": judge.edition_id,
        "name": judge.name,
        "email": judge.email,
        "commitment": judge.commitment,
        "tags": judge.tags,
        "firm": judge.firm,
        "languages": judge.languages,
        "left": judge.left,
        "shadow": judge.shadow,
        "panels": judge.panels,
        "answer": _answer_to(judge.answer),
        "conflicts": {
            id: {"kind": c.kind, "reason": c.reason, "by": c.by} for id, c in judge.conflicts.items()
        },
    }


def judge_from_state(id: str, version: int, state: Document) -> Judge:
    conflicts = {entry_id: Conflict(**conflict) for entry_id, conflict in state["conflicts"].items()}
    answer = _answer_from(state.get("answer"))
    return Judge(id=id, version=version, **{**state, "conflicts": conflicts, "answer": answer})


def _answer_to(answer: TermsAnswer | None) -> Document | None:
    return None if answer is None else {**asdict(answer), "at": answer.at.isoformat()}


def _answer_from(document: Document | None) -> TermsAnswer | None:
    if document is None:
        return None
    return TermsAnswer(**{**document, "at": datetime.fromisoformat(document["at"])})


def scorecard_to_state(card: Scorecard) -> Document:
    return {
        "edition_id": card.edition_id,
        "stage_id": card.stage_id,
        "entry_id": card.entry_id,
        "judge_id": card.judge_id,
        "state": card.state,
        "reason": card.reason,
        "abstained": card.abstained,
        "latest": submission_to(card.latest) if card.latest else None,
        "commands": [{"id": h.id, "receipt": h.receipt, "revision": h.revision} for h in card.commands],
        **({"corrections": [correction_to(each) for each in card.corrections]} if card.corrections else {}),
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
        abstained=state.get("abstained", False),
        latest=submission_from(state["latest"]) if state["latest"] else None,
        commands=[Heard(c["id"], c["receipt"], c["revision"]) for c in state["commands"]],
        corrections=[_correction_from(each) for each in state.get("corrections", ())],
        version=version,
    )


def correction_to(correction: Correction) -> Document:
    """Return a correction as it is kept, which is also how it is told."""
    return {
        "kind": correction.kind,
        "revision": correction.revision,
        "before": None if correction.before is None else _marks_to(correction.before),
        "reason": correction.reason,
        "at": correction.at.isoformat(),
    }


def _correction_from(document: Document) -> Correction:
    before = document["before"]
    return Correction(
        kind=document["kind"],
        revision=document["revision"],
        before=None if before is None else _marks_from(before),
        reason=document["reason"],
        at=datetime.fromisoformat(document["at"]),
    )


def _marks_to(marks: Mapping[str, Decimal | None]) -> Document:
    return {name: None if mark is None else str(mark) for name, mark in marks.items()}


def _marks_from(document: Document) -> dict[str, Decimal | None]:
    return {name: None if mark is None else Decimal(mark) for name, mark in document.items()}


def _by_judge(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    entries: dict[str, list[str]] = {}
    for entry_id, judge_id in pairs:
        entries.setdefault(judge_id, []).append(entry_id)
    return entries


def _pairs_of(entries: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return sorted((entry_id, judge_id) for judge_id, owed in entries.items() for entry_id in owed)


def publication_to_state(publication: Publication) -> Document:
    return {
        "edition_id": publication.edition_id,
        "stage_id": publication.stage_id,
        "basis": publication.basis,
        "entries": _by_judge(publication.pairs),
        "carried_out": publication.carried_out,
        "speaks": publication.speaks,
        "summary": publication.summary,
        "shadows": _by_judge(publication.shadows),
    }


def publication_from_state(id: str, version: int, state: Document) -> Publication:
    return Publication(
        id=id,
        edition_id=state["edition_id"],
        stage_id=state["stage_id"],
        basis=state["basis"],
        pairs=_pairs_of(state["entries"]),
        shadows=_pairs_of(state.get("shadows", {})),
        carried_out=state["carried_out"],
        speaks=state.get("speaks", False),
        summary=state["summary"],
        version=version,
    )


def submission_to(latest: Submission) -> Document:
    """Return a submission as it is kept, which is also how it is told."""
    return {
        "command_id": latest.command_id,
        "receipt": latest.receipt,
        "revision": latest.revision,
        "marks": _marks_to(latest.marks),
        "comment": latest.comment,
        "note": latest.note,
        "clock": _clock_to(latest.clock),
        # As text: the database keeps milliseconds only, and the newer of two is decided by more.
        "made_at": latest.made_at.isoformat(),
        "received_at": latest.received_at.isoformat(),
    }


def submission_from(document: Document) -> Submission:
    """Return the submission that was kept."""
    return Submission(
        command_id=document["command_id"],
        receipt=document["receipt"],
        revision=document["revision"],
        marks={name: None if mark is None else Decimal(mark) for name, mark in document["marks"].items()},
        comment=document["comment"],
        made_at=datetime.fromisoformat(document["made_at"]),
        received_at=datetime.fromisoformat(document["received_at"]),
        note=document.get("note", ""),
        clock=_clock_from(document.get("clock")),
    )


def _clock_to(clock: Clock | None) -> Document | None:
    if clock is None:
        return None
    return {"phone_at": _iso(clock.phone_at), "contact_at": _iso(clock.contact_at), "basis": clock.basis}


def _clock_from(document: Document | None) -> Clock | None:
    if document is None:
        return None
    phone_at, contact_at = (_moment(document[name]) for name in ("phone_at", "contact_at"))
    return Clock(phone_at=phone_at, contact_at=contact_at, basis=document["basis"])


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
