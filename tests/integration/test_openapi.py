"""The HTTP API held to its own document, on a system in which a contest was played."""

import io
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlencode

import hypothesis
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, strategies
from rich.console import Console
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.transport.serialization import serialize_binary

from infra.demo.client import Client, token_of
from infra.demo.contest import invite, signed_in
from infra.demo.play import play
from infra.demo.progress import Acts
from infra.demo.size import SIZES
from infra.local.stack import Stack

SEED = 2013
LONGEST_QUERY = 3_000
POSITIVE, NEGATIVE, SIGNED_OUT = 6, 4, 2
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# They would end the sessions that the others need; they are tried without one. Whoever erases a person names
# somebody by an address that chance does not find.
ENDS_SESSION = {"sign_out", "end_sessions", "erase_edition"}
ACTS_AS = {
    "my_assignments": "judge",
    "submit_scorecard": "judge",
    "get_receipts": "judge",
    "raise_hand": "judge",
    "abstain": "judge",
    "get_part": "judge",
    "answer_terms": "judge",
    "my_shortlist": "investor",
    "state_thesis": "investor",
    "answer_startup": "investor",
    "my_interests": "founder",
    "answer_investor": "founder",
    "my_intros": "founder",
    "my_meetings": "investor",
}

# Nobody is to be removed, and what was imported or decided is not played in the contest.
NEVER_THERE = (
    *("appeal_id", "decision_id", "delivery_id", "endpoint_id"),
    *("import_id", "job_id", "meeting_id", "pair_id", "person_id"),
)

PLAN = {
    "windows": [{"begins_at": "2036-01-01T14:00:00+08:00", "ends_at": "2036-01-01T18:00:00+08:00"}],
    **{"slot_minutes": 15, "break_minutes": 5, "tables": ["1", "2", "Window"]},
}

pytestmark = pytest.mark.slow


schemathesis.openapi.format(
    "decimal", strategies.decimals(min_value=0, max_value=10, places=1, allow_nan=False).map(str)
)


@schemathesis.serializer("application/pdf", "image/png", "image/jpeg")
def as_it_is(context, value):
    """Send a file as the bytes that it is."""
    return serialize_binary(value)


@dataclass
class Hall:
    """A running system, the operations of its document by their id, and what can be named in asking for them.

    These are sessions by role, and ids that exist, by the name of the parameter.
    """

    operations: dict[str, schemathesis.schemas.APIOperation]
    line: requests.Session
    organiser: Client
    sessions: dict[str, str]
    known: dict[str, list[str]]

    def signed_in_for(self, name):
        """Return the headers of somebody who may ask for the operation."""
        return {"Authorization": f"Bearer {self.sessions[ACTS_AS.get(name, 'organiser')]}"}

    def ask(self, case, headers=None):
        """Send a case, hold its answer to the document, and return it."""
        return case.call_and_validate(session=self.line, headers=headers, checks=CHECKS)

    def quiet(self):
        """Return whether every fact has arrived where it is needed."""
        status = self.organiser.get("/status")
        return status["pending"] == 0 and not any(queue["ready"] for queue in status["queues"])


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    """A contest that was played to its end, and an edition that has only begun."""
    with Stack(tmp_path_factory.mktemp("run")) as stack:
        stack.wait_ready(90)
        acts = Acts(Console(file=io.StringIO()))
        outcome = play(
            gateway_url=stack.gateway_url,
            live_url=stack.live_url,
            setup_token=stack.setup_token,
            kept_session=stack.run_dir / "organiser",
            size=SIZES["small"],
            seed=SEED,
            acts=acts,
            pitch_seconds=0,
        )
        schema = schemathesis.openapi.from_url(f"{stack.gateway_url}/api/v1/openapi.json")
        with open_line() as line, closing(outcome.contest.organiser) as organiser:
            yield Hall(operations_of(schema), line, organiser, sessions_of(outcome), known_ids(outcome))


def open_line():
    """Return one connection for all cases, which brings nothing of its own and keeps no cookie."""
    line = requests.Session()
    line.trust_env = False
    line.headers.clear()
    line.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return line


def operations_of(schema):
    found = [result.ok() for result in schema.get_all_operations()]
    return {operation.definition.raw["operationId"]: operation for operation in found}


def sessions_of(outcome):
    contest, market = outcome.contest, outcome.market
    founder = dict(list(market.founders.items())[:1])
    investor = dict(list(market.investors.items())[-1:])
    return {
        "organiser": contest.organiser.token,
        "judge": next(iter(contest.tokens.values())),
        "founder": signed_in(contest, *invite(contest, "founder", founder).values()),
        "investor": signed_in(contest, *invite(contest, "investor", investor).values()),
    }


def begin_edition(organiser, name):
    """Start an edition, and return the ids of its host, its programme and itself."""
    host = organiser.post("/hosts", {"name": "Another Society"})["host_id"]
    programme = organiser.post(f"/hosts/{host}/programmes", {"name": "Another Cup"})["programme_id"]
    body = {"blueprint": "black-horse", "name": name}
    return host, programme, organiser.post(f"/programmes/{programme}/editions", body)["edition_id"]


def known_ids(outcome):
    contest = outcome.contest
    host, programme, begun = begin_edition(contest.organiser, "Just begun")
    return {
        "host_id": [host],
        "programme_id": [programme],
        "edition_id": [contest.edition_id, begun],
        "stage_id": ["preliminary", "final"],
        "entry_id": list(contest.entries)[:3],
        "judge_id": list(contest.judges)[:3],
        "page": [1],
        "letter_id": letters_of(contest) or ["l-0123456789abcdef"],
        "vote_id": ["audience"],
        "receipt": ["c-never.0123456789abcdef"],
        "session_id": ["0123456789abcdef"],
        "investor_id": list(outcome.market.investors)[:3],
        "subject_id": list(outcome.market.investors)[:3],
        "blueprint": ["black-horse"],
        "kind": ["sign_in_link"],
        "language": ["en"],
        "field_id": ["f-plan"],
        "file": ["ab" * 32],
        "number": [1],
        **{name: [f"x-{name[0]}0123456789abcdef"] for name in NEVER_THERE},
    }


def letters_of(contest):
    found = contest.organiser.get(f"/editions/{contest.edition_id}/letters")["letters"]
    return [letter["letter_id"] for letter in found[:3]]


def takes_nothing(operation):
    """Return whether nothing can be sent that the document forbids."""
    return not (list(operation.path_parameters) or list(operation.query) or list(operation.body))


def places_that_exist(operation, known):
    """Return a strategy for the ids in the operation's address, of things that are there."""
    names = [p.name for p in operation.path_parameters]
    return strategies.fixed_dictionaries({name: strategies.sampled_from(known[name]) for name in names})


def ids_that_exist(body, known, draw):
    """Return the body with its ids made those of things that are there."""
    if not isinstance(body, dict):
        return body
    return {
        key: draw(strategies.sampled_from(known[key]))
        if key in known and key != "kind" and isinstance(value, str)
        else value
        for key, value in body.items()
    }


def fuzz(operation, check, *, known, mode, examples):
    """Send examples of an operation; half of them name what is there."""
    cases = operation.as_strategy(generation_mode=mode)

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(data=strategies.data())
    def try_one(data):
        case = data.draw(cases)
        if data.draw(strategies.booleans()) and mode is GenerationMode.POSITIVE:
            case.path_parameters = data.draw(places_that_exist(operation, known))
            case.body = ids_that_exist(case.body, known, data.draw)
        # A longer one is turned away before it reaches the application.
        hypothesis.assume(len(urlencode(case.query or {}, doseq=True)) < LONGEST_QUERY)
        check(case)

    try_one()


@pytest.mark.timeout(900)
def test_every_answer_is_as_the_document_says(hall, subtests):
    for name, operation in hall.operations.items():
        if name in ENDS_SESSION:
            continue
        check = partial(hall.ask, headers=hall.signed_in_for(name))

        for mode, examples in ((GenerationMode.POSITIVE, POSITIVE), (GenerationMode.NEGATIVE, NEGATIVE)):
            if mode is GenerationMode.NEGATIVE and takes_nothing(operation):
                continue
            with subtests.test(operation=name, mode=mode.name):
                fuzz(operation, check, known=hall.known, mode=mode, examples=examples)


def successes(hall, wait_until):
    """Return, by operation, ids for the address and a body that is taken: what chance does not find."""
    played = hall.known["edition_id"][0]
    _, _, begun = begin_edition(hall.organiser, "For what succeeds")
    entry_id, judge_id = hall.known["entry_id"][0], hall.known["judge_id"][0]
    link = {"role": "organiser", "name": "Wei Wu", "email": "wei@darkhorse.example"}
    begun_entries = {"edition_id": begun}
    wait_until(hall.quiet, seconds=30)
    invited = hall.organiser.post(f"/editions/{begun}/invitations", {"invitations": [link]})
    judges = [{"name": f"Judge {n}", "email": f"judge-{n}@begun.example", "commitment": 9} for n in range(3)]
    hall.organiser.post(f"/editions/{begun}/judges", {"judges": judges})
    startup = {"company": "Acorn", "rounds_usd": ["1000000", None], "founded_year": 2012}
    marks = {"team": "7.5", "pitch": None}
    scorecard = {
        **{"command_id": "c-1", "edition_id": played, "stage_id": "final", "entry_id": entry_id},
        **{"revision": 1, "marks": marks, "made_at": "2013-03-26T20:15:00+08:00"},
    }
    final = {"edition_id": played, "stage_id": "final"}
    # Chance may have said when meetings can be.
    seen = hall.organiser.get(f"/editions/{played}/meetings/timetable")["revision"]
    call = {"opens_at": "2026-01-01T00:00:00+00:00", "closes_at": "2036-01-01T00:00:00+00:00"}
    form = [{"field_id": "company", "kind": "text", "required": True}]
    return {
        "sign_in": ({}, {"token": token_of(invited["links"][0]["url"])}, 200),
        "start_edition": (
            {"programme_id": hall.known["programme_id"][0]},
            {"blueprint": "black-horse", "name": "One more"},
            200,
        ),
        "submit_entry": (begun_entries, {"startup": startup}, 200),
        "import_entries": (begun_entries, {"csv": "company,founded_year\nBeech,2011\n"}, 200),
        "screen_entries": (begun_entries, {"decision": "eligible"}, 200),
        "publish_assignments": ({"edition_id": begun, "stage_id": "preliminary"}, {"seed": 1}, 200),
        "submit_scorecard": ({}, scorecard, 202),
        "set_call": ({"edition_id": begun}, {"seen": 0, **call}, 200),
        "set_form": ({"edition_id": begun}, {"seen": 1, "form": form}, 200),
        "add_extension": ({"edition_id": begun}, {"until": "2036-01-02T00:00:00+00:00"}, 200),
        "begin_application": (begun_entries, {"name": "Ada", "email": "ada@x.example"}, 200),
        "reveal_place": (final, {"step": 1}, 200),
        "set_meeting_plan": ({"edition_id": played}, {"seen": seen, **PLAN}, 200),
        "open_vote": (
            {"edition_id": played, "vote_id": "succeeds"},
            {"name": "Audience award", "stage_id": "final"},
            200,
        ),
        "issue_tickets": ({"edition_id": played}, {"count": 2}, 200),
        "void_ticket": ({"edition_id": played}, {"number": 1}, 200),
        "close_vote": ({"edition_id": played, "vote_id": "succeeds"}, None, 200),
        "declare_conflict": (
            {"edition_id": played},
            {"judge_id": judge_id, "entry_id": entry_id, "kind": "soft"},
            200,
        ),
    }


def test_what_succeeds_is_answered_as_the_document_says(hall, subtests, wait_until):
    for name, (address, body, status) in successes(hall, wait_until).items():
        with subtests.test(operation=name):
            case = hall.operations[name].Case(
                path_parameters=address, body=body, media_type="application/json"
            )
            assert hall.ask(case, hall.signed_in_for(name)).status_code == status
        wait_until(hall.quiet, seconds=30)


def test_who_is_signed_out_is_told_so_wherever_a_role_is_needed(hall, subtests):
    for name, operation in hall.operations.items():
        guarded = "security" in operation.definition.raw

        def check(case, operation=operation, guarded=guarded):
            case.path_parameters = {p.name: hall.known[p.name][0] for p in operation.path_parameters}
            response = hall.ask(case)
            assert (response.status_code == 401) == guarded or not guarded

        with subtests.test(operation=name):
            fuzz(operation, check, known=hall.known, mode=GenerationMode.POSITIVE, examples=SIGNED_OUT)


def test_nothing_that_was_sent_became_a_dead_letter(hall, wait_until):
    wait_until(hall.quiet, seconds=30)
    status = hall.organiser.get("/status")
    assert (status["dead_letters"], status["unroutable"]) == (0, 0)
