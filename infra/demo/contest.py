"""The organiser's part, from the first sign-in to an open preliminary, and from its close on."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infra.demo import cast
from infra.demo.client import Client, Refused, every_page
from infra.demo.progress import Acts
from infra.demo.size import Size

BLUEPRINT = "black-horse-tour"
PRELIMINARY, HEATS, FINAL = "preliminary", "heats", "final"
ORGANISER = {"name": "Mei-Hua Lin", "email": "organiser@darkhorse.example"}
QUIET_SECONDS = 60.0
LOOK_SECONDS = 0.25


class Broken(Exception):
    """The contest cannot go on as it must; the message says what came instead."""


@dataclass
class Contest:
    """What is known of the contest as it is played.

    Judges and their sessions are by judge id, entries by entry id. `guest` is the judge id of
    whoever scores along at the final, empty without one; `pitch_seconds` is how long a finalist
    stays on stage for the guest.
    """

    organiser: Client
    size: Size
    seed: int
    csv: str
    edition_id: str = ""
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    judges: dict[str, cast.Person] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)
    guest: str = ""
    pitch_seconds: float = 0

    @property
    def path(self) -> str:
        """The edition's address."""
        return f"/editions/{self.edition_id}"

    def stage_path(self, stage_id: str) -> str:
        """Return a stage's address."""
        return f"{self.path}/stages/{stage_id}"

    def quiet(self) -> dict[str, Any]:
        """Return the status once nothing is pending and nothing waits in a queue; Broken after a minute."""

        def settled() -> dict[str, Any] | None:
            status: dict[str, Any] = self.organiser.get("/status")
            calm = status["pending"] == 0 and not any(queue["ready"] for queue in status["queues"])
            return status if calm and all(p["answers"] for p in status["programs"]) else None

        return wait_for("quiet", lambda: settled() and settled(), seconds=QUIET_SECONDS)


def wait_for(what: str, look: Callable[[], Any], *, seconds: float = 30.0) -> Any:
    """Return what `look` finds as soon as it finds something; Broken when it does not in time."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > deadline:
            raise Broken(f"waited {seconds:g} s for {what}")
        time.sleep(LOOK_SECONDS)
    return found


def ask_again(act: Callable[[], Any], *, while_code: str, seconds: float = 20.0) -> Any:
    """Return what comes of an act that is refused until a fact has arrived where it is needed."""

    def look() -> Any:
        try:
            return act() or True
        except Refused as refused:
            if refused.code != while_code:
                raise
            return None

    return wait_for(f"anything but {while_code}", look, seconds=seconds)


def sign_in_organiser(client: Client, *, setup_token: str, kept: Path) -> None:
    """Become the first organiser, or come back as the one whose session is kept from the last run."""
    try:
        client.sign_in(setup_token, **ORGANISER)
    except Refused as refused:
        if not kept.exists():
            raise Broken(
                f"this system has its organiser already ({refused.code}); play in another folder with"
                " --run-dir, or begin anew with `make clean`"
            ) from refused
        client.token = kept.read_text().strip()
        client.get("/me")
        return
    kept.touch(mode=0o600)
    kept.write_text(client.token or "")


def start_edition(contest: Contest) -> None:
    """Make host, programme and an edition from the blueprint."""
    organiser = contest.organiser
    number = len(organiser.get("/editions")["editions"]) + 1
    host = organiser.post("/hosts", {"name": "Dark Horse Society"})
    programme = organiser.post(f"/hosts/{host['host_id']}/programmes", {"name": "Black Horse Cup"})
    body = {"blueprint": BLUEPRINT, "name": f"Black Horse Cup, run {number}", "zone": "Asia/Shanghai"}
    edition = organiser.post(f"/programmes/{programme['programme_id']}/editions", body)
    contest.edition_id = edition["edition_id"]


def refuse_bad_import(contest: Contest) -> dict[str, Any]:
    """Import a CSV with one bad cell; return the line that comes back, once nothing was imported."""
    text, line, column = cast.spoil(contest.csv)
    try:
        contest.organiser.post(f"{contest.path}/entries/import", {"csv": text})
    except Refused as refused:
        found = [each for each in _lines(refused.errors) if each.get("line") == line]
        if not found or found[0]["column"] != column or not found[0]["reason"]:
            raise Broken(f"line {line}, column {column} was bad; came back: {refused}") from refused
    else:
        raise Broken("a CSV with a bad cell was taken")
    imported = contest.organiser.get(contest.path)["counts"]["entries"]
    if imported:
        raise Broken(f"{imported} entries came of a refused import")
    return found[0]


def _lines(errors: Any) -> list[dict[str, Any]]:
    """Return every bad line named anywhere in the errors of a refused import."""
    if isinstance(errors, dict):
        return [errors] if "line" in errors else [e for inner in errors.values() for e in _lines(inner)]
    return [e for inner in errors for e in _lines(inner)] if isinstance(errors, list) else []


def import_entries(contest: Contest) -> int:
    """Import all startups and find all of them eligible; return how many."""
    organiser, path = contest.organiser, f"{contest.path}/entries"
    wanted = len(cast.companies_of(contest.csv))
    imported = organiser.post(f"{path}/import", {"csv": contest.csv})["imported"]
    again = organiser.post(f"{path}/import", {"csv": contest.csv})
    if imported != wanted or again["imported"] or again["already"] != wanted:
        raise Broken(f"{wanted} startups: {imported} imported at first, then {again}")
    organiser.post(f"{path}/screen", {"decision": "eligible", "reason": "complete"})
    contest.entries = {e["entry_id"]: e for e in every_page(organiser, path, "entries")}
    states = {entry["state"] for entry in contest.entries.values()}
    if len(contest.entries) != wanted or states != {"eligible"}:
        raise Broken(f"{wanted} eligible entries wanted; there are {len(contest.entries)}, {states}")
    return wanted


def add_judges(contest: Contest) -> None:
    """Add judges, invite them, and sign each of them in by their single-use link."""
    size = contest.size
    companies = cast.companies_of(contest.csv)
    contest.quiet()  # until judging knows the edition and its entries
    people = cast.judges(companies, count=size.judges, commitment=size.commitment, seed=contest.seed)
    body = {"judges": [person.body for person in people]}
    added = contest.organiser.post(f"{contest.path}/judges", body)["judges"]
    by_email = {judge["email"]: judge["judge_id"] for judge in added}
    contest.judges = {by_email[person.email]: person for person in people}
    links = invite(contest, "judge", contest.judges)
    for judge_id, link in links.items():
        contest.tokens[judge_id] = signed_in(contest, link)
    try:
        signed_in(contest, next(iter(links.values())))
    except Refused as refused:
        contest.figures["used link"] = refused.code
    else:
        raise Broken("a single-use link worked twice")


def invite(contest: Contest, role: str, people: dict[str, cast.Person]) -> dict[str, str]:
    """Invite people, by the id of whom they are or act for; return their links by that id."""
    invitations = [
        {"role": role, "name": person.name, "email": person.email, "subject_id": subject_id}
        for subject_id, person in people.items()
    ]
    answer = contest.organiser.post(f"{contest.path}/invitations", {"invitations": invitations})
    return {link["subject_id"]: link["url"] for link in answer["links"]}


def signed_in(contest: Contest, link: str) -> str:
    """Use up a link and return the session it gives."""
    client = Client(contest.organiser.gateway_url)
    try:
        client.sign_in(link)
        return client.token or ""
    finally:
        client.close()


def assign(contest: Contest, stage_id: str, *, judge_ids: list[str] | None = None) -> dict[str, Any]:
    """Publish assignments once every entry of the stage has arrived at judging."""
    contest.quiet()
    body = {"judge_ids": judge_ids, "seed": contest.seed}
    answer: dict[str, Any] = contest.organiser.post(f"{contest.stage_path(stage_id)}/assignments", body)
    return answer


def open_stage(contest: Contest, stage_id: str) -> None:
    """Open a stage; back when judging takes scorecards."""
    path = contest.stage_path(stage_id)
    contest.organiser.post(f"{path}/open")
    wait_for("the open stage", lambda: contest.organiser.get(f"{path}/coverage")["state"] == "open")


def certify(contest: Contest, stage_id: str, *, owed: int) -> dict[str, Any]:
    """Freeze a closed stage once all is counted, certify it, and return its standings.

    Only a guest may leave a scorecard out.
    """
    organiser, path = contest.organiser, contest.stage_path(stage_id)
    expected = organiser.get(f"{path}/coverage")["submitted"] if contest.guest else owed
    try:
        wait_for("the count", lambda: organiser.get(f"{path}/standings")["counted"] == expected)
    except Broken as error:
        counted = organiser.get(f"{path}/standings")["counted"]
        status = organiser.get("/status")
        raise Broken(f"{counted} of {expected} scorecards are counted; the status is {status}") from error
    body = {"accept_missing": expected < owed}
    ask_again(lambda: organiser.post(f"{path}/freeze", body), while_code="stage_not_closed")
    organiser.post(f"{path}/certify")
    standings: dict[str, Any] = organiser.get(f"{path}/standings")
    return standings


def close_stage(contest: Contest, stage_id: str) -> None:
    """Close a stage; back when judging knows."""
    path = contest.stage_path(stage_id)
    contest.organiser.post(f"{path}/close")
    wait_for("the closed stage", lambda: contest.organiser.get(f"{path}/coverage")["state"] == "closed")


def promote(contest: Contest, acts: Acts, *, stage_id: str, quota: int) -> list[dict[str, Any]]:
    """Send the first of a stage to the next; ties across the cut all go on."""
    path = f"{contest.stage_path(stage_id)}/promote"

    def act() -> Any:
        try:
            return contest.organiser.post(path, {"quota": quota})
        except Refused as refused:
            if refused.code != "tie_across_cut":
                raise
            acts.note(f"{refused.detail}: all who share it go on")
            return contest.organiser.post(path, {"quota": quota, "include_ties": True})

    promoted: list[dict[str, Any]] = ask_again(act, while_code="not_certified")["promoted"]
    if len(promoted) < quota:
        raise Broken(f"{len(promoted)} of {quota} were promoted")
    return promoted
