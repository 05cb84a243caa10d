"""Every event, by the service that tells it."""

from schemas.events.feedback import FeedbackReleased, FeedbackTakenBack
from schemas.events.judging import (
    AssignmentsPublished,
    JudgeRecused,
    JudgesNudged,
    ScorecardAmended,
    ScorecardSubmitted,
    ScorecardVoided,
)
from schemas.events.matching import IntroMade, MeetingsScheduled
from schemas.events.registration import (
    AppealDecided,
    AppealFiled,
    EditionStarted,
    EntryDisqualified,
    EntryPromoted,
    EntryRestored,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    PersonalDataErased,
    StageClosed,
    StageOpened,
)
from schemas.events.scoring import BoardChanged, ResultsCertified, ResultsPublished
from schemas.events.sessions import SessionChanged, SessionPrepared
from schemas.events.votes import VoteChanged
from schemas.message import Event

EVENTS: dict[str, type[Event]] = {
    event.__name__: event
    for event in (
        EditionStarted,
        EntrySubmitted,
        EntryScreened,
        EntryPromoted,
        EntryWithdrawn,
        EntryRestored,
        PersonalDataErased,
        EntryDisqualified,
        StageOpened,
        StageClosed,
        AppealFiled,
        AppealDecided,
        AssignmentsPublished,
        ScorecardSubmitted,
        JudgeRecused,
        JudgesNudged,
        ScorecardAmended,
        ScorecardVoided,
        SessionChanged,
        SessionPrepared,
        ResultsCertified,
        ResultsPublished,
        FeedbackReleased,
        FeedbackTakenBack,
        IntroMade,
        MeetingsScheduled,
        BoardChanged,
        VoteChanged,
    )
}

__all__ = [
    "EVENTS",
    "AppealDecided",
    "AppealFiled",
    "AssignmentsPublished",
    "BoardChanged",
    "EditionStarted",
    "EntryDisqualified",
    "EntryPromoted",
    "EntryRestored",
    "EntryScreened",
    "EntrySubmitted",
    "EntryWithdrawn",
    "FeedbackReleased",
    "FeedbackTakenBack",
    "IntroMade",
    "JudgeRecused",
    "JudgesNudged",
    "MeetingsScheduled",
    "PersonalDataErased",
    "ResultsCertified",
    "ResultsPublished",
    "ScorecardAmended",
    "ScorecardSubmitted",
    "ScorecardVoided",
    "SessionChanged",
    "SessionPrepared",
    "StageClosed",
    "StageOpened",
    "VoteChanged",
]
