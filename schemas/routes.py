"""Which queue brings which messages to which service. The topology is declared from this table,
and an entrypoint finds its queue in it."""

import re
from dataclasses import dataclass

from schemas.commands import CastVote, SettleVote, SubmitScorecard
from schemas.events import (
    AppealDecided,
    AppealFiled,
    AssignmentsPublished,
    EditionStarted,
    EntryDisqualified,
    EntryPromoted,
    EntryRestored,
    EntryScreened,
    EntrySubmitted,
    EntryWithdrawn,
    FeedbackReleased,
    FeedbackTakenBack,
    IntroMade,
    JudgeRecused,
    JudgesNudged,
    MeetingsScheduled,
    PersonalDataErased,
    ResultsCertified,
    ResultsPublished,
    ScorecardAmended,
    ScorecardSubmitted,
    ScorecardVoided,
    SessionPrepared,
    StageClosed,
    StageOpened,
)
from schemas.message import Command, Event, Message

COMMAND_EXCHANGE = "commands"
PUBLIC_EXCHANGE = "public"
UNROUTABLE = "unroutable"
DEAD_EXCHANGE = "dead"
DELIVERY_LIMIT = 20

SERVICES = ("registration", "judging", "scoring", "matching")


@dataclass(frozen=True)
class Queue:
    """A durable queue that brings `messages` to `service`."""

    name: str
    service: str
    messages: tuple[type[Message], ...]

    @property
    def dead(self) -> str:
        """Return the name of the queue that holds what was given up."""
        return f"{self.name}.dead"


ENTRY_FACTS = (
    *(EntrySubmitted, EntryScreened, EntryPromoted, EntryWithdrawn),
    *(EntryRestored, EntryDisqualified),
)

QUEUES = (
    Queue("registration.inbox", "registration", (ResultsCertified, PersonalDataErased, SessionPrepared)),
    Queue(
        "registration.letters",
        "registration",
        (
            EntryScreened,
            EntryPromoted,
            ResultsPublished,
            AssignmentsPublished,
            JudgesNudged,
            FeedbackReleased,
            EntrySubmitted,
            EntryWithdrawn,
            StageOpened,
            StageClosed,
            IntroMade,
            MeetingsScheduled,
            AppealFiled,
            AppealDecided,
        ),
    ),
    Queue(
        "judging.inbox",
        "judging",
        (
            *(EditionStarted, StageOpened, StageClosed, ResultsCertified, FeedbackReleased),
            *(FeedbackTakenBack, PersonalDataErased),
        ),
    ),
    Queue("judging.entries", "judging", ENTRY_FACTS),
    Queue("judging.scorecards", "judging", (SubmitScorecard,)),
    Queue(
        "scoring.inbox",
        "scoring",
        (
            *(EditionStarted, StageClosed, AssignmentsPublished),
            *(JudgeRecused, ScorecardAmended, ScorecardVoided),
        ),
    ),
    Queue("scoring.entries", "scoring", ENTRY_FACTS),
    Queue("scoring.scorecards", "scoring", (ScorecardSubmitted,)),
    Queue("scoring.votes", "scoring", (CastVote, SettleVote)),
    Queue("matching.inbox", "matching", (EditionStarted, ResultsPublished, PersonalDataErased)),
    Queue("matching.entries", "matching", ENTRY_FACTS),
)


def exchange_for(message: type[Message]) -> str:
    """Return the exchange that messages of this kind are published to."""
    if issubclass(message, Command):
        return COMMAND_EXCHANGE
    if issubclass(message, Event) and message.broadcast:
        return PUBLIC_EXCHANGE
    return f"events.{message.source}"


def queue_for(service: str, message: type[Message]) -> Queue:
    """Return the queue that brings `message` to `service`; LookupError when the table has none."""
    for queue in QUEUES:
        if queue.service == service and message in queue.messages:
            return queue
    raise LookupError(f"no queue brings {message.message_name()} to {service}; add it to schemas/routes.py")


def binding_key(message: type[Message]) -> str:
    """Return the pattern that binds every version of a message, so that a newer one is kept."""
    return f"{message.message_name()}.*"


def method_name(message: type[Message]) -> str:
    """Return the RPC method for a message: `open_stage` for OpenStage."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", message.message_name()).lower()
