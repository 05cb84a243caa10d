"""Commands in words, as somebody did them."""

from flask_babel import lazy_gettext

ACTS = {
    "SignIn": lazy_gettext("Signed in"),
    "SignInByPassword": lazy_gettext("Signed in by password"),
    "SetPassword": lazy_gettext("Set their password"),
    "RemovePassword": lazy_gettext("Removed their password"),
    "EndSession": lazy_gettext("Signed out on one device"),
    "EndSessions": lazy_gettext("Signed out on their devices"),
    "EndSessionsOf": lazy_gettext("Signed somebody out everywhere"),
    "InvitePeople": lazy_gettext("Made sign-in links"),
    "CreateHost": lazy_gettext("Created a host"),
    "CreateProgramme": lazy_gettext("Created a programme"),
    "StartEdition": lazy_gettext("Started the edition"),
    "ImportEntries": lazy_gettext("Imported entries"),
    "SubmitEntry": lazy_gettext("Entered a startup"),
    "ScreenEntries": lazy_gettext("Screened entries"),
    "WithdrawEntry": lazy_gettext("Withdrew an entry"),
    "SubmitDeck": lazy_gettext("Sent a pitch deck"),
    "OpenStage": lazy_gettext("Opened a stage"),
    "CloseStage": lazy_gettext("Closed a stage"),
    "PromoteEntries": lazy_gettext("Promoted entries"),
    "AddJudges": lazy_gettext("Added judges"),
    "DeclareConflict": lazy_gettext("Declared a conflict of interest"),
    "PublishAssignments": lazy_gettext("Published the assignments"),
    "RecuseJudge": lazy_gettext("Recused a judge"),
    "DecideLate": lazy_gettext("Decided on a late scorecard"),
    "MarkSlot": lazy_gettext("Marked a slot"),
    "MoveSlot": lazy_gettext("Moved a slot"),
    "PrepareSession": lazy_gettext("Prepared the session"),
    "RunClock": lazy_gettext("Ran the clock"),
    "StartSlot": lazy_gettext("Started a slot"),
    "RaiseHand": lazy_gettext("Raised a hand"),
    "LowerHand": lazy_gettext("Lowered a hand"),
    "FreezeStage": lazy_gettext("Froze the standings"),
    "ThawStage": lazy_gettext("Thawed the standings"),
    "CertifyResults": lazy_gettext("Certified the results"),
    "RevealPlace": lazy_gettext("Revealed a place"),
    "PublishResults": lazy_gettext("Published the results"),
    "OpenVote": lazy_gettext("Opened an audience vote"),
    "CloseVote": lazy_gettext("Closed an audience vote"),
    "RevealVote": lazy_gettext("Revealed an audience vote"),
    "IssueTickets": lazy_gettext("Made audience tickets"),
    "VoidTicket": lazy_gettext("Made a ticket void"),
    "AddInvestors": lazy_gettext("Added investors"),
    "StateThesis": lazy_gettext("Changed a thesis"),
    "PublishShortlists": lazy_gettext("Published the shortlists"),
    "AnswerStartup": lazy_gettext("Answered a startup"),
    "AnswerInvestor": lazy_gettext("Answered an investor"),
}


def act_word(kind: str) -> str:
    """Return what was done; the command's name where there are no words for it."""
    return str(ACTS.get(kind, kind))
