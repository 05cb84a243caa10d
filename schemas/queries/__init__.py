"""Every query, by the service that answers it."""

from schemas.message import Query
from schemas.queries.accounts import GetAccount
from schemas.queries.decks import GetDeckPart, GetDeckPicture, GetDecks, ListDecks
from schemas.queries.judging import (
    GetCoverage,
    GetJudgeList,
    GetReceipts,
    ListJudges,
    ListLate,
    ListScorecards,
)
from schemas.queries.matching import (
    GetInterests,
    GetShortlist,
    ListIntros,
    ListInvestors,
)
from schemas.queries.registration import (
    GetEdition,
    GetEntry,
    ListBlueprints,
    ListEditions,
    ListEntries,
    WhoIs,
)
from schemas.queries.scoring import (
    FindProof,
    GetBoard,
    GetCounted,
    GetProof,
    GetProofLeaves,
    GetResults,
    GetRevealKey,
    GetSealedResults,
    GetStandings,
)
from schemas.queries.sessions import GetDesk, GetSession, GetSpread
from schemas.queries.votes import (
    GetTicket,
    GetTurnout,
    GetVoteReceipts,
    GetVotes,
)

QUERIES: dict[str, type[Query]] = {
    query.__name__: query
    for query in (
        ListBlueprints,
        ListEditions,
        GetEdition,
        ListEntries,
        GetEntry,
        GetDecks,
        ListDecks,
        GetDeckPart,
        GetDeckPicture,
        WhoIs,
        GetAccount,
        ListJudges,
        GetJudgeList,
        GetCoverage,
        ListScorecards,
        ListLate,
        GetReceipts,
        GetSession,
        GetDesk,
        GetSpread,
        GetStandings,
        GetBoard,
        GetResults,
        GetRevealKey,
        GetSealedResults,
        GetCounted,
        FindProof,
        GetProof,
        GetProofLeaves,
        GetVotes,
        GetTurnout,
        GetTicket,
        GetVoteReceipts,
        ListInvestors,
        GetShortlist,
        GetInterests,
        ListIntros,
    )
}

__all__ = [
    "QUERIES",
    "FindProof",
    "GetAccount",
    "GetBoard",
    "GetCounted",
    "GetCoverage",
    "GetDeckPart",
    "GetDeckPicture",
    "GetDecks",
    "GetDesk",
    "GetEdition",
    "GetEntry",
    "GetInterests",
    "GetJudgeList",
    "GetProof",
    "GetProofLeaves",
    "GetReceipts",
    "GetResults",
    "GetRevealKey",
    "GetSealedResults",
    "GetSession",
    "GetShortlist",
    "GetSpread",
    "GetStandings",
    "GetTicket",
    "GetTurnout",
    "GetVoteReceipts",
    "GetVotes",
    "ListBlueprints",
    "ListDecks",
    "ListEditions",
    "ListEntries",
    "ListIntros",
    "ListInvestors",
    "ListJudges",
    "ListLate",
    "ListScorecards",
    "WhoIs",
]
