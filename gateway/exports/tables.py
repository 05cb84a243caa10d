"""What can be taken away: for each table its columns, and its rows as they come from the services."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from gateway.asked import label_of
from gateway.audit import rows as acts_in_rows
from gateway.clients import Unavailable
from gateway.exports.columns import MARK, MEAN, PANEL, heading
from gateway.pages.seats import panel_of
from gateway.resources.doors import query
from schemas.message import Query
from schemas.queries import (
    GetCall,
    GetCertificate,
    GetCoverage,
    GetEdition,
    GetStandings,
    ListAnswers,
    ListCertificates,
    ListEntries,
    ListIntros,
    ListJudges,
    ListMeetings,
    ListScorecards,
)
from schemas.refusal import NotFound, Refusal

AT_ONCE = 1_000

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """Rows by the ids of an edition and a stage, each with the same columns.

    `expected` is how many rows there will be, None where that is not known before.
    `by_stage` says that there is one for each stage, `certified` that it is of certified results.
    """

    name: str
    rows: Callable[[str, str], Iterator[Row]]
    by_stage: bool = False
    certified: bool = False
    expected: Callable[[str, str], int | None] = lambda edition_id, stage_id: None

    def heading(self, edition_id: str, stage_id: str) -> Callable[[str], str]:
        """Return what says how a column is called in the reader's language."""
        stage = stage_of(edition_id, stage_id) if self.by_stage else {"criteria": []}
        names = {criterion["criterion_id"]: criterion["name"] for criterion in stage["criteria"]}
        panels = {panel["panel_id"]: panel["name"] for panel in stage.get("panels") or ()}
        return lambda code: heading(code, names, panels)


def entries(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield every entry with all that is known of the startup."""
    for entry in pages_of(ListEntries, "entries", edition_id=edition_id):
        # A startup's state is a part of its country; the entry's is another thing.
        startup = {
            "region" if name == "state" else name: _cell(value) for name, value in entry["startup"].items()
        }
        yield {
            **{name: entry[name] for name in ("entry_id", "state", "stage_id")},
            "track": entry.get("track", ""),
            **startup,
            "reason": entry["reason"],
            "submitted_at": entry["submitted_at"],
        }


def answers(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield what founders submitted last, a column for each question."""
    call = query(GetCall, edition_id=edition_id)
    asked = [*call["form"], *call["removed"]]
    labels = [label_of(field) for field in asked]
    files = {field["field_id"] for field in asked if field["kind"] == "file"}
    columns = {
        field["field_id"]: label if labels.count(label) == 1 else f"{label} ({field['field_id']})"
        for field, label in zip(asked, labels, strict=True)
    }
    for page in whole_pages_of(ListAnswers, edition_id=edition_id):
        for line in page["answers"]:
            told = {name: line[name] for name in ("entry_id", "receipt", "submitted_at", "by")}
            texts = {
                id: page["files"].get(text, {}).get("name", "") if id in files else text
                for id, text in line["answers"].items()
            }
            yield {**told, **{column: texts.get(id, "") for id, column in columns.items()}}


def judges(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield every judge with how many conflicts of interest there are."""
    for judge in query(ListJudges, edition_id=edition_id)["judges"]:
        told = {name: _cell(value) for name, value in judge.items() if name != "conflicts"}
        yield {**told, "conflicts": len(judge["conflicts"])}


def scorecards(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield every scorecard of a stage, a column for each criterion, with names beside ids."""
    stage = stage_of(edition_id, stage_id)
    criteria = [c["criterion_id"] for c in stage["criteria"]]
    judges = {judge["judge_id"]: judge for judge in query(ListJudges, edition_id=edition_id)["judges"]}
    companies = {
        entry["entry_id"]: entry["startup"]["company"]
        for entry in pages_of(ListEntries, "entries", edition_id=edition_id)
    }
    for card in pages_of(ListScorecards, "scorecards", edition_id=edition_id, stage_id=stage_id):
        yield {
            "scorecard_id": card["scorecard_id"],
            "entry_id": card["entry_id"],
            "company": companies.get(card["entry_id"], ""),
            "judge_id": card["judge_id"],
            "judge": judges.get(card["judge_id"], {}).get("name", ""),
            **_panel(judges.get(card["judge_id"], {}), stage),
            "state": card["state"],
            "revision": card["revision"],
            **{f"{MARK}{name}": card["marks"].get(name) for name in criteria},
            **{name: card[name] for name in ("comment", "made_at", "received_at")},
        }


def _panel(judge: Row, stage: Row) -> Row:
    """Return the column of a judge's panel, in a stage that has panels."""
    if not stage.get("panels"):
        return {}
    panel = panel_of(judge, stage)
    return {"panel": panel["name"] if panel else ""}


def standings(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield a stage's standings as the organiser sees them."""
    standing = query(GetStandings, edition_id=edition_id, stage_id=stage_id)
    told = {"certificate": standing["certificate"] or None, "corrected": standing.get("corrected", False)}
    for row in _places(edition_id, stage_id, standing["rows"]):
        yield {**row, "state": standing["state"], **told}


def results(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield a stage's places by the certificate in force; refused before there is one."""
    known = query(ListCertificates, edition_id=edition_id, stage_id=stage_id)["certificates"]
    number = known[0]["number"]
    found = query(GetCertificate, edition_id=edition_id, stage_id=stage_id, number=number)
    for row in _places(edition_id, stage_id, found["rows"]):
        yield {**row, "certificate": number, "corrected": number > 1}


def _places(edition_id: str, stage_id: str, rows: list[Row]) -> Iterator[Row]:
    stage = stage_of(edition_id, stage_id)
    criteria = [c["criterion_id"] for c in stage["criteria"]]
    panels = [panel["panel_id"] for panel in stage.get("panels") or ()]
    known = ("place", "shared", "entry_id", "company", "total", "scorecards", "award")
    for row in rows:
        means = {f"{MEAN}{name}": row["means"].get(name) for name in criteria}
        parts = {name: row[name] for name in ("judged", "votes") if row.get("votes") is not None}
        totals = {f"{PANEL}{id}": row.get("panels", {}).get(id) for id in panels}
        yield {**{name: row.get(name) for name in known}, **parts, **totals, **means}


def intros(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield every intro."""
    yield from query(ListIntros, edition_id=edition_id)["intros"]


def meetings(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield every meeting that was published, by time and table, with those that were cancelled since."""
    names = ("starts_at", "ends_at", "place", "table", "company", "investor", "firm", "investor_email")
    for meeting in pages_of(ListMeetings, "meetings", edition_id=edition_id):
        ids = {name: meeting[name] for name in ("meeting_id", "entry_id", "investor_id")}
        yield {**{name: meeting[name] for name in names}, "meeting_state": meeting["state"], **ids}


def audit(edition_id: str, stage_id: str) -> Iterator[Row]:
    """Yield every act of organisers, a row for each value that it changed."""
    yield from acts_in_rows(edition_id)


def _entries_expected(edition_id: str, stage_id: str) -> int | None:
    return int(query(GetEdition, edition_id=edition_id)["counts"].get("entries", 0))


def _scorecards_expected(edition_id: str, stage_id: str) -> int | None:
    with suppress(Refusal, Unavailable):
        return int(query(GetCoverage, edition_id=edition_id, stage_id=stage_id, lacking=0)["assigned"])
    return None


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("entries", entries, expected=_entries_expected),
        Table("answers", answers),
        Table("judges", judges),
        Table("intros", intros),
        Table("meetings", meetings),
        Table("audit", audit),
        Table("scorecards", scorecards, by_stage=True, expected=_scorecards_expected),
        Table("standings", standings, by_stage=True),
        Table("results", results, by_stage=True, certified=True),
    )
}


def pages_of(message: type[Query], name: str, **wanted: Any) -> Iterator[dict[str, Any]]:
    """Yield what a query gives page by page, under that name of its answer."""
    for page in whole_pages_of(message, **wanted):
        yield from page[name]


def whole_pages_of(message: type[Query], **wanted: Any) -> Iterator[dict[str, Any]]:
    """Yield what a query gives page by page."""
    after = ""
    while True:
        page = query(message, **wanted, after=after, limit=AT_ONCE)
        yield page
        if not page.get("next"):
            return
        after = page["next"]


def stage_of(edition_id: str, stage_id: str) -> dict[str, Any]:
    """Return a stage of the edition; NotFound says which there are."""
    stages: list[dict[str, Any]] = query(GetEdition, edition_id=edition_id)["stages"]
    found = next((stage for stage in stages if stage["stage_id"] == stage_id), None)
    if found is None:
        known = [stage["stage_id"] for stage in stages]
        raise NotFound(f"there is no stage {stage_id!r}", errors={"stage_id": {"known": known}})
    return found


def _cell(value: Any) -> Any:
    """Return a list as one text; a list of parts as its parts' values."""
    if isinstance(value, list):
        return "; ".join(_part(each) for each in value)
    return _part(value) if isinstance(value, dict) else value


def _part(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values() if each not in (None, ""))
    return str(value)
