"""Letters: their words, and the way from written to sent."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.commands.letters import ACTS, KINDS, STATES
from schemas.fields import LANGUAGES
from services.registration.letters.domain import letter as domain
from services.registration.letters.domain.letter import PAUSES, Letter
from services.registration.letters.domain.refusals import LetterChanged, LetterGone
from services.registration.letters.post import message_of
from services.registration.letters.settings import MailSettings, MailSettingWrong
from services.registration.letters.writing import LINK, body_of, written

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
KNOWN = {
    "edition": "Cup 2026",
    "host": "Black Horse Society",
    "name": "Ada Lin",
    "company": "Kiko & Co",
    "role": "founder",
    "stage": "Final",
    "place": 3,
    "decision": "ineligible",
    "reason": "Too old",
    "number": 2,
    "receipt": "0123-4567-89AB-CDEF/2",
    "when": "2026-11-23 12:00 UTC",
    "open": 3,
    "assigned": 12,
    "note": "Friday at noon",
    "investor": "Lena Costa",
    "firm": "Costa Ventures",
    "where": "Hall 2",
    "zone": "Asia/Taipei",
    "meetings": "2026-11-23 14:20–14:35 · table 2 · Kiko & Co",
    "cancelled": "",
}


def a_letter(**changes):
    known = {
        **{"id": "l-1", "edition_id": "ed-1", "kind": "entry_promoted", "person_id": "p-1"},
        **{"to": "ada@example.org", "name": "Ada Lin", "language": "zh_Hant", "subject": "黑馬"},
        **{"text": "您好：\n\nA <b> & c\n", "created_at": NOON},
    }
    return Letter(**{**known, **changes})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_has_words_in_each_language(kind, language):
    subject, text = written(kind, language, **KNOWN)
    assert "Cup 2026" in subject
    assert "Ada Lin" in text
    assert "\n\n\n" not in text
    assert "{" not in text + subject


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ["founder", "judge", "investor", "organiser"])
def test_a_letter_with_a_link_keeps_its_place_free(role, language):
    assert f"\n\n{LINK}\n\n" in written("sign_in_link", language, **{**KNOWN, "role": role})[1]


def test_the_language_of_the_domain_is_that_of_the_commands():
    assert domain.STATES == STATES
    assert tuple(domain.MOVES) == ACTS


def test_a_text_becomes_html_in_which_nothing_is_markup_but_links():
    assert body_of("A <b>\nSee https://x.example/?a=1&b=2.\n\nBye") == (
        "<p>A &lt;b&gt;<br>\nSee "
        '<a href="https://x.example/?a=1&amp;b=2">https://x.example/?a=1&amp;b=2</a>.</p>\n<p>Bye</p>'
    )


def test_a_message_says_the_same_in_text_and_html_and_keeps_its_id():
    settings = MailSettings(sender="Cup <cup@host.example>")
    first, again = (message_of(a_letter(), text="Ada & co\n", settings=settings) for _ in range(2))
    assert first["Message-ID"] == again["Message-ID"] == "<l-1@host.example>"
    assert first.get_body(("plain",)).get_content() == "Ada & co\n"
    assert "<p>Ada &amp; co</p>" in first.get_body(("html",)).get_content()


def test_a_name_with_a_line_break_makes_no_header():
    message = message_of(a_letter(name="Ada\r\nBcc: x@y.z"), text="x", settings=MailSettings())
    assert message["Bcc"] is None
    assert message["To"].addresses[0].addr_spec == "ada@example.org"


def test_a_letter_is_tried_again_after_longer_and_longer_and_fails_in_the_end():
    letter, now = a_letter(state="waiting", next_at=NOON), NOON
    for pause in PAUSES:
        letter.begin(now=now)
        letter.missed("451 later", forever=False, now=now)
        assert (letter.state, letter.next_at) == ("waiting", now + pause)
        now += pause
    letter.begin(now=now)
    letter.missed("451 later", forever=False, now=now)
    assert (letter.state, letter.next_at, letter.why) == ("failed", None, "451 later")
    letter.move("send", now=now)
    assert (letter.state, letter.tries, letter.why) == ("waiting", 0, "")


def test_what_was_discarded_comes_back_held():
    letter = a_letter()
    for act, state in (("discard", "discarded"), ("discard", "discarded"), ("restore", "held")):
        letter.move(act, now=NOON)
        assert letter.state == state


def test_what_was_sent_can_be_neither_discarded_nor_changed():
    letter = a_letter(state="sent", sent_at=NOON)
    with pytest.raises(LetterGone):
        letter.move("discard", now=NOON)
    with pytest.raises(LetterGone):
        letter.edit(seen=0, subject="x", text="x")


def test_the_second_of_two_who_change_a_letter_is_told():
    letter = a_letter(version=2)
    with pytest.raises(LetterChanged):
        letter.edit(seen=1, subject="x", text="x")
    letter.edit(seen=2, subject="New\nwords", text="a\r\nb")
    assert (letter.subject, letter.text) == ("New words", "a\nb")


def test_a_mail_server_is_read_from_its_address():
    read = MailSettings.read("smtp://u%40x:p%3A@mail.example", sender="a@b.example")
    assert (read.host, read.port, read.user, read.password) == ("mail.example", 587, "u@x", "p:")
    assert MailSettings.read("", sender="").host == ""


@pytest.mark.parametrize(("url", "sender"), [("http://x", "a@b"), ("smtp://", "a@b"), ("smtp://x", "")])
def test_a_mail_server_that_cannot_be_used_ends_the_process(url, sender):
    with pytest.raises(MailSettingWrong):
        MailSettings.read(url, sender=sender)


def test_a_lease_lasts_longer_than_the_server_may_take():
    assert timedelta(minutes=2) < domain.LEASE
