"""Meetings at the gateway: the organiser's pages, what both sides see, calendars and the export."""

import csv
import io

import pytest
from icalendar import Calendar

from gateway.exports.writing import BOM
from schemas.refusal import Refusal
from tests.unit.gateway.answers import EDITION, ENTRY, INVESTOR, MEETING, MEETING_ID, TIMETABLE

DESK = f"/editions/{EDITION}/meetings"
ONE = f"{DESK}/{MEETING_ID}"


class Changed(Refusal):
    code = "timetable_changed"


def taipei(text):
    return f"{text}:00+08:00"


@pytest.mark.parametrize("language", ["en", "zh_Hant", "zh_Hans"])
@pytest.mark.parametrize("path", [DESK, f"{DESK}/plan", ONE, f"{DESK}/print", f"{DESK}?show=unplaced"])
def test_each_page_is_shown_in_every_language(gateway, path, language):
    answer = gateway.get(path + ("&" if "?" in path else "?") + f"lang={language}", by="olive")
    assert answer.status_code == 200
    assert "Hall 2" in answer.text or "Lena Costa" in answer.text


def test_before_anybody_said_when_the_page_leads_there(gateway):
    nothing = {"plan": None, "slots": [], "placed": 0, "people": [], "published_at": None, "undo": 0}
    gateway.ask.answers["GetTimetable"] = {**TIMETABLE, **nothing}
    text = gateway.get(DESK, by="olive").text
    assert f'href="{DESK}/plan"' in text
    assert "Arrange" not in text


@pytest.mark.parametrize(
    ("act", "name"),
    [("arrange", "ArrangeMeetings"), ("publish", "PublishMeetings"), ("undo", "UndoMeetings")],
)
def test_the_acts_of_the_page_say_what_was_seen(gateway, act, name):
    assert gateway.post(DESK, by="olive", data={"act": act, "seen": "4"}).status_code == 303
    [(told, _, by)] = gateway.ask.named(name)
    assert (told["edition_id"], told["seen"], by) == (EDITION, 4, "person-olive")


def test_an_act_that_does_not_exist_is_not_found(gateway):
    assert gateway.post(DESK, by="olive", data={"act": "dance", "seen": "4"}).status_code == 404


def test_times_are_those_of_the_edition_and_a_number_is_that_many_tables(gateway):
    form = {
        **{"seen": "4", "begins_at.0": "2026-11-24T14:00", "ends_at.0": "2026-11-24T17:00"},
        **{"begins_at.1": "", "ends_at.1": "", "slot_minutes": "15", "break_minutes": "", "tables": "3"},
        **{"most_investor": "8", "most_startup": "", "place": " Hall 2 ", "wishes": "on"},
    }
    assert gateway.post(f"{DESK}/plan", by="olive", data=form).status_code == 303
    [(told, _, _)] = gateway.ask.named("SetMeetingPlan")
    assert told["windows"] == [
        {"begins_at": taipei("2026-11-24T14:00"), "ends_at": taipei("2026-11-24T17:00")}
    ]
    assert (told["slot_minutes"], told["break_minutes"], told["tables"]) == (15, 0, ["1", "2", "3"])
    assert (told["most_investor"], told["most_startup"], told["place"]) == (8, None, "Hall 2")
    assert told["wishes"] is True


def test_all_that_cannot_be_read_is_told_at_once_and_stays_in_the_form(gateway):
    form = {
        **{
            "seen": "4",
            "begins_at.0": "tomorrow",
            "ends_at.0": "2026-11-24T17:00",
            "slot_minutes": "a quarter",
        },
        **{"begins_at.1": "2026-11-25T14:00", "ends_at.1": "", "tables": "Window\nDoor"},
    }
    answer = gateway.post(f"{DESK}/plan", by="olive", data=form)
    assert answer.status_code == 422
    assert gateway.ask.named("SetMeetingPlan") == []
    for name in ("begins_at.0", "ends_at.1", "slot_minutes"):
        assert f"<code>{name}</code>" in answer.text
    assert answer.text.count('aria-invalid="true"') == 3
    assert 'value="a quarter"' in answer.text
    assert "Window\nDoor" in answer.text


def test_the_second_who_changes_the_plan_is_told_and_loses_nothing(gateway):
    gateway.ask.answers["SetMeetingPlan"] = Changed("meanwhile")
    form = {
        **{"seen": "3", "begins_at.0": "2026-11-24T14:00", "ends_at.0": "2026-11-24T17:00"},
        **{"slot_minutes": "25", "tables": "77"},
    }
    answer = gateway.post(f"{DESK}/plan", by="olive", data=form)
    assert answer.status_code == 409
    assert "Somebody else changed the timetable" in answer.text
    assert 'value="25"' in answer.text
    assert ">77</textarea>" in answer.text
    assert f'name="seen" value="{TIMETABLE["revision"]}"' in answer.text


@pytest.mark.parametrize(
    ("form", "name", "told"),
    [
        (
            {"act": "move", "starts_at": "2036-11-24T06:40:00+00:00", "table": "Window"},
            "MoveMeeting",
            {"seen": 4, "starts_at": "2036-11-24T06:40:00+00:00", "table": "Window"},
        ),
        ({"act": "swap", "other_id": "m-2"}, "SwapMeetings", {"seen": 4, "other_id": "m-2"}),
        ({"act": "call_off"}, "CallOffMeeting", {"seen": 4}),
        ({"act": "mark", "state": "no_show"}, "MarkMeeting", {"state": "no_show"}),
    ],
)
def test_one_meeting_is_moved_exchanged_called_off_or_marked(gateway, form, name, told):
    assert gateway.post(ONE, by="olive", data={"seen": "4", **form}).status_code == 303
    [(data, _, _)] = gateway.ask.named(name)
    assert data == {"edition_id": EDITION, "meeting_id": MEETING_ID, **told}


def test_a_meeting_that_has_begun_is_marked_in_the_list_and_one_is_back_there(gateway):
    assert 'value="held"' not in gateway.get(DESK, by="olive").text
    begun = {**MEETING, "starts_at": "2025-11-24T06:20:00+00:00", "ends_at": "2025-11-24T06:35:00+00:00"}
    gateway.ask.answers["ListMeetings"] = {"revision": 4, "meetings": [begun], "next": None}
    assert 'value="held"' in gateway.get(DESK, by="olive").text
    form = {"act": "mark", "state": "held", "when": begun["starts_at"]}
    answer = gateway.post(ONE, by="olive", data=form)
    assert answer.headers["Location"].startswith(f"{DESK}?when=2025-11-24T06")
    assert len(gateway.ask.named("MarkMeeting")) == 1


def test_whoever_has_no_place_is_placed_by_hand(gateway):
    gateway.ask.answers["ListMeetings"] = {"revision": 4, "meetings": [], "next": None}
    text = gateway.get(ONE, by="olive").text
    assert "All tables are taken at all times." in text
    assert 'value="move"' in text
    assert 'value="swap"' not in text


def test_who_is_not_there_all_the_time_is_said_on_the_persons_part(gateway):
    assert "There from" in gateway.get(f"{DESK}?who={INVESTOR}", by="olive").text
    form = {"seen": "4", "arrives_at": "2026-11-24T15:00", "leaves_at": ""}
    gateway.post(f"{DESK}/people/{INVESTOR}", by="olive", data=form)
    [(told, _, _)] = gateway.ask.named("SetPresence")
    assert (told["subject_id"], told["arrives_at"], told["leaves_at"]) == (
        INVESTOR,
        taipei("2026-11-24T15:00"),
        None,
    )


@pytest.mark.parametrize(
    ("by", "name"), [("table", "Table 12"), ("investor", "Lena Costa"), ("startup", "Kiko")]
)
def test_there_is_a_sheet_to_print_for_each_table_investor_and_startup(gateway, by, name):
    text = gateway.get(f"{DESK}/print?by={by}", by="olive").text
    assert text.count('class="meeting-sheet"') == 1
    assert f"<h2>{name}" in text


def test_both_sides_see_their_meetings_with_the_table_and_each_other(gateway):
    for path, who, other in (("/investor", "ivan", "Kiko"), ("/founder", "fay", "lena@investors.example")):
        text = gateway.get(path, by=who).text
        assert "Your meetings" in text
        assert "<strong>Table 12</strong> · Hall 2" in text
        assert other in text
    [first, second] = gateway.ask.named("ListMeetings")
    assert {**first[0], **second[0]} == {"edition_id": EDITION, "investor_id": INVESTOR, "entry_id": ENTRY}


def test_a_calendar_has_ones_meetings_and_crosses_out_those_that_were_cancelled(gateway):
    cancelled = {**MEETING, "meeting_id": "m-2", "state": "cancelled", "number": 3}
    gateway.ask.answers["ListMeetings"] = {"revision": 4, "meetings": [MEETING, cancelled], "next": None}
    answer = gateway.get("/calendar/mine.ics", by="ivan")
    one, other = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (one["LOCATION"], one["SEQUENCE"], one["STATUS"]) == ("Hall 2, Table 12", 1, "CONFIRMED")
    assert str(one["SUMMARY"]).endswith("meeting with Kiko")
    assert one["DTSTART"].dt.isoformat() == taipei("2036-11-24T14:20")
    assert (other["SEQUENCE"], other["STATUS"]) == (3, "CANCELLED")


def test_meetings_are_taken_away_with_names_and_how_they_went(gateway):
    answer = gateway.get(f"/editions/{EDITION}/exports/meetings.csv?columns=codes", by="olive")
    [line] = csv.DictReader(io.StringIO(answer.data.decode().removeprefix(BOM)))
    assert (line["table"], line["company"], line["investor"], line["meeting_state"]) == (
        "12",
        "Kiko",
        "Lena Costa",
        "planned",
    )
    text = gateway.get(f"/editions/{EDITION}/exports/meetings.csv?lang=zh_Hant", by="olive").data.decode()
    assert text.removeprefix(BOM).startswith("開始時間,結束時間")
