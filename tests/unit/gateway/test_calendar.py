"""Calendar files: what is in them, for whom, and that changes replace what was there."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from schemas.refusal import NotFound
from tests.unit.gateway.answers import EDITION, ENTRY, FINAL, JUDGE, SESSION

PUBLIC = f"/editions/{EDITION}/calendar.ics"
MINE = "/calendar/mine.ics"
FEED = "/calendars/a-token-of-this-test.ics"


@pytest.fixture(autouse=True)
def one_session(gateway):
    """The final has a session of three slots, the preliminary has none."""
    slots = [
        {**SESSION["slots"][0], "position": n, "state": "planned", "entry_id": id}
        for n, id in ((2, ENTRY), (1, "e-1"), (3, "e-3"))
    ]

    sit(gateway, {**SESSION, "state": "planned", "slots": slots})


@pytest.fixture(autouse=True)
def no_meetings(gateway):
    gateway.ask.answers["ListMeetings"] = {"revision": 0, "meetings": [], "next": None}


def sit(gateway, *sessions):
    """Let the final have these sessions, and the preliminary none."""
    gateway.ask.answers["ListSessions"] = lambda data: {
        "sessions": list(sessions) if data["stage_id"] == FINAL else [],
        "now": SESSION["now"],
    }


def sitting(gateway):
    [session] = gateway.ask.answers["ListSessions"]({"stage_id": FINAL})["sessions"]
    return session


def events(response):
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.data)
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def test_everybody_gets_stages_and_sessions_in_the_zone_of_the_edition(gateway):
    found = events(gateway.get(PUBLIC))
    session = found[f"session.{EDITION}.{FINAL}@darkhorse"]
    assert session["DTSTART"].params["TZID"] == "Asia/Taipei"
    assert session.decoded("DTSTART").isoformat() == "2026-11-23T14:00:00+08:00"
    assert session.decoded("DTEND") - session.decoded("DTSTART") == timedelta(minutes=45)
    assert str(session["LOCATION"]) == "Hall 1"
    assert f"stage.{EDITION}.preliminary@darkhorse" in found
    assert b"BEGIN:VTIMEZONE" in gateway.get(PUBLIC).data


def test_a_change_keeps_the_uid_and_raises_the_sequence(gateway):
    before = events(gateway.get(PUBLIC))
    sit(gateway, {**sitting(gateway), "number": 9, "place": "Hall 2"})
    after = events(gateway.get(PUBLIC))
    assert set(before) == set(after)
    uid = f"session.{EDITION}.{FINAL}@darkhorse"
    assert (before[uid]["SEQUENCE"], after[uid]["SEQUENCE"]) == (4, 9)
    assert str(after[uid]["LOCATION"]) == "Hall 2"


def test_a_founder_gets_the_own_pitch_at_its_turn(gateway):
    [(uid, pitch)] = events(gateway.get(MINE, by="fay")).items()
    assert uid == f"pitch.{EDITION}.{FINAL}.{ENTRY}@darkhorse"
    assert pitch.decoded("DTSTART").isoformat() == "2026-11-23T14:15:00+08:00"
    assert "14:15" in gateway.get("/calendar?lang=zh_Hans", by="fay").text


def test_a_judge_gets_the_stages_in_which_there_is_something_to_judge(gateway):
    found = events(gateway.get(MINE, by="judy"))
    assert set(found) == {f"{kind}.{EDITION}.{FINAL}@darkhorse" for kind in ("stage", "session")}
    assert gateway.ask.named("GetJudgeList")[0][0]["judge_id"] == JUDGE


def two_heats(gateway):
    """Let the final sit in two cities: Weebly in the second of them."""
    heats = [("e-1", "final.01", "Taipei", "14"), (ENTRY, "final.02", "Tainan", "16")]
    sit(
        gateway,
        *(
            {
                **SESSION,
                "session_id": id,
                "name": city,
                "state": "planned",
                "starts_at": f"2026-11-23T{hour}:00:00+08:00",
                "slots": [{**SESSION["slots"][0], "entry_id": entry, "state": "planned"}],
            }
            for entry, id, city, hour in heats
        ),
    )


def test_every_session_of_a_stage_is_told_apart(gateway):
    two_heats(gateway)
    found = events(gateway.get(PUBLIC))
    heats = [found[f"session.{EDITION}.final.{n}@darkhorse"] for n in ("01", "02")]
    assert [str(heat["SUMMARY"]).rpartition(": ")[2] for heat in heats] == ["Taipei", "Tainan"]
    assert [heat.decoded("DTSTART").hour for heat in heats] == [14, 16]


def test_founders_and_judges_get_the_session_that_is_theirs(gateway):
    two_heats(gateway)
    [pitch] = events(gateway.get(MINE, by="fay")).values()
    assert pitch.decoded("DTSTART").hour == 16
    judged = {uid for uid in events(gateway.get(MINE, by="judy")) if uid.startswith("session")}
    assert judged == {f"session.{EDITION}.final.02@darkhorse"}


def test_an_absent_slot_is_cancelled_and_not_forgotten(gateway):
    session = sitting(gateway)
    sit(gateway, {**session, "slots": [{**slot, "state": "absent"} for slot in session["slots"]]})
    [pitch] = events(gateway.get(MINE, by="fay")).values()
    assert str(pitch["STATUS"]) == "CANCELLED"


@pytest.mark.parametrize(("path", "by"), [(PUBLIC, None), (FEED, None), (MINE, "judy")])
def test_nothing_is_told_rather_than_half_while_a_service_is_away(gateway, path, by):
    gateway.ask.silent = {"judging"}
    assert gateway.get(path, by=by).status_code == 503


def test_an_address_gives_its_persons_calendar_until_it_is_revoked(gateway):
    assert f"pitch.{EDITION}.{FINAL}.{ENTRY}@darkhorse" in events(gateway.get(FEED))
    gateway.ask.answers["WhoseCalendar"] = NotFound("there is no such calendar")
    assert gateway.get(FEED).status_code == 404


def test_an_address_is_shown_once(gateway):
    made = gateway.post("/calendar", by="fay", data={})
    assert FEED in made.text
    assert made.headers["Cache-Control"] == "no-store"
    assert FEED not in gateway.get("/calendar", by="fay").text
    assert FEED in gateway.post("/api/v1/me/calendar", by="fay").get_json()["url"]
    assert gateway.post("/calendar", by="fay", data={"act": "revoke"}).status_code == 303
    assert gateway.ask.named("RevokeCalendar")[0][2] == "person-fay"


def test_who_has_nothing_to_do_is_told_so(gateway):
    assert "Nothing is planned yet" in gateway.get("/calendar", by="olive").text
