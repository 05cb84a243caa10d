"""People by message: the first organiser, invitations, links, sessions."""

import pytest

from schemas.refusal import Invalid, NotFound
from services.registration.domain.people import digest_of
from services.registration.domain.refusals import LinkExpired, LinkUnknown, LinkUsed, SignedOut
from tests.unit.registration.registry import SETUP, Registry, a_registry

ADA = {"role": "judge", "name": "Ada", "email": "ada@example.org", "subject_id": "j-1"}


def invited(registry, *invitations):
    return registry.here("InvitePeople", invitations=list(invitations or [ADA]))["links"]


def token_in(link):
    return link["url"].removeprefix("https://contest.example/sign-in?token=")


def test_the_set_up_link_makes_an_organiser_of_all_editions():
    registry = Registry()
    answer = registry.ask("SignIn", token=SETUP, name=" Lin ", email="lin@example.org")
    person = answer["person"]
    assert (person["name"], person["email"]) == ("Lin", "lin@example.org")
    assert person["grants"] == [{"role": "organiser", "edition_id": None, "subject_id": None}]
    assert registry.who_is(digest_of(answer["session_token"])) == person


def test_the_set_up_link_works_once():
    registry = Registry()
    registry.ask("SignIn", token=SETUP)
    with pytest.raises(LinkUsed):
        registry.ask("SignIn", token=SETUP)
    with pytest.raises(LinkUsed):
        registry.later(days=400).ask("SignIn", token=SETUP)


def test_a_new_set_up_link_is_used_as_soon_as_there_is_an_organiser():
    registry = Registry()
    registry.ask("SignIn", token=SETUP)
    registry.settings = Registry(setup_token="another-set-up-token").settings
    with pytest.raises(LinkUnknown):
        registry.ask("SignIn", token="another-set-up-token")


def test_the_set_up_link_is_used_when_somebody_else_organises_all():
    registry = Registry()
    boss = {"role": "organiser", "name": "Boss", "email": "boss@example.org"}
    registry.ask("InvitePeople", invitations=[boss])
    with pytest.raises(LinkUsed):
        registry.ask("SignIn", token=SETUP)


def test_without_a_set_up_token_no_token_sets_up():
    with pytest.raises(LinkUnknown):
        Registry(setup_token="").ask("SignIn", token=SETUP)


def test_an_invited_person_signs_in_by_the_link():
    registry, _ = a_registry()
    (link,) = invited(registry)
    assert {name: link[name] for name in ("role", "subject_id", "email", "expires_at")} == {
        "role": "judge",
        "subject_id": "j-1",
        "email": "ada@example.org",
        "expires_at": "2026-12-07T12:00:00+00:00",
    }
    person = registry.ask("SignIn", token=token_in(link))["person"]
    assert (person["person_id"], person["name"]) == (link["person_id"], "Ada")
    assert person["grants"] == [{"role": "judge", "edition_id": registry.edition_id, "subject_id": "j-1"}]


def test_a_link_works_once_and_in_time():
    registry, _ = a_registry()
    first, second = (token_in(invited(registry)[0]) for _ in range(2))
    registry.ask("SignIn", token=first)
    with pytest.raises(LinkUsed):
        registry.ask("SignIn", token=first)
    with pytest.raises(LinkUnknown):
        registry.ask("SignIn", token="a-token-that-never-was")
    registry.later(days=14)
    with pytest.raises(LinkExpired):
        registry.ask("SignIn", token=second)
    refusals = (LinkUnknown, LinkUsed, LinkExpired)
    assert [(r.code, r.status) for r in refusals] == [
        ("link_unknown", 401),
        ("link_used", 410),
        ("link_expired", 410),
    ]


def test_a_sign_in_whose_answer_was_lost_gets_it_again_for_ten_minutes():
    registry, _ = a_registry()
    for token in (SETUP, token_in(invited(registry)[0])):
        answer = registry.ask("SignIn", id="c-1", token=token)
        assert registry.later(minutes=10).ask("SignIn", id="c-1", token=token) == answer
        with pytest.raises(LinkUsed):
            registry.later(seconds=1).ask("SignIn", id="c-1", token=token)


def test_a_sign_in_is_not_answered_again_once_signed_out():
    registry, _ = a_registry()
    token = token_in(invited(registry)[0])
    answer = registry.ask("SignIn", id="c-1", token=token)
    registry.ask("SignOut", session_digest=digest_of(answer["session_token"]))
    with pytest.raises(LinkUsed):
        registry.ask("SignIn", id="c-1", token=token)


def test_the_same_person_in_the_same_role_gets_another_link():
    registry, _ = a_registry()
    (first,) = invited(registry)
    (second,) = invited(registry, {**ADA, "email": "ADA@example.org"})
    assert first["person_id"] == second["person_id"]
    assert first["url"] != second["url"]
    sessions = [registry.ask("SignIn", token=token_in(link))["session_token"] for link in (first, second)]
    assert {registry.who_is(digest_of(token))["person_id"] for token in sessions} == {first["person_id"]}


def test_a_link_opens_the_role_it_was_made_for_and_no_other():
    registry, (ant,) = a_registry("Ant")
    founder = {**ADA, "role": "founder", "subject_id": ant}
    judge, other = invited(registry, ADA, founder)
    assert judge["person_id"] != other["person_id"]
    grants = registry.ask("SignIn", token=token_in(other))["person"]["grants"]
    assert [grant["role"] for grant in grants] == ["founder"]
    registry.start("Cup 2027")
    assert invited(registry)[0]["person_id"] not in {judge["person_id"], other["person_id"]}


def test_the_same_invitation_twice_in_one_command_is_one_person_with_two_links():
    registry, _ = a_registry()
    first, second = invited(registry, ADA, ADA)
    assert first["person_id"] == second["person_id"]
    assert [registry.ask("SignIn", token=token_in(link))["person"]["name"] for link in (first, second)] == [
        "Ada",
        "Ada",
    ]


def test_whom_a_person_acts_for_is_needed():
    registry, (ant,) = a_registry("Ant")
    nobody = {**ADA, "subject_id": None}
    stranger = {**ADA, "role": "founder", "subject_id": "e-0"}
    with pytest.raises(Invalid) as refused:
        invited(registry, ADA, nobody, stranger, {**stranger, "subject_id": ant})
    assert refused.value.errors == {
        "invitations.1.subject_id": {"came": None, "allowed": "whom the judge is or acts for, in an edition"},
        "invitations.2.subject_id": {"came": "e-0", "allowed": "an entry of the edition"},
    }
    assert registry.store.people.documents == {}


def test_an_edition_that_is_not_there_invites_nobody():
    with pytest.raises(NotFound):
        Registry().ask("InvitePeople", edition_id="ed-0", invitations=[ADA])


def test_a_session_ends_by_signing_out_or_by_itself():
    registry, _ = a_registry()
    first, second = (
        digest_of(registry.ask("SignIn", token=token_in(invited(registry)[0]))["session_token"])
        for _ in range(2)
    )
    registry.ask("SignOut", session_digest=first)
    registry.ask("SignOut", session_digest=first)
    with pytest.raises(SignedOut):
        registry.who_is(first)
    assert registry.later(days=13).who_is(second)["name"] == "Ada"
    with pytest.raises(SignedOut):
        registry.later(days=1).who_is(second)


def test_no_token_is_kept():
    registry, _ = a_registry()
    token = token_in(invited(registry)[0])
    session = registry.ask("SignIn", token=token)["session_token"]
    setup = registry.ask("SignIn", token=SETUP)["session_token"]
    kept = str(registry.store.people.documents)
    assert [secret for secret in (token, session, SETUP, setup) if secret in kept] == []
