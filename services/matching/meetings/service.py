"""Entrypoints of meetings; part of the service matching."""

from typing import Any

from schemas.commands import (
    ArrangeMeetings,
    CallOffMeeting,
    MarkMeeting,
    MoveMeeting,
    PublishMeetings,
    SetMeetingPlan,
    SetPresence,
    SwapMeetings,
    UndoMeetings,
)
from schemas.queries import GetTimetable, ListMeetings, ListUnplaced
from services.chassis.messaging import Asked, ask
from services.matching.meetings import handlers, queries
from services.matching.repository import MatchingStore

Answer = dict[str, Any]


class Meetings:
    store: MatchingStore

    @ask(SetMeetingPlan)
    def set_meeting_plan(self, command: Asked) -> Answer:
        return handlers.set_meeting_plan(command, self.store)

    @ask(SetPresence)
    def set_presence(self, command: Asked) -> Answer:
        return handlers.set_presence(command, self.store)

    @ask(ArrangeMeetings)
    def arrange_meetings(self, command: Asked) -> Answer:
        return handlers.arrange_meetings(command, self.store)

    @ask(MoveMeeting)
    def move_meeting(self, command: Asked) -> Answer:
        return handlers.move_meeting(command, self.store)

    @ask(SwapMeetings)
    def swap_meetings(self, command: Asked) -> Answer:
        return handlers.swap_meetings(command, self.store)

    @ask(CallOffMeeting)
    def call_off_meeting(self, command: Asked) -> Answer:
        return handlers.call_off_meeting(command, self.store)

    @ask(UndoMeetings)
    def undo_meetings(self, command: Asked) -> Answer:
        return handlers.undo_meetings(command, self.store)

    @ask(PublishMeetings)
    def publish_meetings(self, command: Asked) -> Answer:
        return handlers.publish_meetings(command, self.store)

    @ask(MarkMeeting)
    def mark_meeting(self, command: Asked) -> Answer:
        return handlers.mark_meeting(command, self.store)

    @ask(GetTimetable)
    def get_timetable(self, query: Asked) -> Answer:
        return queries.get_timetable(self.store, query.data)

    @ask(ListMeetings)
    def list_meetings(self, query: Asked) -> Answer:
        return queries.list_meetings(self.store, query.data)

    @ask(ListUnplaced)
    def list_unplaced(self, query: Asked) -> Answer:
        return queries.list_unplaced(self.store, query.data)
