"""Rehearsals: an edition's set-up under another name, which nobody outside hears of."""

from datetime import timedelta

import pytest

from schemas.refusal import NotFound
from schemas.rehearsals import rehearsed
from services.chassis.messaging import Asked
from services.registration import queries
from services.registration.domain.refusals import EditionBegun, EditionExists, NoRehearsal, NotInRehearsals
from services.registration.letters.domain.letter import Letter
from services.registration.letters.post import Post
from services.registration.letters.settings import MailSettings
from services.registration.rehearsals.queries import list_rehearsals
from services.registration.site.handlers import set_site
from services.registration.webhooks.handlers import add_endpoint
from tests.unit.registration.registry import NOON, a_registry


def rehearsing(*companies):
    """Return a registry with an edition, and a rehearsal of it."""
    registry, _ = a_registry(*companies)
    return registry, registry.here("StartRehearsal", name="Dry run")


def listed(registry):
    editions = queries.list_editions(registry.store)["editions"]
    rehearsals = list_rehearsals(registry.store, {"edition_id": registry.edition_id})["rehearsals"]
    return [[edition["name"] for edition in found] for found in (editions, rehearsals)]


def test_a_rehearsal_has_the_set_up_of_its_edition_and_nothing_else_of_it():
    registry, rehearsal = rehearsing("Ant")
    source = registry.edition()
    assert rehearsal["edition_id"] != source["edition_id"]
    assert rehearsal["rehearses"] == rehearsed(rehearsal["edition_id"]) == source["edition_id"]
    assert (source["rehearses"], source["counts"]["entries"], rehearsal["counts"]["entries"]) == (None, 1, 0)
    for name in ("stages", "tracks", "cities", "awards", "zone", "programme"):
        assert rehearsal[name] == source[name]


def test_a_rehearsal_is_listed_with_its_edition_alone():
    registry, _ = rehearsing()
    assert listed(registry) == [["Cup 2026"], ["Dry run"]]


def test_the_same_rehearsal_again_makes_no_other():
    registry, rehearsal = rehearsing()
    assert registry.here("StartRehearsal", name="dry  RUN")["edition_id"] == rehearsal["edition_id"]
    assert registry.names_told() == {"EditionStarted": 2}


def test_what_has_begun_is_not_rehearsed_nor_is_a_rehearsal():
    registry, rehearsal = rehearsing()
    with pytest.raises(EditionBegun):
        registry.ask("StartRehearsal", edition_id=rehearsal["edition_id"], name="Deeper")
    registry.here("OpenStage", stage_id="preliminary")
    with pytest.raises(EditionBegun):
        registry.here("StartRehearsal", name="Too late")


def test_what_is_done_in_a_rehearsal_leaves_its_edition_as_it_was():
    registry, rehearsal = rehearsing()
    registry.ask("OpenStage", edition_id=rehearsal["edition_id"], stage_id="preliminary")
    assert {stage["state"] for stage in registry.edition()["stages"]} == {"planned"}


def test_a_rehearsal_that_was_thrown_away_is_gone_and_its_name_stays_taken():
    registry, rehearsal = rehearsing()
    away = {"edition_id": rehearsal["edition_id"]}
    first = registry.ask("ThrowRehearsalAway", **away)
    assert registry.later(hours=1).ask("ThrowRehearsalAway", **away) == first
    assert listed(registry) == [["Cup 2026"], []]
    with pytest.raises(NotFound):
        queries.get_edition(registry.store, away)
    with pytest.raises(EditionExists):
        registry.here("StartRehearsal", name="Dry run")


def test_a_real_edition_is_never_thrown_away():
    registry, _ = a_registry()
    with pytest.raises(NoRehearsal):
        registry.here("ThrowRehearsalAway")
    assert listed(registry) == [["Cup 2026"], []]


def test_a_rehearsal_has_no_public_site_no_open_call_and_no_webhook():
    registry, rehearsal = rehearsing()
    here = {"edition_id": rehearsal["edition_id"]}
    registry.ask("SetCall", **here, **{"seen": 0, **call(registry)})
    registry.here("SetCall", **{"seen": 0, **call(registry)})
    assert registry.tell("list_open_calls") == {"edition_ids": [registry.edition_id]}
    for handler, data in (
        (set_site, {"public": True}),
        (lambda c, s: add_endpoint(c, s, addresses=None), {"url": "https://example.org", "kinds": []}),
    ):
        with pytest.raises(NotInRehearsals):
            handler(Asked("c-1", "p-1", registry.now, {**here, **data}), registry.store)


def call(registry):
    before, after = (registry.now + timedelta(days=days) for days in (-1, 1))
    return {"opens_at": before.isoformat(), "closes_at": after.isoformat()}


class Server(Post):
    """Remembers what was handed to the mail server."""

    def __init__(self):
        super().__init__(MailSettings(host="mail.example", sender="Cup <cup@mail.example>"))
        self.taken = []

    def _hand_over(self, message):
        self.taken.append(message["Subject"])


@pytest.mark.parametrize(("edition_id", "left"), [("ed-1", ["Hello"]), ("rehearsal-1-ed-1", [])])
def test_letters_of_a_rehearsal_stay_where_they_are_and_others_go(edition_id, left):
    post = Server()
    letter = Letter("l-1", edition_id, "nudge", "p-1", "a@b.example", "A", "en", "Hello", "Text", NOON)
    post.send(letter, text=letter.text)
    assert post.taken == left
    assert bool(post.server_for(edition_id)) == bool(left)
