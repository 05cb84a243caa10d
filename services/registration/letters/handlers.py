"""Letters are written by what happens, looked at, and sent."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from services.chassis.messaging import Asked, Envelope
from services.chassis.storage import VersionConflict
from services.registration.domain.edition import Edition
from services.registration.domain.entry import Entry
from services.registration.domain.ids import make_id
from services.registration.domain.people import Person
from services.registration.letters.domain.letter import HELD, JUDGE_NUDGE, SIGN_IN_LINK, WAITING, Letter
from services.registration.letters.finding import letter_of, own_words, rules_of
from services.registration.letters.post import NotTaken, Post
from services.registration.letters.writing import LINK, filled, written
from services.registration.repository import RegistrationStore
from services.registration.settings import SignInSettings

Answer = dict[str, Any]

AT_ONCE = 20
FACTS = {"EntryScreened": "entry_screened", "EntryPromoted": "entry_promoted"}


class Writer:
    """Writes the letters of one edition, each once by what it tells and whom."""

    def __init__(self, edition: Edition, store: RegistrationStore, *, now: datetime) -> None:
        self.edition = edition
        self._rules = rules_of(edition.id, store)
        self._own = own_words(edition.id, self._rules.language, store)
        self._now = now

    @property
    def language(self) -> str:
        """The language of the edition's letters."""
        return self._rules.language

    def write(self, kind: str, person: Person, *, cause: str, **known: Any) -> Letter:
        """Return the letter, which is held where the edition's rules want a look at its kind."""
        names = {"edition": self.edition.name, "host": self.edition.host, "name": person.name}
        own = self._own.get(kind)
        if own is not None:
            subject, text = filled(own.subject, own.text, **names, **known)
        else:
            subject, text = written(kind, self._rules.language, **names, **known)
        waits = kind in self._rules.held
        return Letter(
            id=make_id("l", cause, person.id, digits=16),
            edition_id=self.edition.id,
            kind=kind,
            person_id=person.id,
            to=person.email,
            name=person.name,
            language=self._rules.language,
            subject=subject,
            text=text,
            created_at=self._now,
            state=HELD if waits else WAITING,
            next_at=None if waits else self._now,
        )


# What writes letters.


def write_links(command: Asked, answer: Answer, store: RegistrationStore) -> None:
    """Write to the people who were invited, where the command wants it."""
    if command.data["edition_id"] is None or not command.data["send_letters"]:
        return
    writer = Writer(store.editions.get(command.data["edition_id"]), store, now=command.now)
    people = store.people.load(link["person_id"] for link in answer["links"])
    entries = store.entries.load(link["subject_id"] for link in answer["links"] if link["role"] == "founder")
    letters: list[Letter] = []
    for link in answer["links"]:
        entry = entries.get(link["subject_id"] or "")
        known = {"role": link["role"], "company": entry.startup.company if entry else ""}
        letters.append(
            writer.write(
                SIGN_IN_LINK, people[link["person_id"]], cause=f"{command.id}.{link['role']}", **known
            )
        )
    store.outbox.add(letters)


def write_of_entries(events: Sequence[Envelope], store: RegistrationStore, *, now: datetime) -> None:
    """Write to founders what became of their entries."""
    founders = people_of((event.data["entry_id"] for event in events), store)
    entries = store.entries.load(founders)
    writers: dict[str, Writer] = {}
    letters: list[Letter] = []
    for event in events:
        edition_id, entry = event.data["edition_id"], entries.get(event.data["entry_id"])
        if entry is None or entry.edition_id != edition_id:
            continue
        if edition_id not in writers:
            writers[edition_id] = Writer(store.editions.get(edition_id), store, now=now)
        letters += _of_entry(event, entry, founders[entry.id], writers[edition_id])
    store.outbox.add(letters)


def write_of_results(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to founders which place their entries have, once that is public.

    After a correction only those are written to who stand elsewhere.
    """
    moved = event.data["moved"]
    rows = [row for row in event.data["rows"] if moved is None or row["entry_id"] in moved]
    founders = people_of((row["entry_id"] for row in rows), store)
    if not founders:
        return
    writer = Writer(store.editions.get(event.data["edition_id"]), store, now=now)
    stage = writer.edition.run(event.data["stage_id"]).stage.name
    store.outbox.add(
        writer.write(
            "results_published",
            person,
            cause=f"{event.id}.{row['entry_id']}",
            **{"stage": stage, "company": row["company"], "place": row["place"]},
        )
        for row in rows
        for person in founders.get(row["entry_id"], ())
    )


def write_of_feedback(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to founders that feedback is there; once for a stage, however often it is changed."""
    founders = people_of(event.data["entry_ids"], store)
    if not founders:
        return
    writer = Writer(store.editions.get(event.data["edition_id"]), store, now=now)
    stage = writer.edition.run(event.data["stage_id"]).stage.name
    entries = store.entries.load(founders)
    store.outbox.add(
        writer.write(
            "feedback_released",
            person,
            cause=f"{event.subject}.feedback.{entry.id}",
            **{"stage": stage, "company": entry.startup.company},
        )
        for entry in entries.values()
        for person in founders[entry.id]
    )


def write_of_assignments(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to judges that there is something new to score; once, in however many parts it comes."""
    news, assigned = event.data["news"], {pair["judge_id"] for pair in event.data["assignments"]}
    judges = people_of(assigned if news is None else assigned & set(news), store)
    if not judges:
        return
    writer = Writer(store.editions.get(event.data["edition_id"]), store, now=now)
    stage = writer.edition.run(event.data["stage_id"]).stage.name
    store.outbox.add(
        writer.write(
            "judge_assigned", person, cause=f"{event.subject}.{event.aggregate_version}", stage=stage
        )
        for people in judges.values()
        for person in people
    )


def write_of_nudges(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to judges that they owe scorecards."""
    told = {judge["judge_id"]: judge for judge in event.data["judges"]}
    judges = people_of(told, store)
    if not judges:
        return
    writer = Writer(store.editions.get(event.data["edition_id"]), store, now=now)
    known = {"stage": writer.edition.run(event.data["stage_id"]).stage.name, "note": event.data["note"]}
    store.outbox.add(
        writer.write(
            JUDGE_NUDGE,
            person,
            cause=f"{event.id}.{id}",
            **{name: told[id][name] for name in ("open", "assigned")},
            **known,
        )
        for id, people in judges.items()
        for person in people
    )


def write_of_intros(event: Envelope, store: RegistrationStore, *, now: datetime) -> None:
    """Write to both sides that they are introduced."""
    sides = {event.data["entry_id"]: "founder", event.data["investor_id"]: "investor"}
    people = people_of(sides, store)
    if not people:
        return
    writer = Writer(store.editions.get(event.data["edition_id"]), store, now=now)
    known = {name: event.data[name] for name in ("company", "investor", "firm")}
    store.outbox.add(
        writer.write("intro_made", person, cause=f"{event.id}.{id}", role=sides[id], **known)
        for id, found in people.items()
        for person in found
    )


def _of_entry(event: Envelope, entry: Entry, founders: Iterable[Person], writer: Writer) -> Iterable[Letter]:
    stage = writer.edition.run(event.data["stage_id"]).stage.name
    known = {"stage": stage, "company": entry.startup.company}
    known |= {name: event.data[name] for name in ("decision", "reason") if name in event.data}
    kind = FACTS[event.name]
    return [writer.write(kind, person, cause=f"{event.id}.{entry.id}", **known) for person in founders]


def people_of(subject_ids: Iterable[str], store: RegistrationStore) -> Mapping[str, list[Person]]:
    """Return who acts for each of the judges or entries, in one query."""
    wanted = {"state.grants.subject_id": {"$in": list(subject_ids)}}
    people: dict[str, list[Person]] = {}
    for person in store.people.select(wanted):
        for grant in person.grants:
            if grant.subject_id is not None and person.email:
                people.setdefault(grant.subject_id, []).append(person)
    return people


# What organisers do with them.


def set_letter_rules(command: Asked, store: RegistrationStore) -> Answer:
    """Choose language and what is held, for what is written from now on."""
    edition = store.editions.get(command.data["edition_id"])
    rules = rules_of(edition.id, store)
    rules.language, rules.held = command.data["language"], tuple(sorted(set(command.data["held"])))
    wanted = command.data.get("remind_hours")
    rules.remind_hours = rules.remind_hours if wanted is None else wanted
    store.letter_rules.save(rules)
    return rules.as_dict()


def send_letters(command: Asked, store: RegistrationStore) -> Answer:
    """Let held letters go; one that somebody changes at this moment stays."""
    edition = store.editions.get(command.data["edition_id"])
    letters = list(store.outbox.of(edition.id, state=HELD, kind=command.data["kind"]))
    for letter in letters:
        letter.move("send", now=command.now)
    return {"sent": len(letters) - len(store.letters.save_all(letters))}


def move_letter(command: Asked, store: RegistrationStore) -> Answer:
    """Send, hold, discard or restore a letter."""
    letter = letter_of(store, command.data)
    before = letter.state
    letter.move(command.data["act"], now=command.now)
    if letter.state != before:
        store.letters.save(letter)
    return letter.as_dict()


def edit_letter(command: Asked, store: RegistrationStore) -> Answer:
    """Change the words of a letter that was not sent."""
    letter = letter_of(store, command.data)
    letter.edit(**{name: command.data[name] for name in ("seen", "subject", "text")})
    store.letters.save(letter)
    return letter.as_dict()


# What sends them.


def send_due(
    store: RegistrationStore,
    *,
    post: Post,
    settings: SignInSettings,
    new_token: Callable[[], str],
    now: Callable[[], datetime],
) -> int:
    """Send the letters that are due; return how many were tried."""
    letters = store.outbox.due(now=now(), limit=AT_ONCE)
    for letter in letters:
        letter.begin(now=now())
        # Others may have it: whoever saves first sends it.
        if not store.letters.save_all([letter]):
            _send(letter, store, post=post, settings=settings, new_token=new_token, now=now)
    return len(letters)


def _send(
    letter: Letter,
    store: RegistrationStore,
    *,
    post: Post,
    settings: SignInSettings,
    new_token: Callable[[], str],
    now: Callable[[], datetime],
) -> None:
    try:
        text = letter.text
        if post.server_for(letter.edition_id) and LINK in text:
            text = text.replace(LINK, settings.link(_new_link(letter, store, new_token(), now=now())))
        post.send(letter, text=text)
    except NotTaken as error:
        letter.missed(str(error), forever=error.forever, now=now())
    except VersionConflict as error:
        letter.missed(str(error), forever=False, now=now())
    else:
        letter.sent(now=now())
    store.letters.save(letter)


def _new_link(letter: Letter, store: RegistrationStore, token: str, *, now: datetime) -> str:
    """Make the token a way to sign in. It is made as the letter goes, so that no letter keeps one."""
    person: Person = store.people.get(letter.person_id)
    person.add_link(token, now=now)
    store.people.save(person)
    return token
