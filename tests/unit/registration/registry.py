"""A registration in memory, driven by message."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from math import ceil
from uuid import uuid4

from argon2 import PasswordHasher

from schemas.commands import COMMANDS
from schemas.envelope import opened, wrap
from schemas.events import EVENTS, ResultsCertified, ResultsPublished, SessionPrepared
from services.chassis.messaging import Asked
from services.registration import documents, queries
from services.registration.accounts import handlers as accounts
from services.registration.accounts.hashing import Hashing
from services.registration.accounts.queries import get_account
from services.registration.appeals import handlers as appeals
from services.registration.appeals import queries as appealed
from services.registration.appeals import repository as filed
from services.registration.appeals.results import keep_published
from services.registration.applications import queries as asking
from services.registration.applications import repository as kept
from services.registration.applications.handlers import applying, calls, submitting, teams
from services.registration.attachments import handlers as attachments
from services.registration.attachments.checking import check_file
from services.registration.duplicates import handlers as duplicates
from services.registration.duplicates.repository import pair_from_state, pair_to_state
from services.registration.handlers import editions, entries, people, promotion, screening
from services.registration.imports import handlers as imports
from services.registration.imports.repository import import_from_state, import_to_state
from services.registration.letters.repository import rules_from_state, rules_to_state
from services.registration.organisers import handlers as organisers
from services.registration.rehearsals import handlers as rehearsals
from services.registration.selections.handlers import decide_entries
from services.registration.selections.repository import selection_from_state, selection_to_state
from services.registration.settings import SignInSettings
from services.registration.setups import handlers as setups
from tests.support.memory import MemoryCopies, MemoryRepository

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SETUP = "set-up-token-of-tests"


def a_repository(noun, name, room=documents):
    return MemoryRepository(
        events=EVENTS,
        to_state=getattr(room, f"{noun}_to_state"),
        from_state=getattr(room, f"{noun}_from_state"),
        name=name,
    )


class MemoryEntryIndex:
    """Counts and startups, as `EntryIndex` reads them."""

    def __init__(self, repository):
        self._repository = repository
        self._documents = repository.documents

    def matching(self, edition_id, *, search="", **equal):
        wanted = {"state.edition_id": edition_id}
        wanted |= {f"state.{name}": value for name, value in equal.items() if value is not None}
        words = search.casefold().split()
        for entry in list(self._repository.select(wanted)):
            if all(word in self._documents[entry.id]["state"]["find"] for word in words):
                yield entry

    def touched(self, edition_id, act_id):
        return list(self._repository.select({"state.edition_id": edition_id, "state.acts": act_id}))

    def entered_at(self, edition_id, at):
        wanted = {"state.edition_id": edition_id, "state.submitted_at": at.isoformat()}
        return len(list(self._repository.select(wanted)))

    def present(self, entry_ids):
        found = self._repository.load(entry_ids).values()
        return {entry.id for entry in found if entry.state != "withdrawn"}

    def standing(self, edition_id, act_id):
        wanted = {"state.edition_id": edition_id, "state.last_act": act_id}
        return len(list(self._repository.select(wanted)))

    def counts(self, edition_ids):
        wanted = set(edition_ids)
        states = (d["state"] for d in self._documents.values())
        found = Counter((s["edition_id"], s["state"]) for s in states if s["edition_id"] in wanted)
        return {id: {state: n for (edition, state), n in found.items() if edition == id} for id in wanted}

    def places(self, edition_id):
        states = [d["state"] for d in self._documents.values()]
        here = [state for state in states if state["edition_id"] == edition_id]
        stages, tracks = ({s[name] for s in here if s[name]} for name in ("stage_id", "track"))
        return stages, tracks

    def startup_ids(self, edition_id):
        return {
            id: d["state"]["startup"]["startup_id"]
            for id, d in self._documents.items()
            if d["state"]["edition_id"] == edition_id
        }


class MemoryLikenesses:
    """Keeps what entries are compared by, as `Likenesses` does."""

    def __init__(self):
        self._kept = {}
        self._waiting = set()

    def put(self, edition_id, likenesses):
        for likeness in likenesses:
            if self._kept.get(likeness.entry_id) != (edition_id, likeness):
                self._waiting.add(likeness.entry_id)
            self._kept[likeness.entry_id] = (edition_id, likeness)

    def waiting(self, *, limit):
        edition_id = next((self._kept[id][0] for id in sorted(self._waiting)), "")
        here = [self._kept[id] for id in sorted(self._waiting)]
        return edition_id, [likeness for edition, likeness in here if edition == edition_id][:limit]

    def count_waiting(self, edition_id):
        return sum(1 for id in self._waiting if self._kept[id][0] == edition_id)

    def candidates(self, edition_id, likenesses):
        here = [likeness for edition, likeness in self._kept.values() if edition == edition_id]
        pairs = [(a, b) for a in likenesses for b in here if a != b and a.keys & b.keys]
        return {tuple(sorted((a.entry_id, b.entry_id))) for a, b in pairs}

    def load(self, entry_ids):
        return {id: self._kept[id][1] for id in entry_ids if id in self._kept}

    def compared(self, likenesses):
        self._waiting -= {likeness.entry_id for likeness in likenesses}

    def look_again(self, edition_id):
        self._waiting |= {id for id, (edition, _) in self._kept.items() if edition == edition_id}


class MemoryImportFiles:
    """Keeps texts as `ImportFiles` does."""

    def __init__(self):
        self._texts = {}

    def keep(self, import_id, text, *, now):
        self._texts[import_id] = text

    def text(self, import_id):
        return self._texts.get(import_id, "")

    def forget(self, import_id):
        self._texts.pop(import_id, None)


class MemoryPairs:
    """Lists pairs as `Pairs` does."""

    def __init__(self, repository):
        self._repository = repository

    def of(self, edition_id, state):
        found = self._repository.select({"state.edition_id": edition_id, "state.state": state})
        return [(pair.id, pair.entry_ids) for pair in sorted(found, key=lambda pair: -pair.score)]


class MemoryApplicationIndex:
    """Finds applications as `ApplicationIndex` does."""

    def __init__(self, applications, submissions):
        self._applications, self._submissions = applications, submissions

    def by_applicant(self, edition_id, applicant):
        wanted = {"state.edition_id": edition_id, "state.applicant": applicant}
        return next(self._applications.select(wanted, limit=1), None)

    def page(self, edition_id, *, number, size):
        found = list(self._applications.select({"state.edition_id": edition_id}))
        return found[(number - 1) * size : number * size], len(found)

    def unsubmitted(self, edition_id, *, after, limit):
        here = self._applications.select({"state.edition_id": edition_id})
        drafts = sorted((a for a in here if not a.receipts and a.id > after), key=lambda a: a.id)
        return drafts[:limit]

    def answered(self, edition_id):
        here = list(self._applications.select({"state.edition_id": edition_id}))
        ids = {application.id for application in here}
        versions = [v for v in self._submissions.select({}) if v.application_id in ids]
        drafts = {id for application in here for id, text in application.texts.items() if text}
        return drafts | {id for version in versions for id in version.answers}


class MemoryAttachments:
    """Keeps files that are answers, and their parts, as `AttachmentFiles` does."""

    def __init__(self):
        self._parts = {}
        self._about = {}

    def about(self, entry_id, digest):
        return self._about.get((entry_id, digest))

    def taken(self, entry_id, digest):
        about = self.about(entry_id, digest)
        return about if about and not about["erased"] else None

    def keep_part(self, entry_id, digest, number, data, *, now):
        self._parts.setdefault((entry_id, digest), {})[number] = data

    def missing(self, entry_id, digest, parts):
        return sorted(set(range(parts)) - set(self._parts.get((entry_id, digest), {})))

    def parts(self, entry_id, digest):
        return (part for _, part in sorted(self._parts.get((entry_id, digest), {}).items()))

    def part(self, entry_id, digest, number):
        return self._parts.get((entry_id, digest), {}).get(number)

    def take(self, entry_id, digest, *, size, about, now):
        known = {"entry_id": entry_id, "digest": digest, "size": size, "erased": False}
        self._about[entry_id, digest] = {**about, **known}

    def forget(self, entry_id, digest):
        if self.about(entry_id, digest) is None:
            self._parts.pop((entry_id, digest), None)

    def keep_only(self, entry_id, digests, *, now):
        for key in [key for key in self._about if key[0] == entry_id and key[1] not in digests]:
            del self._about[key], self._parts[key]

    def count(self, entry_id):
        return sum(1 for entry, _ in self._about if entry == entry_id)

    def listed(self, entry_ids):
        found = {}
        for (entry_id, digest), about in self._about.items():
            if entry_id in entry_ids:
                found.setdefault(entry_id, {})[digest] = about
        return found


class MemoryOutbox:
    """Keeps letters by their ids."""

    def __init__(self):
        self.letters = {}

    def add(self, letters):
        for letter in letters:
            self.letters.setdefault(letter.id, letter)

    def kinds(self):
        return [letter.kind for letter in self.letters.values()]


class NoRules:
    """Letters go by the rules that hold where nobody chose any."""

    def find(self, id):
        return None

    def load(self, ids):
        return {}


class MemoryTries:
    """Counts as `Tries` does, without a database."""

    def __init__(self):
        self._free_at = {}

    def take(self, allowance, key, *, now):
        free_at = max(now, self._free_at.get((allowance, key), now)) + allowance.every
        wait = free_at - now - allowance.every * allowance.burst
        if wait.total_seconds() > 0:
            return ceil(wait.total_seconds())
        self._free_at[allowance, key] = free_at
        return 0

    def forget(self, allowance, key):
        self._free_at.pop((allowance, key), None)


class CheapHashing(Hashing):
    """Hashes at hardly any cost, and counts its checks."""

    def __init__(self):
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        super().__init__(hasher, execute=lambda function, *values: function(*values))
        self.checked = 0

    def fits(self, hash, password):
        self.checked += 1
        return super().fits(hash, password)


class MemoryStore:
    """What `RegistrationStore` is, without a database."""

    def __init__(self):
        self.hosts = a_repository("host", "hosts")
        self.programmes = a_repository("programme", "programmes")
        self.editions = a_repository("edition", "editions")
        self.blueprints = a_repository("blueprint", "blueprints")
        self.entries = a_repository("entry", "entries")
        self.people = a_repository("person", "people")
        self.entry_index = MemoryEntryIndex(self.entries)
        self.selections = MemoryRepository(
            events=EVENTS, to_state=selection_to_state, from_state=selection_from_state, name="selections"
        )
        self.decisions = a_repository("decision", "decisions")
        self.results = MemoryCopies()
        self.appeals = a_repository("appeal", "appeals", filed)
        self.appeal_rules = a_repository("appeal_rule", "appeal_rules", filed)
        self.sessions = MemoryCopies()
        self.tries = MemoryTries()
        self.likenesses = MemoryLikenesses()
        self.pairs = MemoryRepository(
            events=EVENTS, to_state=pair_to_state, from_state=pair_from_state, name="pairs"
        )
        self.imports = MemoryRepository(
            events=EVENTS, to_state=import_to_state, from_state=import_from_state, name="imports"
        )
        self.import_files = MemoryImportFiles()
        self.pair_index = MemoryPairs(self.pairs)
        self.calls = a_repository("call", "calls", kept)
        self.applications = a_repository("application", "applications", kept)
        self.submissions = a_repository("submission", "submissions", kept)
        self.application_index = MemoryApplicationIndex(self.applications, self.submissions)
        self.attachments = MemoryAttachments()
        self.outbox = MemoryOutbox()
        self.letter_rules = MemoryRepository(
            events=EVENTS, to_state=rules_to_state, from_state=rules_from_state, name="letter_rules"
        )
        self.wordings = NoRules()


class Registry:
    """Drives registration by command and event. Its clock stands at noon until it is moved."""

    def __init__(self, *, setup_token=SETUP):
        self.store = MemoryStore()
        self.now = NOON
        self.settings = SignInSettings(setup_token=setup_token, public_url="https://contest.example")
        self.hashing = CheapHashing()
        self._tokens = (f"token-number-{n:04d}" for n in count(1))
        self.edition_id = None
        self.check = lambda path, folder: check_file(path)

    def ask(self, command, /, *, id=None, by="p-1", **data):
        """Carry out a command, its body checked as at the door, and return the answer."""
        handlers = {
            "CreateHost": editions.create_host,
            "CreateProgramme": editions.create_programme,
            "StartEdition": editions.start_edition,
            "ChangeSetUp": setups.change_set_up,
            "CloneEdition": setups.clone_edition,
            "StartRehearsal": rehearsals.start_rehearsal,
            "ThrowRehearsalAway": rehearsals.throw_rehearsal_away,
            "AddBlueprint": setups.add_blueprint,
            "DecideEntries": decide_entries,
            "OpenStage": editions.open_stage,
            "CloseStage": editions.close_stage,
            "ImportEntries": entries.import_entries,
            "SubmitEntry": entries.submit_entry,
            "ScreenEntries": screening.screen_entries,
            "WithdrawEntry": screening.withdraw_entry,
            "WithdrawEntries": screening.withdraw_entries,
            "UndoDecision": screening.undo_decision,
            "PutInTrack": entries.put_in_track,
            "StartImport": imports.start_import,
            "GoOnWithImport": imports.go_on_with_import,
            "LookForDuplicates": duplicates.look_for_duplicates,
            "DecidePair": duplicates.decide_pair,
            "SetCall": calls.set_call,
            "SetForm": calls.set_form,
            "AddExtension": lambda c, s: calls.add_extension(c, s, new_code=calls.new_code),
            "BeginApplication": lambda c, s: applying.begin_application(
                c,
                s,
                settings=self.settings,
                new_token=lambda: next(self._tokens),
                new_id=lambda: f"e-{next(self._tokens)}",
            ),
            "SaveDraft": applying.save_draft,
            "KeepAttachmentPart": attachments.keep_attachment_part,
            "AttachFile": lambda c, s: attachments.attach_file(c, s, check=self.check),
            "RemoveAttachment": attachments.remove_attachment,
            "UseExtension": applying.use_extension,
            "SubmitApplication": submitting.submit_application,
            "InviteMember": lambda c, s: teams.invite_member(
                c, s, settings=self.settings, new_token=lambda: next(self._tokens)
            ),
            "RemoveMember": teams.remove_member,
            "DisqualifyEntry": entries.disqualify_entry,
            "SetAppealRule": appeals.set_appeal_rule,
            "FileAppeal": appeals.file_appeal,
            "WithdrawAppeal": appeals.withdraw_appeal,
            "DecideAppeal": appeals.decide_appeal,
            "PromoteEntries": promotion.promote_entries,
            "SignOut": people.sign_out,
            "SignInByPassword": lambda c, s: accounts.sign_in_by_password(
                c, s, hashing=self.hashing, new_token=lambda: next(self._tokens)
            ),
            "SignInByCode": accounts.sign_in_by_code,
            "RemoveOrganiser": organisers.remove_organiser,
            "SetPassword": lambda c, s: accounts.set_password(c, s, hashing=self.hashing),
            "RemovePassword": lambda c, s: accounts.remove_password(c, s, hashing=self.hashing),
            "EndSession": accounts.end_session,
            "EndSessions": accounts.end_sessions,
            "SignIn": lambda c, s: people.sign_in(c, s, settings=self.settings),
            "InvitePeople": lambda c, s: people.invite_people(
                c, s, settings=self.settings, new_token=lambda: next(self._tokens)
            ),
        }
        loaded = COMMANDS[command]().load(data)
        return handlers[command](Asked(id or str(uuid4()), by, self.now, loaded), self.store)

    def here(self, command, /, **data):
        """Carry out a command on the edition."""
        return self.ask(command, edition_id=self.edition_id, **data)

    def later(self, **delta):
        self.now += timedelta(**delta)
        return self

    def start(self, name="Cup 2026", *, blueprint="black-horse", zone="Asia/Taipei", language="en"):
        host = self.ask("CreateHost", name="Black Horse Society")
        programme = self.ask("CreateProgramme", host_id=host["host_id"], name="Black Horse")
        edition = self.ask(
            "StartEdition",
            programme_id=programme["programme_id"],
            blueprint=blueprint,
            name=name,
            zone=zone,
            language=language,
        )
        self.edition_id = edition["edition_id"]
        return edition

    def enter(self, *companies):
        """Enter startups of these names; return their entry ids in the same order."""
        return [self.here("SubmitEntry", startup={"company": c})["entry_id"] for c in companies]

    def certify(self, rows, *, stage_id="preliminary", certificate=1, version=4):
        """Hear that rows of (entry id, company, place) are certified."""
        told = self._of_results(ResultsCertified, rows, stage_id, certificate, version)
        promotion.keep_results(told, self.store)

    def publish(self, rows, *, stage_id="preliminary", certificate=1, version=5):
        """Hear that rows of (entry id, company, place) are public."""
        keep_published(self._of_results(ResultsPublished, rows, stage_id, certificate, version), self.store)

    def _of_results(self, message, rows, stage_id, certificate, version):
        listed = [
            {"entry_id": id, "company": company, "place": place, "shared": False, "total": "1"}
            for id, company, place in rows
        ]
        data = {"edition_id": self.edition_id, "stage_id": stage_id, "certificate": certificate}
        told = wrap(
            message,
            {**data, "rows": listed},
            subject=f"{self.edition_id}.{stage_id}",
            time=self.now,
            aggregate_version=version,
        )
        return opened(told, message())

    def appeals_of(self, entry_id):
        data = {"edition_id": self.edition_id, "entry_id": entry_id}
        return appealed.get_entry_appeals(Asked("q", None, self.now, data), self.store)

    def appeals(self, state=None):
        data = {"edition_id": self.edition_id, "state": state}
        return appealed.list_appeals(Asked("q", None, self.now, data), self.store)

    def seat(self, session_id, name, entry_ids, *, stage_id="preliminary", version=1):
        """Hear who sits in a session."""
        data = {"edition_id": self.edition_id, "stage_id": stage_id, "session_id": session_id}
        told = wrap(
            SessionPrepared,
            {**data, "name": name, "entry_ids": entry_ids},
            subject=f"{self.edition_id}.{session_id}",
            time=NOON,
            aggregate_version=version,
        )
        promotion.keep_session(opened(told, SessionPrepared()), self.store)

    def edition(self):
        return queries.get_edition(self.store, {"edition_id": self.edition_id})

    def entry(self, entry_id):
        return queries.get_entry(self.store, {"edition_id": self.edition_id, "entry_id": entry_id})

    def tell(self, name, **data):
        """Return the answer to a query about applications in the edition."""
        answer = getattr(asking, name)
        return answer(Asked("q-1", None, self.now, {"edition_id": self.edition_id, **data}), self.store)

    def who_is(self, digest):
        return queries.who_is(self.store, {"session_digest": digest}, now=self.now)

    def account(self, digest):
        return get_account(Asked("q-1", None, self.now, {"session_digest": digest}), self.store)

    def told(self):
        """Return what was told of editions and entries, as (name, data)."""
        published = [*self.store.editions.published, *self.store.entries.published]
        return [(envelope.name, EVENTS[envelope.name]().load(envelope.data)) for envelope in published]

    def names_told(self):
        return Counter(name for name, _ in self.told())


def a_registry(*companies):
    """Return a registry with an edition, and these companies found eligible; and their entry ids."""
    registry = Registry()
    registry.start()
    ids = registry.enter(*companies)
    if ids:
        registry.here("ScreenEntries", decision="eligible")
    return registry, ids
