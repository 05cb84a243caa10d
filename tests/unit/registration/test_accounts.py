"""Passwords and sessions by message."""

import pytest
from argon2 import PasswordHasher

from schemas.refusal import Invalid
from services.registration.accounts.hashing import Hashing
from services.registration.domain.password import check_password
from services.registration.domain.people import FIRST_ORGANISER, digest_of
from services.registration.domain.refusals import (
    AddressMissing,
    PasswordNotForRole,
    PasswordPersonal,
    PasswordPlain,
    PasswordShort,
    PasswordWrong,
    SignedOut,
    SignInRefused,
    TooManyTries,
)
from tests.unit.registration.registry import NOON, SETUP, Registry, a_registry

GOOD = "seven slow tortoises"
OTHER = "eleven quick hares"
LIN = {"name": "Lin Yu-chen", "email": "yuchen@example.org"}


def an_organiser(registry=None, **person):
    """Return a registry with the first organiser signed in by link just now, and that session's digest."""
    registry = registry or Registry()
    answer = registry.ask("SignIn", token=SETUP, device="Chrome · Mac", **{**LIN, **person})
    return registry, digest_of(answer["session_token"])


def with_password(password=GOOD):
    registry, digest = an_organiser()
    registry.ask("SetPassword", session_digest=digest, password=password)
    return registry, digest


def sign_in(registry, password=GOOD, email=LIN["email"], client="203.0.113.7"):
    return registry.ask("SignInByPassword", email=email, password=password, client=client, device="Edge")


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("eleven char", PasswordShort),
        ("", PasswordShort),
        ("aaaaaaaaaaaaaaab", PasswordPlain),
        ("yuchen@example.org", PasswordPersonal),
        ("YuChen.Example.1", PasswordPersonal),
        ("Lin Yu-Chen 2026", PasswordPersonal),
        ("linyuchen!!!!!12", PasswordPersonal),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(password, refusal):
    with pytest.raises(refusal) as refused:
        check_password(password, name=LIN["name"], email=LIN["email"])
    assert isinstance(refused.value, Invalid)
    assert password not in refused.value.detail or password == ""


@pytest.mark.parametrize(
    "password", [GOOD, "yuchen rides to the moon", "正確的馬電池訂書針很好記住喔", "Tr0ub4dor&3x!"]
)
def test_a_good_password_is_taken(password):
    check_password(password, name=LIN["name"], email=LIN["email"])


def test_an_organiser_whose_session_ended_gets_back_in_by_password():
    registry, digest = with_password()
    registry.later(days=15)
    with pytest.raises(SignedOut):
        registry.who_is(digest)
    answer = sign_in(registry, email=" YuChen@Example.org")
    assert registry.who_is(digest_of(answer["session_token"])) == answer["person"]
    assert answer["person"]["grants"] == [{"role": "organiser", "edition_id": None, "subject_id": None}]


def test_of_a_password_only_argon2_of_it_is_kept():
    registry, _ = with_password()
    state = registry.store.people.documents[FIRST_ORGANISER]["state"]
    assert state["password"]["hash"].startswith("$argon2id$")
    assert GOOD not in str(registry.store.people.documents)


def test_an_unknown_address_and_a_wrong_password_are_refused_alike():
    registry, _ = with_password()
    told = []
    for email, password in ((LIN["email"], OTHER), ("nobody@example.org", GOOD)):
        registry.hashing.checked = 0
        with pytest.raises(SignInRefused) as refused:
            sign_in(registry, password, email)
        told.append((refused.value.as_dict(), registry.hashing.checked))
    assert told[0] == told[1]
    assert told[0][1] == 1


def test_without_a_password_nobody_signs_in_by_one():
    registry, _ = an_organiser()
    with pytest.raises(SignInRefused):
        sign_in(registry)


def test_tries_for_an_address_are_counted_and_the_wait_is_told():
    registry, _ = with_password()
    for _ in range(5):
        with pytest.raises(SignInRefused):
            sign_in(registry, OTHER, client="")
    with pytest.raises(TooManyTries) as refused:
        sign_in(registry, GOOD, client="")
    assert refused.value.errors == {"retry_after": {"seconds": 60}}
    registry.later(seconds=59)
    with pytest.raises(TooManyTries):
        sign_in(registry, GOOD, client="")
    registry.later(seconds=1)
    assert sign_in(registry, GOOD, client="")["session_token"]


def test_who_knows_the_password_gets_all_tries_back():
    registry, _ = with_password()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(SignInRefused):
                sign_in(registry, OTHER, client="")
        sign_in(registry, client="")


def test_tries_from_one_place_are_counted_over_all_addresses():
    registry, _ = with_password()
    for n in range(20):
        with pytest.raises(SignInRefused):
            sign_in(registry, OTHER, f"guess-{n}@example.org")
    with pytest.raises(TooManyTries) as refused:
        sign_in(registry, OTHER, "guess-20@example.org")
    assert refused.value.errors == {"retry_after": {"seconds": 15}}
    with pytest.raises(SignInRefused):
        sign_in(registry, OTHER, "guess-20@example.org", client="198.51.100.4")


def test_changing_a_password_asks_for_the_current_one_and_ends_the_other_sessions():
    registry, by_link = with_password()
    other = digest_of(sign_in(registry)["session_token"])
    with pytest.raises(PasswordWrong):
        registry.ask("SetPassword", session_digest=other, password=OTHER, current_password="not this")
    ended = registry.ask("SetPassword", session_digest=other, password=OTHER, current_password=GOOD)
    assert ended == {"ended": [by_link]}
    with pytest.raises(SignedOut):
        registry.who_is(by_link)
    assert sign_in(registry, OTHER)["person"]["name"] == LIN["name"]


def test_guesses_at_the_current_password_are_counted_too():
    registry, _ = with_password()
    session = digest_of(sign_in(registry)["session_token"])
    for _ in range(5):
        with pytest.raises(PasswordWrong):
            registry.ask("RemovePassword", session_digest=session, current_password=OTHER)
    with pytest.raises(TooManyTries):
        registry.ask("RemovePassword", session_digest=session, current_password=GOOD)


def test_who_came_by_a_link_just_now_may_have_forgotten_the_password():
    registry, digest = with_password()
    registry.later(minutes=29)
    registry.ask("SetPassword", session_digest=digest, password=OTHER)
    registry.later(minutes=2)
    with pytest.raises(PasswordWrong):
        registry.ask("SetPassword", session_digest=digest, password=GOOD)


def test_a_removed_password_opens_nothing():
    registry, digest = with_password()
    registry.ask("RemovePassword", session_digest=digest)
    with pytest.raises(SignInRefused):
        sign_in(registry)
    assert registry.account(digest)["password"] is None


def test_only_organisers_have_passwords():
    registry, _ = a_registry()
    judge = {"role": "judge", "name": "Ada", "email": "ada@example.org", "subject_id": "j-1"}
    link = registry.here("InvitePeople", invitations=[judge])["links"][0]
    token = link["url"].rpartition("=")[2]
    digest = digest_of(registry.ask("SignIn", token=token)["session_token"])
    assert registry.account(digest)["may_have_password"] is False
    with pytest.raises(PasswordNotForRole):
        registry.ask("SetPassword", session_digest=digest, password=GOOD)


def test_an_organiser_without_an_address_gives_one_with_the_password():
    registry, digest = an_organiser(email="")
    with pytest.raises(AddressMissing):
        registry.ask("SetPassword", session_digest=digest, password=GOOD)
    registry.ask("SetPassword", session_digest=digest, password=GOOD, email="lin@example.org")
    assert sign_in(registry, email="lin@example.org")["person"]["email"] == "lin@example.org"


def test_the_account_lists_where_one_is_signed_in_newest_first():
    registry, digest = with_password()
    registry.later(hours=1)
    sign_in(registry)
    sessions = registry.account(digest)["sessions"]
    assert [(s["way"], s["device"], s["current"]) for s in sessions] == [
        ("password", "Edge", False),
        ("link", "Chrome · Mac", True),
    ]
    assert [s["started_at"] for s in sessions] == ["2026-11-23T13:00:00+00:00", NOON.isoformat()]


def test_one_session_or_all_others_or_all_are_ended():
    registry, digest = with_password()
    others = [digest_of(sign_in(registry)["session_token"]) for _ in range(3)]
    one = registry.ask("EndSession", session_digest=digest, session_id=others[0][:16])
    assert one == {"ended": [others[0]]}
    assert registry.ask("EndSession", session_digest=digest, session_id="0" * 16) == {"ended": []}
    rest = registry.ask("EndSessions", session_digest=digest, others_only=True)
    assert rest == {"ended": others[1:]}
    assert registry.who_is(digest)
    assert registry.ask("EndSessions", session_digest=digest) == {"ended": [digest]}
    with pytest.raises(SignedOut):
        registry.account(digest)


def test_a_hash_made_at_another_cost_is_made_anew_at_the_next_sign_in():
    registry, _ = with_password()
    before = registry.store.people.find(FIRST_ORGANISER).password
    registry.hashing = Hashing(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1), execute=call)
    sign_in(registry)
    after = registry.store.people.find(FIRST_ORGANISER).password
    assert ("t=1" in before.hash, "t=2" in after.hash) == (True, True)
    assert after.set_at == before.set_at


def test_too_many_at_once_are_sent_away_for_a_moment():
    hashing = Hashing(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), execute=call, waiting=-2)
    with pytest.raises(TooManyTries) as refused:
        hashing.hash(GOOD)
    assert refused.value.errors == {"retry_after": {"seconds": 2}}


def call(function, *values):
    return function(*values)
