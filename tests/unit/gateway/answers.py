"""What services answer in the tests of the gateway."""

from gateway.access.sessions import digest_of
from tests.unit.scoring.contest import a_published_contest

EDITION = "ed-5f2a9c1e7b04"
OTHER_EDITION = "ed-000000000001"
ENTRY = "e-0123456789abcdef"
JUDGE = "j-0123456789abcdef"
INVESTOR = "i-0123456789abcdef"
FINAL = "final"
LATER = "2099-01-01T00:00:00+00:00"


def person(name, *grants):
    listed = [
        {"role": role, "edition_id": edition, "subject_id": subject} for role, edition, subject in grants
    ]
    return {
        "person_id": f"person-{name}",
        "name": name.title(),
        "email": f"{name}@example.org",
        "expires_at": LATER,
        "grants": listed,
    }


RETENTION = {"edition_id": EDITION, "until": "2026-11-30", "over": True, "erased_at": None, "version": 1}
RECORD = {
    "of": "judges",
    "id": JUDGE,
    "edition_id": EDITION,
    "values": {"name": "Judy", "email": "judy@example.org"},
}

ORGANISERS = {
    "organisers": [
        {
            "person_id": "person-olive",
            "name": "Olive",
            "email": "olive@example.org",
            "of": "everything",
            "host": "",
            "signed_in": True,
            "invited": False,
        },
        {
            "person_id": "person-ola",
            "name": "Ola",
            "email": "ola@example.org",
            "of": "edition",
            "host": "",
            "signed_in": False,
            "invited": True,
        },
    ],
    "hosts": [{"host_id": "h-0123456789ab", "name": "Formosa Ventures"}],
}

MEETING_ID = "m-0123456789abcdef01234567"
MEETING = {
    **{"meeting_id": MEETING_ID, "investor_id": INVESTOR, "investor": "Lena Costa", "firm": "Costa Ventures"},
    **{"investor_email": "lena@investors.example", "entry_id": ENTRY, "company": "Kiko", "website": ""},
    **{"description": "Prints on marshmallow", "starts_at": "2036-11-24T06:20:00+00:00"},
    **{"ends_at": "2036-11-24T06:35:00+00:00", "table": "12", "place": "Hall 2", "state": "planned"},
    **{"change": "kept", "was": None, "by_hand": False, "wish": False, "fits": True, "number": 1},
}
UNPLACED = {
    **{name: MEETING[name] for name in ("investor_id", "investor", "firm", "entry_id", "company", "wish")},
    **{"meeting_id": "m-89abcdef0123456701234567", "why": "no_table"},
}
TIMETABLE = {
    **{"revision": 4, "seed": 7, "bound": 2, "number": 1, "published_at": "2026-11-23T12:00:01+00:00"},
    "plan": {
        "windows": [{"begins_at": "2036-11-24T06:00:00+00:00", "ends_at": "2036-11-24T07:00:00+00:00"}],
        **{"slot_minutes": 15, "break_minutes": 5, "tables": ["1", "12", "Window"], "place": "Hall 2"},
        **{"most_investor": 8, "most_startup": None, "wishes": True},
    },
    "slots": [
        {
            "starts_at": f"2036-11-24T06:{n}:00+00:00",
            "ends_at": f"2036-11-24T06:{n + 15}:00+00:00",
            "meetings": m,
        }
        for n, m in ((20, 1), (40, 0))
    ],
    **{"undo": 1, "pairs": 2, "wishes": 1, "placed": 1, "unplaced": 1, "misfits": 1},
    "changes": {"scheduled": 1, "moved": 0, "cancelled": 0, "kept": 1},
    "states": {"planned": 1},
    "people": [
        {"subject_id": id, "side": side, "name": name, "meetings": 1, "arrives_at": None, "leaves_at": None}
        for id, side, name in ((INVESTOR, "investor", "Lena Costa"), (ENTRY, "startup", "Kiko"))
    ],
}
REVISION = {"revision": 5, "placed": 1}

NO_ACTS = {"acts": [], "people": [], "kinds": []}

ACCOUNT = {
    "person_id": "person-olive",
    "name": "Olive",
    "email": "olive@example.org",
    "password": {"set_at": "2026-11-23T09:00:00+00:00"},
    "may_have_password": True,
    "asks_current": True,
    "sessions": [
        {
            "session_id": "0123456789abcdef",
            "started_at": "2026-11-23T09:00:00+00:00",
            "expires_at": "2026-12-07T09:00:00+00:00",
            "way": "password",
            "device": "Firefox · Mac",
            "current": True,
        },
        {
            "session_id": "fedcba9876543210",
            "started_at": "2026-11-22T09:00:00+00:00",
            "expires_at": "2026-12-06T09:00:00+00:00",
            "way": "link",
            "device": "Safari · iPhone",
            "current": False,
        },
    ],
}

PEOPLE = {
    digest_of("olive"): person("olive", ("organiser", None, None)),
    digest_of("oscar"): person("oscar", ("organiser", OTHER_EDITION, None)),
    digest_of("judy"): person("judy", ("judge", EDITION, JUDGE)),
    digest_of("fay"): person("fay", ("founder", EDITION, ENTRY)),
    digest_of("ivan"): person("ivan", ("investor", EDITION, INVESTOR)),
    digest_of("ola"): person("ola", ("organiser", EDITION, None)),
    digest_of("jo"): person("jo", ("judge", OTHER_EDITION, "j-ffffffffffffffff")),
    digest_of("fred"): person("fred", ("founder", OTHER_EDITION, "e-ffffffffffffffff")),
    digest_of("ines"): person("ines", ("investor", OTHER_EDITION, "i-ffffffffffffffff")),
}


def criterion(id, name, weight):
    anchors = [
        {"mark": "0", "text": "Nothing to see"},
        {"mark": "5", "text": "Solid"},
        {"mark": "10", "text": "The best this year"},
    ]
    scale = {"lowest": "0", "highest": "10", "step": "1"}
    return {"criterion_id": id, "name": name, "weight": weight, "anchors": anchors, **scale}


CRITERIA = [
    criterion("team", "Team", "0.25"),
    criterion("market", "Market", "0.25"),
    {**criterion("product", "Product", "0.3"), "step": "0.5"},
    criterion("pitch", "Pitch", "0.2"),
]


def stage(id, name, state, **more):
    return {
        "stage_id": id,
        "name": name,
        "kind": "desk_review",
        "judges_per_entry": 3,
        "assignment": "balanced",
        "criteria": CRITERIA,
        "rule": {
            "method": "weighted_mean",
            "drop_highest": 0,
            "drop_lowest": 0,
            "digits": 2,
            "tie_breaks": [],
        },
        "promote": 12,
        "board": "sealed",
        "state": state,
        "opened_at": "2026-11-23T09:00:00+00:00" if state != "planned" else None,
        "closed_at": "2026-11-23T11:00:00+00:00" if state == "closed" else None,
        "promoted": False,
        **more,
    }


EDITION_ANSWER = {
    "edition_id": EDITION,
    "version": 3,
    "name": "Black Horse 2026",
    "host": "Formosa Ventures",
    "programme": "Black Horse",
    "zone": "Asia/Taipei",
    "blueprint": "black-horse",
    "started_at": "2026-11-01T00:00:00+00:00",
    "stages": [stage("preliminary", "Preliminary", "closed"), stage(FINAL, "Final", "open", promote=0)],
    "tracks": [{"track_id": "ai", "name": "Machines that think"}],
    "cities": [],
    "awards": [
        {
            "award_id": "gold",
            "name": "Gold",
            "stage_id": FINAL,
            "place": 1,
            "kind": "money",
            "money": "50000",
            "currency": "USD",
            "value": "",
            "sponsor": "Harbour Bank",
        }
    ],
    "counts": {"submitted": 4, "eligible": 500, "ineligible": 3, "withdrawn": 2, "entries": 509},
    "rehearses": None,
}
# A rehearsal, in which the last stage is open.
REHEARSAL = {
    **EDITION_ANSWER,
    "edition_id": f"rehearsal-1a2b3c4d-{EDITION}",
    "name": "Dry run",
    "rehearses": EDITION,
}


BLUEPRINT = {
    "blueprint": "black-horse",
    "host": None,
    "name": "Black Horse",
    "description": "Desk review, then a panel of nine on stage.",
    "stages": EDITION_ANSWER["stages"],
    "tracks": EDITION_ANSWER["tracks"],
    "cities": [],
    "awards": EDITION_ANSWER["awards"],
}


def entry(company, *, id=ENTRY, state="eligible"):
    startup = {
        "startup_id": "s-1",
        "company": company,
        "description": "Payments for people who sell on the street, without a terminal and without a bank account.",
        "categories": ["Payments", "Mobile"],
        "founded_year": 2021,
        "city": "Taipei",
        "state": "",
        "country": "Taiwan",
        "website": "https://example.org/a-rather-long-address/of-a-page",
        "status": "operating",
        "investors": ["Horse Capital"],
        "rounds_usd": ["500000"],
    }
    return {
        "entry_id": id,
        "state": state,
        "stage_id": FINAL,
        "track": "ai",
        "startup": startup,
        "reason": "",
        "receipt": "r-98f1",
        "merged_into": None,
        "submitted_at": "2026-11-02T03:04:05+00:00",
    }


def row(place, company, total, award="", shared=False):
    id = f"e-{place:016x}"
    return {
        "entry_id": id,
        "company": company,
        "place": place,
        "shared": shared,
        "total": total,
        "award": award,
    }


ROWS = [
    row(1, "黑馬支付 DarkPay", "9.12", "Gold"),
    row(2, "Kiko", "8.97", "Silver"),
    row(3, "Grab Noodles International Holdings", "8.80", "Bronze", shared=True),
    row(5, "Zenter", "8.31"),
    row(6, "Weebly", "8.02"),
]
PROOF = a_published_contest().proof()
HEAD = {"size": 131, "root": f"{131:064x}", "at": "2026-11-23T11:02:00+00:00"}
BOARD_FINAL = {
    "edition_id": EDITION,
    "stage_id": FINAL,
    "name": "Final",
    "number": 7,
    "state": "revealing",
    "counted": 108,
    "expected": 108,
    "rows": ROWS,
    "proof": HEAD,
}
STANDING = {
    "edition_id": EDITION,
    "stage_id": FINAL,
    "state": "revealing",
    "counted": 105,
    "expected": 108,
    "late": 1,
    "certificate": 1,
    "steps": 12,
    "revealed": 4,
    "proof": HEAD,
}


def assignment(number, company, state):
    return {
        "scorecard_id": f"sc-{number:024x}",
        "entry_id": ENTRY if number == 1 else f"e-{number:016x}",
        "company": company,
        "description": "Payments for people who sell on the street.",
        "categories": ["Payments"],
        "website": "https://example.org",
        "state": state,
        "revision": 0 if state == "draft" else 2,
        "marks": {} if state == "draft" else {"team": "7", "market": "8", "product": "6.5", "pitch": "9"},
        "comment": "",
        "country": "Taiwan",
        "city": "Taipei",
        "founded": 2021,
        "note": "",
        "made_at": None,
        "received_at": None,
        "receipt": None,
    }


JUDGE_STAGE = {
    "stage_id": FINAL,
    "name": "Final",
    "kind": "live_panel",
    "board": "sealed",
    "grace_seconds": 120,
    "hand": None,
    "state": "open",
    "criteria": CRITERIA,
    "assignments": [
        assignment(1, "DarkPay", "draft"),
        assignment(2, "Kiko", "submitted"),
        assignment(3, "Zenter", "draft"),
        assignment(4, "Weebly", "void"),
    ],
}
PART = "JVBERi0xLjcK"
DECK = {
    "entry_id": ENTRY,
    "version": 2,
    "name": "DarkPay.pdf",
    "size": 9,
    "digest": "0716f9264c9fe19f5d7455276107f3ddcc1d3497f63d60689a73558ae8a1bf5e",
    "pages": 12,
    "pictures": 3,
    "submitted_at": "2026-11-23T12:00:00+00:00",
}
JUDGE_ANSWER = {
    "judge_id": JUDGE,
    "name": "Judy Chen",
    "email": "judy@example.org",
    "tags": [],
    "commitment": 40,
    "firm": "Horse Capital",
    "languages": ["en"],
    "left": False,
    "shadow": False,
    "version": 3,
    "answer": "accepted",
    "answered_at": "2026-11-20T09:00:00+00:00",
    "answer_reason": "",
    "conflicts": [{"entry_id": ENTRY, "kind": "hard", "reason": "invested"}],
}
THESIS = {
    "sectors": ["Payments"],
    "places": [],
    "company_stages": ["seed"],
    "ticket_lowest_usd": "50000",
    "ticket_highest_usd": None,
    "words": [],
}
INVESTOR_ANSWER = {
    "investor_id": INVESTOR,
    "name": "Ivan Wu",
    "email": "ivan@example.org",
    "firm": "Horse Capital",
    "thesis": THESIS,
    "portfolio": [],
}


def line(rank, company, answer, *, intro=False):
    reasons = [
        {"code": "sector", "text": "Works in Payments, which you look for", "values": {}},
        {"code": "place", "text": "Second in the final", "values": {}},
    ]
    return {
        "rank": rank,
        "entry_id": f"e-{rank:016x}",
        "company": company,
        "description": "Payments for people who sell on the street.",
        "website": "https://example.org",
        "categories": ["Payments"],
        "fit": "0.73",
        "reasons": reasons,
        "answer": answer,
        "intro": intro,
    }


INTRO = {
    "intro_id": "in-1",
    "investor_id": INVESTOR,
    "investor": "Ivan Wu",
    "firm": "Horse Capital",
    "investor_email": "ivan@example.org",
    "entry_id": ENTRY,
    "company": "DarkPay",
    "made_at": "2026-11-23T12:00:00+00:00",
}
COVERAGE = {
    "stage_id": FINAL,
    "state": "open",
    "entries": 12,
    "assigned": 108,
    "submitted": 94,
    "coverage": "0.870",
    "by_entry": [{"entry_id": ENTRY, "company": "DarkPay", "assigned": 9, "submitted": 2}],
    "lacking": 1,
    "by_judge": [{"judge_id": JUDGE, "name": "Judy Chen", "assigned": 12, "submitted": 10}],
}
SECOND_JUDGE = "j-0000000000000002"
PROGRESS = {
    "stage_id": FINAL,
    "state": "open",
    "needed": 3,
    "entries": 12,
    "covered": 7,
    "assigned": 36,
    "submitted": 25,
    "missing": 11,
    "gaps": 1,
    "recused": 2,
    "abstained": 1,
    "counts": [{"submitted": n, "entries": e} for n, e in enumerate((1, 2, 2, 7))],
    "reach": "10.00",
    "judges": [
        {
            "judge_id": JUDGE,
            "name": "Judy Chen",
            "firm": "Horse Capital",
            "email": "judy@example.org",
            "assigned": 12,
            "submitted": 4,
            "recused": 1,
            "behind": True,
            "left": False,
            "severity": {"difference": "-1.25", "error": "0.31", "entries": 4, "clear": True},
        },
        {
            "judge_id": SECOND_JUDGE,
            "name": "Wei Chen",
            "firm": "",
            "email": "wei@example.org",
            "assigned": 12,
            "submitted": 12,
            "recused": 0,
            "behind": False,
            "left": True,
            "severity": None,
        },
    ],
    "shadows": [{"judge_id": "j-4", "name": "Sam Shadow", "assigned": 4, "submitted": 1}],
    "foreign": 2,
}
ENTRY_PROGRESS = {
    "entry_id": ENTRY,
    "company": "Grab Noodles International Holdings",
    "assigned": 2,
    "submitted": 1,
    "totals": ["7.40"],
    "mean": "7.40",
    "deviation": None,
    "language": "中文",
    "cards": [
        {
            "judge_id": JUDGE,
            "name": "Judy Chen",
            "state": "draft",
            "reason": "",
            "abstained": False,
            "foreign": True,
        },
        {
            "judge_id": SECOND_JUDGE,
            "name": "Wei Chen",
            "state": "submitted",
            "reason": "",
            "abstained": False,
        },
        {"judge_id": "j-3", "name": "Ann Lo", "state": "void", "reason": "An old friend", "abstained": True},
    ],
    "shadows": [
        {"judge_id": "j-4", "name": "Sam Shadow", "total": "6.20"},
        {"judge_id": "j-5", "name": "Sue Shadow", "total": None},
    ],
}
LISTED_PROGRESS = {
    "needed": 3,
    "lowest": "0.00",
    "highest": "10.00",
    "total": 120,
    "entries": [
        ENTRY_PROGRESS,
        {**ENTRY_PROGRESS, "entry_id": "e-2", "totals": [], "mean": None, "cards": []},
    ],
}
NUDGES = {
    "judges": [
        {
            "judge_id": JUDGE,
            "name": "Judy Chen",
            "email": "judy@example.org",
            "open": 8,
            "assigned": 12,
            "behind": True,
            "nudged_at": None,
            "may": True,
        },
        {
            "judge_id": SECOND_JUDGE,
            "name": "Wei Chen",
            "email": "wei@example.org",
            "open": 2,
            "assigned": 12,
            "behind": False,
            "nudged_at": "2026-11-23T10:00:00+00:00",
            "may": False,
        },
    ],
    "rounds": [{"at": "2026-11-23T10:00:00+00:00", "by": "person-olive", "names": ["Wei Chen"]}],
}
CONFLICT = {
    "judge_id": JUDGE,
    "name": "Judy Chen",
    "firm": "Horse Capital",
    "entry_id": ENTRY,
    "company": "Grab Noodles International Holdings",
    "kind": "hard",
    "source": "investor",
    "reason": "Horse Capital",
    "cards": [{"stage_id": FINAL, "state": "draft"}],
}
DECLARED = {"kind": "soft", "source": "judge", "reason": "An old friend", "cards": []}
CONFLICTS = {"total": 2, "hard": 1, "conflicts": [CONFLICT, {**CONFLICT, **DECLARED}]}
HANDOVER = {
    "basis": "9f86d081884c7d659a2feaa0c55ad015",
    "judge_id": JUDGE,
    "name": "Judy Chen",
    "taken": 8,
    "kept": 4,
    "given": 7,
    "takers": [{"judge_id": SECOND_JUDGE, "name": "Wei Chen", "takes": 7, "before": 12, "after": 19}],
    "lacking": 1,
    "short": [{"entry_id": ENTRY, "company": "Grab Noodles International Holdings", "lacks": 1}],
}
GAPS = {**HANDOVER, "judge_id": None, "name": None, "taken": 0, "kept": 0}
INTEREST = {
    "investor_id": INVESTOR,
    "name": "Ivan Wu",
    "firm": "Horse Capital",
    "note": "We liked the demo.",
    "answer": None,
}
INTEREST_STATE = {
    "investor_id": INVESTOR,
    "entry_id": ENTRY,
    "investor_answer": "interested",
    "startup_answer": None,
    "intro": False,
}
MEANS = {"team": "8.7", "market": "9", "product": "9.3", "pitch": None}


def receipts(data):
    return {
        "receipts": [
            {
                "receipt": receipt,
                "state": "recorded",
                "scorecard_id": f"sc-{1:024x}",
                "revision": 1,
                "judge_id": JUDGE,
                "refusal": None,
            }
            for receipt in data["receipts"]
        ]
    }


LINK = {
    "person_id": "person-judy",
    "role": "judge",
    "subject_id": JUDGE,
    "email": "judy@example.org",
    "url": "http://localhost/sign-in?token=one-two-three-four-five",
    "expires_at": LATER,
}
SIGNED_IN = {"person": {**person("judy", ("judge", EDITION, JUDGE))}, "session_token": "judy"}

CHOICES = [
    {"entry_id": ENTRY, "company": "黑馬支付 DarkPay"},
    {"entry_id": "e-0000000000000002", "company": "Grab Noodles International Holdings"},
    {"entry_id": "e-0000000000000003", "company": "Kiko"},
]
VOTE = {
    "edition_id": EDITION,
    "vote_id": "audience",
    "number": 1,
    "name": "Audience award",
    "stage_id": FINAL,
    "state": "open",
    "opened_at": "2026-11-23T12:00:00+00:00",
    "closed_at": None,
    "choices": CHOICES,
    "totals": [],
}
REVEALED_VOTE = {
    **VOTE,
    "vote_id": "pitch",
    "name": "Best pitch",
    "number": 3,
    "state": "revealed",
    "closed_at": "2026-11-23T12:10:00+00:00",
    "totals": [{"entry_id": c["entry_id"], "votes": 40 - 17 * n} for n, c in enumerate(CHOICES)],
}


def turnout(vote):
    kept = ("vote_id", "name", "stage_id", "state", "opened_at", "closed_at")
    rows = [{**c, "votes": 40 - 17 * n, "place": n + 1, "shared": False} for n, c in enumerate(CHOICES)]
    rule = f"{vote['name']} goes to the entry with the most votes; equal votes share it."
    counts = {"settled": vote["state"] != "open", "votes": 69, "refused": 2, "percent": 0}
    return {**{name: vote[name] for name in kept}, **counts, "rule": rule, "rows": rows}


LATE = {
    "receipt": "c-late.0123456789abcdef",
    "entry_id": ENTRY,
    "company": "Grab Noodles International Holdings",
    "judge_id": JUDGE,
    "judge": "Judy Chen",
    "revision": 2,
    "made_at": "2026-11-23T10:59:12.250000+00:00",
    "phone_at": "2026-11-23T11:59:10+00:00",
    "contact_at": "2026-11-23T10:31:05+00:00",
    "basis": "monotonic",
    "received_at": "2026-11-23T11:14:30.500000+00:00",
    "closed_at": "2026-11-23T11:00:00+00:00",
    "grace_seconds": 120,
    "decision": None,
    "reason": "",
}
DECIDED_LATE = {
    **LATE,
    "receipt": "c-before.0123456789abcdef",
    "company": "Kiko",
    "basis": "wall",
    "contact_at": None,
    "phone_at": None,
    "decision": "refused",
    "reason": "Made in the bar",
}

RAISED = {
    "kind": "conflict",
    "entry_id": ENTRY,
    "note": "I advised them last year",
    "raised_at": "2026-11-23T12:03:04+00:00",
}

SPREAD = {
    "of": 2,
    "lowest": "0.00",
    "highest": "10.00",
    "entries": [
        {
            "entry_id": ENTRY,
            "company": "Weebly",
            "assigned": 3,
            "submitted": 3,
            "totals": ["2.50", "8.00", "8.00"],
            "judges": [],
            "mean": "6.17",
            "deviation": "2.59",
        },
        {
            "entry_id": "e-0000000000000002",
            "company": "Grab Noodles International Holdings",
            "assigned": 3,
            "submitted": 1,
            "totals": ["7.25"],
            "judges": [],
            "mean": "7.25",
            "deviation": None,
        },
        {
            "entry_id": "e-0000000000000003",
            "company": "Kiko",
            "assigned": 3,
            "submitted": 0,
            "totals": [],
            "judges": [],
            "mean": None,
            "deviation": None,
        },
    ],
}

SESSION = {
    "edition_id": EDITION,
    "stage_id": FINAL,
    "session_id": FINAL,
    "number": 4,
    "name": "Final",
    "state": "running",
    "place": "Hall 1",
    "city": "",
    "starts_at": "2026-11-23T14:00:00+08:00",
    "seed": 2013,
    "pitch_seconds": 480,
    "questions_seconds": 420,
    "window_seconds": 120,
    "deliberation": True,
    "show_board": False,
    "judges_named": False,
    "current": ENTRY,
    "slots": [
        {
            "entry_id": ENTRY,
            "company": "Weebly",
            "position": 1,
            "state": "pitch",
            "clock": {"phase": "pitch", "ends_at": "2026-11-23T14:08:00+08:00", "left_ms": None},
            "window": {"state": "open", "opens_at": "2026-11-23T14:00:00+08:00", "closes_at": None},
        }
    ],
    "now": "2026-11-23T14:01:00+08:00",
}

ALLOTMENT = {
    "sessions": [{"session_id": FINAL, "name": "Final", "judge_ids": [JUDGE], "entry_ids": [ENTRY]}],
    "entries": [{"entry_id": ENTRY, "company": "Weebly", "city": "Shanghai", "seated": True}],
    "of": 1,
}

LETTER = {
    "letter_id": "l-0123456789abcdef",
    "kind": "entry_screened",
    "state": "held",
    "to": "fay@example.org",
    "name": "Fay",
    "subject": "Kiko in Black Horse 2026: taken",
    "language": "en",
    "created_at": "2026-11-23T09:00:00+00:00",
    "sent_at": None,
    "next_at": None,
    "tries": 0,
    "why": "",
}
WHOLE_LETTER = {
    **LETTER,
    "text": "Dear Fay,\n\nKiko takes part.\n",
    "html": "<p>Dear Fay,</p>\n<p>Kiko takes part.</p>",
    "version": 1,
    "server": "",
}
LETTERS = {
    "letters": [LETTER],
    "total": 1,
    "counts": {"held": 1, "waiting": 0, "sent": 3, "failed": 0, "discarded": 0},
    "rules": {"language": "en", "held": ["entry_screened"], "remind_hours": 48},
    "server": "",
}

SITE = {"edition_id": EDITION, "public": False, "about": "One evening.", "contact": "cup@host.example"}
SHOWN = {
    "entry_id": ENTRY,
    **{n: entry("黑馬支付 DarkPay")["startup"][n] for n in ("company", "description", "categories")},
    "city": "Taipei",
    "country": "Taiwan",
    "founded_year": 2021,
    "website": "https://example.org/a-rather-long-address/of-a-page",
    "deck": {"version": 2, "pictures": 3},
}
SHOWING = {"entry_id": ENTRY, "listed": True, "parts": ["description", "deck"], "version": 1}
DECISION = {
    "decision_id": "dc-0123456789abcdef",
    "outcome": "ineligible",
    "reason": "Founded too long ago.",
    "by": "person-olive",
    "at": "2026-11-23T12:00:00+00:00",
    "until": "2026-11-24T12:00:00+00:00",
    "entries": 38,
}
TURN = {
    "kind": "screened",
    "act_id": "dc-0123456789abcdef",
    "by": "person-olive",
    "at": "2026-11-23T12:00:00+00:00",
    "was": "submitted",
    "state": "eligible",
    "stage_id": FINAL,
    "reason": "",
    "merged_into": None,
    "undoable": True,
}
HISTORY = {"entry": entry("DarkPay"), "turns": [TURN], "stays": None, "merged": [entry("Dark Pay")]}
ENTRY_CARDS = {
    "scorecards": [
        {
            "scorecard_id": f"sc-{1:024x}",
            "stage_id": FINAL,
            "judge_id": JUDGE,
            "judge": "Judy Chen",
            "state": "submitted",
            "revision": 2,
            "reason": "",
            "received_at": "2026-11-23T12:00:00+00:00",
        }
    ],
    "conflicts": [{"judge_id": "j-2", "judge": "Ada Lin", "kind": "hard", "reason": "invested"}],
}
PAIR = {
    "pair_id": "dp-0123456789abcdef",
    "state": "open",
    "score": 91,
    "reasons": [{"field": "name", "likeness": 95}, {"field": "site", "likeness": 100}],
    "stays": None,
    "by": None,
    "decided_at": None,
    "version": 1,
    "entries": [entry("DarkPay"), entry("Dark Pay Inc.", id="e-0000000000000002", state="submitted")],
}
IMPORT = {
    "import_id": "im-0123456789abcdef",
    "name": "startups.csv",
    "state": "running",
    "skip_bad_lines": True,
    "total": 20000,
    "done": 6000,
    "imported": 5990,
    "already": 10,
    "skipped": [{"line": 7, "column": "founded_year", "reason": "came as 'x'; a year is allowed"}],
    "skipped_count": 1,
    "code": "",
    "why": "",
    "can_skip": False,
    "by": "person-olive",
    "at": "2026-11-23T12:00:00+00:00",
    "ended_at": None,
}
DUPLICATES = {"pairs": [PAIR], "total": 1, "counts": {"open": 1, "kept": 3, "merged": 2}, "waiting": 12}
CORRECTION = {
    "kind": "amended",
    "entry_id": ENTRY,
    "company": "DarkPay",
    "judge": "judge-0123456789ab",
    "reason": "The signed sheet says 6.5",
    "at": "2026-11-23T13:00:00+00:00",
    "index": 108,
    "head": {**HEAD, "size": 109},
    "certificate": 2,
}
MOVE = {
    "entry_id": ENTRY,
    "company": "DarkPay",
    "place_before": 1,
    "place": 2,
    "total_before": "8.42",
    "total": "8.09",
    "up": -1,
    "by": "-0.33",
}
CERTIFICATES = {
    "edition_id": EDITION,
    "stage_id": FINAL,
    "state": "published",
    "certificates": [
        {"number": 2, "replaced_by": None, "correction": CORRECTION, "moved": [MOVE]},
        {"number": 1, "replaced_by": 2, "correction": None, "moved": []},
    ],
}
CARDS_OF_ENTRY = {
    "scorecards": [
        {
            "scorecard_id": "sc-1",
            "entry_id": ENTRY,
            "judge_id": JUDGE,
            "state": "locked",
            "reason": "",
            "revision": 2,
            "marks": {"team": "9.5", "market": "8", "product": None},
            "comment": "",
            "made_at": "2026-11-23T10:00:00+00:00",
            "received_at": "2026-11-23T10:00:00+00:00",
            "command_ids": [],
            "corrections": [],
        },
        {
            "scorecard_id": "sc-2",
            "entry_id": ENTRY,
            "judge_id": "j-2",
            "state": "amended",
            "reason": "A slip",
            "revision": 3,
            "marks": {"team": "6.5", "market": "8", "product": "7"},
            "comment": "",
            "made_at": "2026-11-23T10:00:00+00:00",
            "received_at": "2026-11-23T10:00:00+00:00",
            "command_ids": [],
            "corrections": [
                {
                    "kind": "amended",
                    "revision": 2,
                    "before": {"team": "9.5", "market": "8", "product": "7"},
                    "reason": "A slip",
                    "at": "2026-11-23T13:00:00+00:00",
                }
            ],
        },
    ],
    "next": None,
}
PROMOTION = {
    "edition_id": EDITION,
    "stage_id": "preliminary",
    "following": {"stage_id": FINAL, "name": "Final"},
    "certificate": 1,
    "promoted_by": None,
    "stale": False,
    "rule": {"quota": 2, "per_group": 0, "group_by": "track", "threshold": None, "choice": 1},
    "decision": None,
    "groups": [{"group": "bio", "name": "Bio"}],
    "lines": [
        {
            **{"entry_id": f"e-{n}", "company": company, "place": place, "total": total, "group": "bio"},
            **{"goes_on": why == "quota", "why": why, "went": False, "went_why": None},
        }
        for n, (company, place, total, why) in enumerate(
            [("DarkPay", 1, "8.42", "quota"), ("Kiko", 2, "8.09", "tie"), ("Weebly", 2, "8.09", "tie")]
        )
    ],
    "ties": [
        {
            "group": "",
            "place": 2,
            "seats": 1,
            "sharing": [
                {"entry_id": "e-1", "company": "Kiko"},
                {"entry_id": "e-2", "company": "Weebly"},
            ],
        }
    ],
}


ENDPOINT = {
    **{"endpoint_id": "wh-0123456789abcdef", "url": "https://hooks.example/x", "kinds": ["stage.opened"]},
    **{"on": True, "made_at": "2026-11-23T09:00:00+00:00", "version": 3},
}
DELIVERY = {
    **{"delivery_id": "msg-0123456789abcdef01234567", "endpoint_id": ENDPOINT["endpoint_id"]},
    **{"kind": "entry.withdrawn", "state": "waiting", "created_at": "2026-11-23T09:00:00+00:00"},
    **{"next_at": "2026-11-23T09:00:05+00:00", "tries": 1, "status": 500, "why": ""},
}
WHOLE_DELIVERY = {
    **DELIVERY,
    "url": ENDPOINT["url"],
    "body": '{"type":"entry.withdrawn","data":{}}',
    "attempts": [
        {
            **{"at": "2026-11-23T09:00:00+00:00", "status": 500, "answer": "Out of order"},
            **{"why": "", "milliseconds": 12},
        }
    ],
}
WORDING = {
    **{"edition_id": EDITION, "kind": "entry_promoted", "language": "en", "own": True},
    **{
        "subject": "{{ company }} goes on",
        "text": "Dear {{ name }}",
        "names": ["company", "name"],
        "version": 2,
    },
}
MADE_AT = {"made_at": "2026-11-23T09:00:00+00:00"}

FEEDBACK_RULE = {
    **{"edition_id": EDITION, "stage_id": FINAL, "released": True},
    **{"comments": "anonymous", "scores": "bands", "place": True, "version": 1},
}
FEEDBACK = {
    "stage_id": FINAL,
    "name": "Final",
    **{"comments": "anonymous", "scores": "bands", "place": 3, "shared": False, "among": 12},
    "total": {"band": "first_quarter", "mean": None},
    "criteria": [{"criterion_id": "team", "name": "Team", "band": "second_quarter", "mean": None}],
}
COMMENTS = {"stage_id": FINAL, "comments": [{"judge": None, "text": "Say more of the market."}]}
FORM_FIELD = {
    **{"field_id": "company", "kind": "text", "label": "", "help": "", "required": True, "lowest": ""},
    **{"highest": "", "choices": [], "barred": [], "barred_reason": ""},
}
FORM = [
    FORM_FIELD,
    {**FORM_FIELD, "field_id": "description", "kind": "long_text", "highest": "2000"},
    {**FORM_FIELD, "field_id": "f-raised", "kind": "money", "label": "Raised", "choices": ["USD", "TWD"]},
    {**FORM_FIELD, "field_id": "f-round", "kind": "choice", "label": "Round", "choices": ["Seed", "A"]},
    {
        **{**FORM_FIELD, "field_id": "f-listed", "kind": "yes_no", "label": "Listed?", "required": False},
        **{"barred": ["yes"], "barred_reason": "Listed companies cannot take part."},
    },
    {**FORM_FIELD, "field_id": "f-day", "kind": "date", "label": "Founded", "lowest": "2020-01-01"},
    {**FORM_FIELD, "field_id": "website", "kind": "link", "required": False},
    {**FORM_FIELD, "field_id": "f-plan", "kind": "file", "label": "Business plan", "required": False},
]
CALL = {
    **{"edition_id": EDITION, "version": 3, "state": "open", "opens_at": "2026-11-01T00:00:00+00:00"},
    **{"closes_at": "2026-11-30T10:00:00+00:00", "grace_minutes": 10, "open_links": True, "form": FORM},
    **{"removed": [{**FORM_FIELD, "field_id": "city"}], "now": "2026-11-23T12:00:00+00:00"},
}
EXTENSION = {"code": "K7QM-4ZPD", "until": "2026-12-02T10:00:00+00:00", "note": "Ill", "used_by": None}
SUBMITTED = {
    **{"number": 2, "submitted_at": "2026-11-23T11:00:00+00:00", "by": "Fay"},
    "receipt": "0123-4567-89AB-CDEF/2",
}
FIRST_SUBMITTED = {**SUBMITTED, "number": 1, "receipt": "0123-4567-89AB-CDEF/1"}
MEMBER = {"person_id": "person-fay", "name": "Fay", "email": "fay@example.org", "came": True}
ANSWERED = {
    "company": "DarkPay",
    "description": "Payments by night",
    "f-raised": "250000 USD",
    "city": "Taipei",
}
FILE = {
    **{"file": "ab" * 32, "name": "Plan.pdf", "media": "application/pdf", "size": 12, "erased": False},
}
TABLES = {
    **{"stage_id": FINAL, "version": 3, "seed": 7},
    "tables": [
        {"entry_id": ENTRY, "company": "DarkPay", "table": 12},
        {"entry_id": "e-0000000000000002", "company": "Kiko", "table": None},
    ],
}
APPLICATION_LINE = {
    **{"entry_id": ENTRY, "edition_id": EDITION, "version": 4, "company": "DarkPay"},
    **{"begun_at": "2026-11-20T10:00:00+00:00", "saved_at": "2026-11-23T11:30:00+00:00", "saved_by": "Fay"},
    **{"extended_until": None, "submitted": SUBMITTED, "changed": True, "members": [MEMBER]},
}
ASKED = [{"field_id": "company", "label": ""}, {"field_id": "f-raised", "label": "Raised"}]
VERSION = {**SUBMITTED, "answers": {"company": "DarkPay", "f-raised": "250000 USD"}, "asked": ASKED}
SUBMISSIONS = [VERSION, {**FIRST_SUBMITTED, "answers": {"company": "Darkpay Ltd"}, "asked": ASKED}]
MISSING = {"came": "", "allowed": "an answer", "problem": "missing", "limit": ""}
SAVED = {"entry_id": ENTRY, "version": 5, "saved_at": "2026-11-23T12:00:00+00:00", "extended_until": None}

APPEAL_RULE = {"edition_id": EDITION, "on": True, "hours": 48, "version": 2}
APPEAL = {
    **{"appeal_id": "ap-0123456789abcdef", "stage_id": FINAL, "entry_id": ENTRY, "certificate": 1},
    **{"company": "DarkPay", "place": 3, "reason": "The sheet says 6, a 9 was read out.", "state": "filed"},
    **{"answer": "", "filed_at": "2026-11-23T13:00:00+00:00", "answered_at": None, "version": 1},
}
UPHELD = {
    **APPEAL,
    **{"appeal_id": "ap-1123456789abcdef", "company": "Kiko", "state": "upheld", "answer": "It was a 9."},
    **{"answered_at": "2026-11-23T14:00:00+00:00", "version": 2},
}
APPEALED = {
    **{"stage_id": FINAL, "stage": "Final", "certificate": 1, "place": 3, "open": True, "appeal": None},
    **{"published_at": "2026-11-23T12:30:00+00:00", "until": "2026-11-25T12:30:00+00:00"},
}

ANSWERS = {
    **dict.fromkeys(("GetAppealRule", "SetAppealRule"), APPEAL_RULE),
    "ListAppeals": {
        "counts": {"filed": 1, "upheld": 1, "dismissed": 0, "withdrawn": 0},
        "appeals": [{**APPEAL, "stage": "Final"}, {**UPHELD, "stage": "Final"}],
    },
    "GetEntryAppeals": {
        **{"on": True, "now": "2026-11-23T13:00:00+00:00"},
        **{"results": [APPEALED], "earlier": [{**UPHELD, "company": "DarkPay"}]},
    },
    "FileAppeal": APPEAL,
    "WithdrawAppeal": {**APPEAL, "state": "withdrawn", "version": 2},
    "DecideAppeal": UPHELD,
    **dict.fromkeys(("GetFeedbackRule", "ReleaseFeedback", "TakeBackFeedback"), FEEDBACK_RULE),
    "GetWording": WORDING,
    "SetWording": WORDING,
    "PreviewWording": {"subject": "Kiko goes on", "text": "Dear Ada", "html": "<p>Dear Ada</p>"},
    "GetCalendar": MADE_AT,
    "RevokeCalendar": {"made_at": None},
    "RenewCalendar": {**MADE_AT, "token": "a-token-of-this-test"},
    "WhoseCalendar": {
        **{"person_id": "person-fay", "name": "Fay"},
        "grants": [{"role": "founder", "edition_id": EDITION, "subject_id": ENTRY}],
    },
    "ListEndpoints": {"endpoints": [ENDPOINT], "private": False},
    "AddEndpoint": {**ENDPOINT, "secret": "whsec_c2VjcmV0"},
    "ChangeEndpoint": ENDPOINT,
    "RemoveEndpoint": {"endpoint_id": ENDPOINT["endpoint_id"]},
    "SendTest": DELIVERY,
    "SendAgain": DELIVERY,
    "ListDeliveries": {"deliveries": [DELIVERY], "total": 1},
    "GetDelivery": WHOLE_DELIVERY,
    "GetFeedback": {"stages": [FEEDBACK]},
    "GetComments": {"stages": [COMMENTS]},
    "GetPromotion": PROMOTION,
    "GetSite": {**SITE, "version": 3},
    "SetSite": {**SITE, "version": 4},
    "ListShown": {"entries": [SHOWN], "total": 1, "next": None},
    "GetShown": SHOWN,
    "GetShowing": SHOWING,
    "ChooseShown": SHOWING,
    "GetCall": CALL,
    "ListOpenCalls": {"edition_ids": [EDITION]},
    "ListAnswers": {
        "answers": [{"entry_id": ENTRY, "answers": {**ANSWERED, "f-plan": FILE["file"]}, **SUBMITTED}],
        "next": None,
        "files": {FILE["file"]: FILE},
    },
    "SetCall": CALL,
    "SetForm": CALL,
    "ListExtensions": {"extensions": [EXTENSION]},
    "AddExtension": {"extensions": [EXTENSION]},
    "BeginApplication": {
        "email": "ada@founders.example",
        "link": {"url": "http://localhost/sign-in?token=a-token-of-a-page", "expires_at": LATER},
    },
    "GetApplication": {
        **APPLICATION_LINE,
        **{"answers": {**ANSWERED, "f-plan": FILE["file"]}, "files": {FILE["file"]: FILE}},
        **{"problems": {"f-round": MISSING}, "state": "open"},
        **{"closes_at": CALL["closes_at"], "receipts": [SUBMITTED, FIRST_SUBMITTED]},
        **{"entry": entry("DarkPay"), "call": CALL},
    },
    "ListSubmissions": {"submissions": SUBMISSIONS, "files": {FILE["file"]: FILE}},
    "KeepAttachmentPart": {"number": 0},
    "AttachFile": {**SAVED, **FILE, "field_id": "f-plan"},
    "RemoveAttachment": SAVED,
    "ListAttachments": {"files": [{**FILE, "field_id": "f-plan", "label": "Business plan"}]},
    "CountAttachments": {"counts": {ENTRY: 1}},
    "GetAttachmentPart": {**FILE, "data": PART},
    "ListApplications": {"applications": [APPLICATION_LINE], "total": 1},
    "SaveDraft": SAVED,
    "UseExtension": SAVED,
    "SubmitApplication": {"entry_id": ENTRY, **SUBMITTED},
    "InviteMember": {
        **{"person_id": "person-bo", "name": "Bo", "email": "bo@example.org", "expires_at": LATER},
        "url": "http://localhost/sign-in?token=a-token-of-a-member",
    },
    "RemoveMember": {"ended": []},
    "ListLetters": LETTERS,
    "GetLetter": WHOLE_LETTER,
    "SetLetterRules": LETTERS["rules"],
    "SendLetters": {"sent": 2},
    "MoveLetter": LETTER,
    "EditLetter": LETTER,
    "ListLate": {"late": [LATE, DECIDED_LATE]},
    "DecideLate": {"receipt": LATE["receipt"], "decision": "accepted", "reason": ""},
    "ThawStage": {**STANDING, "state": "building"},
    **dict.fromkeys(
        ("PrepareSession", "StartSlot", "RunClock", "MarkSlot", "MoveSlot", "GetSession"), SESSION
    ),
    "AllotSessions": {"sessions": [SESSION], "now": SESSION["now"]},
    "ListSessions": {"sessions": [SESSION], "now": SESSION["now"]},
    "GetAllotment": ALLOTMENT,
    "GetDesk": {
        "judges": [
            {"judge_id": JUDGE, "name": "Judy Chen", "owed": [ENTRY], "sent": []},
            {"judge_id": "j-2", "name": "Wei Wu", "owed": [], "sent": [ENTRY]},
        ],
        "hands": [
            {
                "judge_id": JUDGE,
                "name": "Judy Chen",
                "company": "Weebly",
                "recusable": [{"entry_id": ENTRY, "company": "Weebly"}],
                **RAISED,
            },
            {
                "judge_id": "j-2",
                "name": "Wei Wu",
                "company": None,
                "recusable": [],
                **RAISED,
                "kind": "no_signal",
                "entry_id": None,
                "note": "",
            },
        ],
        "held": 1,
    },
    "ListOwing": {
        "total": 1,
        "assigned": 2,
        "judges": [
            {
                "judge_id": JUDGE,
                "name": "Judy Chen",
                "owed": 15,
                "sent": 1,
                "now": True,
                "companies": ["Kiko", "Weebly"],
            }
        ],
    },
    "GetSpread": SPREAD,
    "RaiseHand": {"judge_id": JUDGE, "hand": RAISED},
    "LowerHand": {"judge_id": JUDGE, "hand": None},
    "OpenVote": VOTE,
    "CloseVote": {**VOTE, "state": "closed", "closed_at": "2026-11-23T12:10:00+00:00"},
    "RevealVote": REVEALED_VOTE,
    "GetVotes": {"edition_id": EDITION, "votes": [REVEALED_VOTE, VOTE]},
    "GetTurnout": {
        "edition_id": EDITION,
        "tickets": {"issued": 2000, "void": 3},
        "votes": [turnout(REVEALED_VOTE), turnout(VOTE)],
    },
    "IssueTickets": lambda data: {"numbers": list(range(1, 1 + len(data["tickets"])))},
    "VoidTicket": {"number": 17, "void": True},
    "GetTicket": {"number": 17, "void": False, "chosen": {"pitch": ENTRY}},
    "GetVoteReceipts": lambda data: {
        "receipts": [{"receipt": r, "state": "counted", "refusal": None} for r in data["receipts"]]
    },
    "SignIn": SIGNED_IN,
    "SignOut": {},
    "SignInByPassword": SIGNED_IN,
    "SetPassword": {"ended": []},
    "RemovePassword": {},
    "EndSession": {"ended": []},
    "EndSessions": {"ended": []},
    "EndSessionsOf": {"ended": [], "links": 0},
    "GetAccount": ACCOUNT,
    "NamePeople": {"people": {"person-olive": "Olive"}},
    "ListRegistrationActs": NO_ACTS,
    "ListJudgingActs": NO_ACTS,
    "ListScoringActs": NO_ACTS,
    "ListMatchingActs": NO_ACTS,
    "ListBlueprints": {"blueprints": [BLUEPRINT]},
    "CreateHost": {"host_id": "host-1", "name": "Formosa Ventures"},
    "CreateProgramme": {"programme_id": "prog-1", "name": "Black Horse"},
    "ListHosts": {
        "hosts": [
            {
                "host_id": "h-1",
                "name": "Formosa Ventures",
                "programmes": [{"programme_id": "pr-1", "name": "Black Horse"}],
            }
        ]
    },
    "GetFixed": {
        "opened": ["preliminary"],
        "closed": ["preliminary"],
        "sent_on": [],
        "held_entries": ["preliminary"],
        "certified": [],
        "tracks_in_use": ["ai"],
    },
    "ChangeSetUp": EDITION_ANSWER,
    "CloneEdition": {**EDITION_ANSWER, "edition_id": "ed-000000000002"},
    "StartRehearsal": REHEARSAL,
    "ListRehearsals": {"rehearsals": [REHEARSAL]},
    "ThrowRehearsalAway": {
        "edition_id": REHEARSAL["edition_id"],
        "thrown_away_at": "2026-11-23T12:00:01+00:00",
    },
    "AddBlueprint": BLUEPRINT,
    "WriteBlueprint": {"file": "black-horse.yaml", "yaml": "name: Black Horse\n"},
    "WriteSetUp": {"file": "ed-5f2a9c1e7b04.yaml", "yaml": "name: Black Horse 2026\n"},
    "GetSelection": {
        "counts": {"admit": 1, "wait": 0, "decline": 0},
        "decisions": [{"entry_id": ENTRY, "decision": "admit", "reason": "A clear yes"}],
    },
    "DecideEntries": {"decided": 1, "unchanged": 0},
    "GetDecisions": {
        "decisions": [
            {"stage_id": "selection", "name": "Selection", "decision": "wait", "reason": "A place in May"}
        ]
    },
    "PutInTrack": {"moved": 1, "unchanged": 0},
    "StartEdition": EDITION_ANSWER,
    "ListEditions": {"editions": [EDITION_ANSWER]},
    "GetEdition": EDITION_ANSWER,
    "OpenStage": EDITION_ANSWER,
    "CloseStage": EDITION_ANSWER,
    "PromoteEntries": {"promoted": [{"entry_id": ENTRY, "company": "DarkPay", "place": 1}]},
    "ImportEntries": {
        "imported": 509,
        "already": 0,
        "skipped": [{"line": 7, "column": "company", "reason": "is empty"}],
    },
    "SubmitEntry": entry("DarkPay"),
    "ListEntries": {
        "entries": [entry("DarkPay"), entry("Kiko", id="e-0000000000000002", state="submitted")],
        "total": 509,
        "next": "Kiko|e-2",
    },
    "GetEntry": entry("DarkPay"),
    "SubmitDeck": DECK,
    "KeepDeckPart": {"number": 0},
    "GetDecks": {"decks": {ENTRY: DECK}},
    "ListDecks": {"decks": [DECK, {**DECK, "version": 1}]},
    "GetDeckPart": {"deck": DECK, "data": PART},
    "GetDeckPicture": {"deck": DECK, "data": PART},
    "ScreenEntries": {"screened": 4, "unchanged": 0, "decision_id": "dc-0123456789abcdef"},
    "WithdrawEntry": entry("DarkPay", state="withdrawn"),
    "DisqualifyEntry": entry("DarkPay", state="disqualified"),
    "InvitePeople": {"links": [LINK]},
    "AddJudges": {"judges": [{"judge_id": JUDGE, "email": "judy@example.org"}]},
    "ListJudges": {"judges": [JUDGE_ANSWER], "total": 1},
    "DeclareConflict": {"judge_id": JUDGE, "entry_id": ENTRY, "kind": "hard"},
    **dict.fromkeys(("GetTables", "NumberTables"), TABLES),
    "GetTablesOfEntry": {"tables": [{"stage_id": "tables", "name": "At the tables", "table": 12}]},
    "PublishAssignments": {"assignments": 108, "entries": 12, "judges": 9, "loads": {JUDGE: 12}},
    "RecuseJudge": {"scorecard_id": "sc-1", "state": "void"},
    "GetCoverage": COVERAGE,
    "Abstain": {"scorecard_id": "sc-1", "state": "void"},
    "NudgeJudges": {"nudged": [JUDGE], "passed_over": []},
    "ListNudges": NUDGES,
    "GetNudgeLetter": lambda data: {
        "subject": f"{data['open']} of your {data['assigned']} entries",
        "text": f"Dear {data['name']},\n\n{data['note']}\n",
        "language": "en",
        "held": False,
    },
    "DropConflict": {"judge_id": JUDGE, "entry_id": ENTRY},
    "ListConflicts": CONFLICTS,
    "ImportJudges": {"added": 2, "known": 1, "skipped": []},
    "EditJudge": {"judge_id": JUDGE, "version": 4},
    "SetTerms": {"number": 2, "version": 2},
    "AnswerTerms": {"judge_id": JUDGE, "answer": "accepted"},
    "GetTerms": {
        "number": 1,
        "text": "What you read here stays with you.",
        "version": 1,
        "accept_first": True,
        "answers": {"accepted": 3, "invited": 2},
    },
    "GetJudgePart": {
        "judge": JUDGE_ANSWER,
        "terms": {"number": 1, "text": "What you read here stays with you.", "version": 1},
        "asked": False,
        "assigned": 12,
    },
    "GetHandover": lambda data: HANDOVER if data["judge_id"] else GAPS,
    "HandOver": HANDOVER,
    "FillGaps": GAPS,
    "GetProgress": PROGRESS,
    "ListProgress": LISTED_PROGRESS,
    "GetJudgeList": {"judge": JUDGE_ANSWER, "asked": False, "stages": [JUDGE_STAGE]},
    "ListScorecards": lambda data: (
        CARDS_OF_ENTRY if data.get("entry_id") else {"scorecards": [], "next": None}
    ),
    "AmendScorecard": {"scorecard_id": "sc-1", "state": "amended", "revision": 3},
    "VoidScorecard": {"scorecard_id": "sc-1", "state": "void", "revision": 2},
    "ListCertificates": CERTIFICATES,
    "GetCertificate": lambda data: {
        "stage_id": FINAL,
        "number": data["number"],
        "replaced_by": 2 if data["number"] == 1 else None,
        "rows": [{**r, "means": MEANS, "scorecards": 9} for r in ROWS],
    },
    "GetReceipts": receipts,
    "GetCounted": {"counted": [f"sc-{1:024x}"]},
    "FreezeStage": STANDING,
    "CertifyResults": STANDING,
    "RevealPlace": STANDING,
    "PublishResults": STANDING,
    "GetStandings": {
        **STANDING,
        "rule": "The weighted mean of the marks.",
        "rows": [{**r, "means": MEANS, "scorecards": 9} for r in ROWS],
        "of": len(ROWS),
    },
    "GetRevealKey": {"key": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AA", "certificate": 1},
    "GetSealedResults": {
        "format": "darkhorse-sealed/1",
        "salt": f"{EDITION}.{FINAL}.1",
        "certificate": 1,
        "steps": [{"step": 1, "nonce": "AAAAAAAAAAAAAAAA", "sealed": "AAAA"}],
    },
    "GetResults": {"stage_id": FINAL, "certificate": 1, "rows": ROWS, "proof": HEAD},
    "FindProof": {"stage_id": FINAL},
    "GetProof": {**PROOF, "log": {"size": PROOF["log"]["size"], "root": PROOF["log"]["root"]}},
    "GetProofLeaves": lambda data: {"leaves": PROOF["log"]["leaves"][data["first"] :][: data["limit"]]},
    "GetBoard": {
        "edition_id": EDITION,
        "name": "Black Horse 2026",
        "stages": [
            {
                **BOARD_FINAL,
                "stage_id": "preliminary",
                "name": "Preliminary",
                "state": "frozen",
                "rows": [],
                "counted": 1512,
                "expected": 1527,
            },
            BOARD_FINAL,
        ],
    },
    "WithdrawEntries": {"withdrawn": 2, "unchanged": 0, "decision_id": "dc-0123456789abcdef"},
    "UndoDecision": {"restored": 2, "left": [], "left_count": 0},
    "ListDecisions": {"decisions": [DECISION]},
    "GetEntryHistory": HISTORY,
    "ListEntryCards": ENTRY_CARDS,
    "ListDuplicates": DUPLICATES,
    "StartImport": IMPORT,
    "GoOnWithImport": IMPORT,
    "GetImport": IMPORT,
    "ListImports": {"imports": [{**IMPORT, "skipped": []}]},
    "LookForDuplicates": {"waiting": 509},
    "DecidePair": {name: value for name, value in PAIR.items() if name != "entries"},
    "SignInByCode": SIGNED_IN,
    "ListOrganisers": ORGANISERS,
    "RemoveOrganiser": {"ended": ["d1"]},
    "GetRetention": RETENTION,
    "SetRetention": RETENTION,
    "EraseEdition": {**RETENTION, "ended": ["d1"], "people": 12},
    "ErasePersonalData": {"ended": ["d1"], "people": 1},
    "GetRegistrationRecords": {"records": []},
    "GetJudgingRecords": {"records": [RECORD]},
    "GetScoringRecords": {"records": []},
    "GetMatchingRecords": {"records": []},
    "AddInvestors": {"investors": [{"investor_id": INVESTOR, "email": "ivan@example.org"}]},
    "ListInvestors": {"investors": [INVESTOR_ANSWER], "total": 1},
    "StateThesis": {"investor_id": INVESTOR, "thesis": THESIS},
    "PublishShortlists": {"shortlists": 40, "lines": 400},
    "GetShortlist": {
        "investor": INVESTOR_ANSWER,
        "lines": [
            line(1, "DarkPay", None),
            line(2, "Kiko", "interested"),
            line(3, "Zenter", "pass"),
            line(4, "Weebly", "interested", intro=True),
        ],
    },
    "AnswerStartup": INTEREST_STATE,
    "GetInterests": {
        "interests": [INTEREST, {**INTEREST, "investor_id": "i-2", "name": "Wang Mei", "answer": "accept"}]
    },
    "AnswerInvestor": INTEREST_STATE,
    "ListIntros": {"intros": [INTRO]},
    "GetTimetable": TIMETABLE,
    "ListMeetings": {"revision": 4, "meetings": [MEETING], "next": None},
    "ListUnplaced": lambda data: {"unplaced": [UNPLACED], "total": 1, "next": None},
    **dict.fromkeys(
        ("SetMeetingPlan", "SetPresence", "MoveMeeting", "SwapMeetings", "CallOffMeeting", "UndoMeetings"),
        REVISION,
    ),
    "ArrangeMeetings": {**REVISION, "seed": 7, "unplaced": 1, "bound": 2},
    "PublishMeetings": {**REVISION, "number": 2, "scheduled": 1, "moved": 0, "cancelled": 0, "kept": 1},
    "MarkMeeting": {"meeting_id": MEETING_ID, "state": "held"},
}
