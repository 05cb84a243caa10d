"""A small market: the facts that the other services would tell of it, and a store in memory."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from schemas.commands import COMMANDS
from schemas.envelope import opened, wrap
from schemas.events import (
    EVENTS,
    EditionStarted,
    EntryPromoted,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    ResultsPublished,
)
from services.chassis.messaging import Asked, method_name
from services.matching import queries
from services.matching.domain.investor import Investor, investor_id
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.handlers import facts, interests, investors
from services.matching.meetings import handlers as meetings
from services.matching.meetings.domain.timetable import Timetable
from services.matching.meetings.repository import timetable_from, timetable_to
from services.matching.repository import (
    MatchingStore,
    interest_from,
    interest_to,
    investor_from,
    investor_to,
    shortlist_from,
    shortlist_to,
)
from tests.support.memory import MemoryCopies, MemoryRepository

EDITION = "ed-1"
NOON = datetime(2025, 11, 8, 12, tzinfo=UTC)


def a_startup(entry_id="e-ant", **facts):
    return Startup(**{"entry_id": entry_id, "company": entry_id.removeprefix("e-").title(), **facts})


def an_investor(id="i-1", *, thesis=None, **facts):
    names = {"name": f"Investor {id}", "email": f"{id}@example.org", "firm": ""}
    return Investor(id=id, edition_id=EDITION, thesis=thesis or Thesis(), **{**names, **facts})


def _tell(message, data, *, subject, version=1):
    body = {"edition_id": EDITION, **data}
    return wrap(message, body, subject=subject, time=NOON, aggregate_version=version)


def _stage(stage_id):
    criterion = {"criterion_id": "pitch", "name": "Pitch", "weight": "100"}
    scale = {"lowest": "0", "highest": "10", "step": "1"}
    return {
        "stage_id": stage_id,
        "name": f"the {stage_id}",
        "kind": "live_panel",
        "judges_per_entry": 1,
        "assignment": "panel",
        "criteria": [{**criterion, **scale}],
        "rule": {"method": "weighted_mean"},
    }


def edition_started(*stages, edition_id=EDITION):
    names = {"host": "Black Horse", "programme": "Cup", "name": "Cup 2025", "zone": "Asia/Taipei"}
    data = {"edition_id": edition_id, "stages": [_stage(s) for s in stages or ("preliminary", "final")]}
    return _tell(EditionStarted, {**names, **data}, subject=edition_id)


def entry_submitted(entry_id, *, edition_id=EDITION, **startup):
    told = {"startup_id": f"s-{entry_id}", "company": entry_id.removeprefix("e-").title(), **startup}
    data = {"edition_id": edition_id, "entry_id": entry_id, "startup": told}
    return _tell(EntrySubmitted, data, subject=entry_id)


def entry_screened(entry_id, decision="eligible", *, edition_id=EDITION, version=2):
    data = {"entry_id": entry_id, "stage_id": "preliminary", "decision": decision, "edition_id": edition_id}
    return _tell(EntryScreened, data, subject=entry_id, version=version)


def entry_promoted(entry_id, place):
    data = {"entry_id": entry_id, "from_stage_id": "preliminary", "stage_id": "final", "place": place}
    return _tell(EntryPromoted, data, subject=entry_id, version=3)


def entry_withdrawn(entry_id):
    return _tell(EntryWithdrawn, {"entry_id": entry_id}, subject=entry_id, version=4)


def results_published(*entry_ids, stage_id="final", version=1):
    rows = [
        {"entry_id": entry_id, "company": "any", "place": place, "shared": False, "total": "9.00"}
        for place, entry_id in enumerate(entry_ids, start=1)
    ]
    data = {"stage_id": stage_id, "certificate": version, "rows": rows}
    return _tell(ResultsPublished, data, subject=f"{EDITION}.{stage_id}", version=version)


def eligible(entry_id, **startup):
    return [entry_submitted(entry_id, **startup), entry_screened(entry_id)]


def an_investors_card(email="mei@example.org", *, name="Wang Mei", thesis=None, **facts):
    return {"name": name, "email": email, "firm": "Horse Capital", "thesis": thesis or {}, **facts}


MEI = investor_id(EDITION, "mei@example.org")


class MemoryMeetings:
    """What `PublishedMeetings` is, without a database."""

    def __init__(self, timetables):
        self._timetables = timetables

    def of(self, edition_id, *, side, subject_id):
        known = self._timetables.find(edition_id) or Timetable(edition_id)
        theirs = {id: m for id, m in known.published.items() if getattr(m.pair, side) == subject_id}
        return Timetable(edition_id, known.plan, published=theirs, revision=known.revision)


class MemoryStore:
    """What `MatchingStore` is, without a database."""

    def __init__(self):
        self.editions, self.entries, self.results = MemoryCopies(), MemoryCopies(), MemoryCopies()
        self.investors = self._repository("investors", investor_to, investor_from)
        self.shortlists = self._repository("shortlists", shortlist_to, shortlist_from)
        self.interests = self._repository("interests", interest_to, interest_from)
        self.timetables = self._repository("timetables", timetable_to, timetable_from)
        self.meetings = MemoryMeetings(self.timetables)

    def _repository(self, name, to_state, from_state):
        return MemoryRepository(events=EVENTS, to_state=to_state, from_state=from_state, name=name)

    edition = MatchingStore.edition
    investor = MatchingStore.investor
    entry = MatchingStore.entry
    startups = MatchingStore.startups
    places = MatchingStore.places
    has_results = MatchingStore.has_results
    certificates = MatchingStore.certificates
    published = MatchingStore.published


HEARING = {"EditionStarted": facts.keep_edition, "ResultsPublished": facts.keep_results}
DOING = {
    name: getattr(module, name)
    for module, names in (
        (investors, ("add_investors", "state_thesis", "publish_shortlists")),
        (interests, ("answer_startup", "answer_investor")),
        (
            meetings,
            (
                *("set_meeting_plan", "set_presence", "arrange_meetings", "move_meeting", "swap_meetings"),
                *("call_off_meeting", "undo_meetings", "publish_meetings", "mark_meeting"),
            ),
        ),
    )
    for name in names
}


class Market:
    """Drives matching by message, and reads what it answers."""

    def __init__(self, store=None):
        self.store = store or MemoryStore()
        self.minutes = 0

    def hear(self, *envelopes):
        for envelope in envelopes:
            event = opened(envelope, EVENTS[envelope.name]())
            keep = HEARING.get(envelope.name) or (lambda event, store: facts.keep_entries([event], store))
            keep(event, self.store)
        return self

    def do(self, name, *, edition_id=EDITION, **data):
        """Carry out a command, a minute after the one before."""
        self.minutes += 1
        loaded = COMMANDS[name]().load({"edition_id": edition_id, **data})
        now = NOON + timedelta(minutes=self.minutes)
        return DOING[method_name(COMMANDS[name])](
            Asked(id=str(uuid4()), by="p-1", now=now, data=loaded), self.store
        )

    def add(self, *cards):
        return [i["investor_id"] for i in self.do("AddInvestors", investors=list(cards))["investors"]]

    def publish(self, length=10):
        return self.do("PublishShortlists", length=length)

    def answer(self, entry_id, answer, *, investor=MEI, note=""):
        return self.do("AnswerStartup", investor_id=investor, entry_id=entry_id, answer=answer, note=note)

    def reply(self, entry_id, answer, *, investor=MEI):
        return self.do("AnswerInvestor", investor_id=investor, entry_id=entry_id, answer=answer)

    def investors(self):
        return queries.list_investors(self.store, {"edition_id": EDITION})["investors"]

    def shortlist(self, investor=MEI):
        return queries.get_shortlist(self.store, {"edition_id": EDITION, "investor_id": investor})["lines"]

    def interests(self, entry_id):
        wanted = {"edition_id": EDITION, "entry_id": entry_id}
        return queries.get_interests(self.store, wanted)["interests"]

    def intros(self, *, investor=None, entry_id=None):
        wanted = {"edition_id": EDITION, "investor_id": investor, "entry_id": entry_id}
        return queries.list_intros(self.store, wanted)["intros"]


def companies(lines):
    return [line["company"] for line in lines]


def a_market(store=None):
    """Return a market of three startups, ant in games, bee in music and cat in both, and Mei for games."""
    market = Market(store).hear(
        edition_started(),
        *eligible("e-ant", categories=["Games"]),
        *eligible("e-bee", categories=["Music"]),
        *eligible("e-cat", categories=["Games", "Music"]),
    )
    market.add(an_investors_card(thesis={"sectors": ["Games", "Music"]}))
    return market
