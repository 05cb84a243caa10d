"""Every command, by the service that carries it out."""

from schemas.commands.judging import (
    AddJudges,
    DeclareConflict,
    PublishAssignments,
    RecuseJudge,
    SubmitScorecard,
)
from schemas.commands.matching import (
    AddInvestors,
    AnswerInvestor,
    AnswerStartup,
    PublishShortlists,
    StateThesis,
)
from schemas.commands.registration import (
    CloseStage,
    CreateHost,
    CreateProgramme,
    ImportEntries,
    InvitePeople,
    OpenStage,
    PromoteEntries,
    ScreenEntries,
    SignIn,
    SignOut,
    StartEdition,
    SubmitEntry,
    WithdrawEntry,
)
from schemas.commands.scoring import (
    CertifyResults,
    FreezeStage,
    PublishResults,
    RevealPlace,
)
from schemas.message import Command

COMMANDS: dict[str, type[Command]] = {
    command.__name__: command
    for command in (
        SignIn,
        SignOut,
        InvitePeople,
        CreateHost,
        CreateProgramme,
        StartEdition,
        ImportEntries,
        SubmitEntry,
        ScreenEntries,
        WithdrawEntry,
        OpenStage,
        CloseStage,
        PromoteEntries,
        AddJudges,
        DeclareConflict,
        PublishAssignments,
        RecuseJudge,
        SubmitScorecard,
        FreezeStage,
        CertifyResults,
        RevealPlace,
        PublishResults,
        AddInvestors,
        StateThesis,
        PublishShortlists,
        AnswerStartup,
        AnswerInvestor,
    )
}

__all__ = [
    "COMMANDS",
    "AddInvestors",
    "AddJudges",
    "AnswerInvestor",
    "AnswerStartup",
    "CertifyResults",
    "CloseStage",
    "CreateHost",
    "CreateProgramme",
    "DeclareConflict",
    "FreezeStage",
    "ImportEntries",
    "InvitePeople",
    "OpenStage",
    "PromoteEntries",
    "PublishAssignments",
    "PublishResults",
    "PublishShortlists",
    "RecuseJudge",
    "RevealPlace",
    "ScreenEntries",
    "SignIn",
    "SignOut",
    "StartEdition",
    "StateThesis",
    "SubmitEntry",
    "SubmitScorecard",
    "WithdrawEntry",
]
