"""Several organisers: of an edition, of a host, of everything; and codes to sign in by."""

import json

import pytest

from schemas.refusal import Invalid
from services.registration.domain.code import LETTERS, new_code, token_of
from services.registration.domain.people import digest_of
from services.registration.domain.refusals import (
    CodeUnknown,
    LastOrganiser,
    LinkExpired,
    LinkUsed,
    SignedOut,
    TooManyTries,
)
from tests.unit.registration.registry import SETUP, Registry

OLA = {"role": "organiser", "name": "Ola", "email": "ola@hosts.example"}


@pytest.fixture
def registry():
    registry = Registry()
    registry.start()
    return registry


def invite(registry, **more):
    return registry.ask("InvitePeople", invitations=[OLA], codes=True, **more)["links"][0]


def enter(registry, code, client="192.0.2.7"):
    return registry.ask("SignInByCode", code=code, client=client)


def grants(answer):
    return {(grant["role"], grant["edition_id"]) for grant in answer["person"]["grants"]}


def test_a_code_opens_what_its_link_does_however_it_is_typed_and_once(registry):
    link = invite(registry, edition_id=registry.edition_id)
    answer = enter(registry, f" {link['code'].lower().replace('-', ' ')} ")
    assert grants(answer) == {("organiser", registry.edition_id)}
    assert registry.who_is(digest_of(answer["session_token"]))["name"] == "Ola"
    with pytest.raises(LinkUsed):
        enter(registry, link["code"])


def test_a_code_ends_after_a_day_and_its_link_does_not(registry):
    link = invite(registry, edition_id=registry.edition_id)
    registry.later(hours=25)
    with pytest.raises(LinkExpired):
        enter(registry, link["code"])
    assert registry.ask("SignIn", token=link["url"].partition("token=")[2])["person"]["name"] == "Ola"


def test_neither_the_code_nor_what_it_stands_for_is_kept(registry):
    link = invite(registry, edition_id=registry.edition_id)
    kept = json.dumps(registry.store.people.documents, default=str)
    assert link["code"] not in kept
    assert token_of(link["code"]) not in kept
    assert digest_of(token_of(link["code"])) in kept


def test_who_tries_codes_is_held_back_also_from_the_right_one(registry):
    link = invite(registry, edition_id=registry.edition_id)
    for _ in range(20):
        with pytest.raises(CodeUnknown):
            enter(registry, new_code())
    with pytest.raises(TooManyTries):
        enter(registry, link["code"])
    assert enter(registry, link["code"], client="198.51.100.4")["person"]["name"] == "Ola"


def test_a_code_has_nothing_in_it_that_is_taken_for_another():
    assert not set("01OIL") & set(LETTERS)
    assert len({new_code() for _ in range(50)}) == 50


def test_codes_for_hundreds_are_refused(registry):
    with pytest.raises(Exception, match="at most 20"):
        registry.here("InvitePeople", invitations=[OLA] * 21, codes=True)


def test_an_organiser_of_a_host_organises_each_of_its_editions_and_those_to_come(registry):
    first = registry.edition_id
    [host] = registry.store.hosts.select({})
    token = enter(registry, invite(registry, host_id=host.id)["code"])["session_token"]
    registry.start("Cup 2027")
    told = registry.who_is(digest_of(token))["grants"]
    assert {grant["edition_id"] for grant in told} == {first, registry.edition_id}
    assert not registry.store.people.documents[next(iter(registry.store.people.documents))]["state"][
        "organises_all"
    ]


def test_a_host_has_organisers_only_and_no_edition_beside_it(registry):
    [host] = registry.store.hosts.select({})
    with pytest.raises(Invalid):
        invite(registry, host_id=host.id, edition_id=registry.edition_id)


def test_who_is_removed_is_signed_out_and_comes_back_by_an_invitation_only(registry):
    link, second = (invite(registry, edition_id=registry.edition_id) for _ in range(2))
    answer = enter(registry, link["code"])
    person_id = answer["person"]["person_id"]
    assert len(registry.here("RemoveOrganiser", person_id=person_id)["ended"]) == 1
    assert registry.here("RemoveOrganiser", person_id=person_id) == {"ended": []}
    with pytest.raises(SignedOut):
        registry.who_is(digest_of(answer["session_token"]))
    with pytest.raises(CodeUnknown):
        enter(registry, second["code"])
    again = invite(registry, edition_id=registry.edition_id)
    assert grants(enter(registry, again["code"])) == {("organiser", registry.edition_id)}


def test_the_last_who_organises_everything_stays(registry):
    first = registry.ask("SignIn", token=SETUP)["person"]["person_id"]
    with pytest.raises(LastOrganiser):
        registry.ask("RemoveOrganiser", person_id=first)
    enter(registry, invite(registry)["code"])
    assert len(registry.ask("RemoveOrganiser", person_id=first)["ended"]) == 1


def test_an_edition_has_no_say_in_who_organises_everything(registry):
    first = registry.ask("SignIn", token=SETUP)["person"]["person_id"]
    assert registry.here("RemoveOrganiser", person_id=first) == {"ended": []}
