"""A system in which something of everything happened, and every page of the product with where it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from infra.demo.client import Client, Refused
from tests.browser.evening import COMPANIES, Evening
from tests.browser.visitor import PHONE, Visitor
from tests.support.waiting import until

SIZES = ((390, 844), (1280, 800))
INVESTOR = {
    "name": "Lena Costa",
    "email": "lena@investors.example",
    "firm": "Costa Ventures",
    "thesis": {"sectors": ["Robots"], "places": [], "company_stages": ["seed"]},
    "portfolio": [],
}
FOUNDER_OF = "of-{}@founders.example"
EVERYONE = ("nobody", "organiser", "judge", "founder", "applicant", "investor")

# By endpoint: who looks, and the address, in which names stand for what the town has.
PAGES: Mapping[str, tuple[str, str]] = {
    "home.home": ("organiser", "/"),
    "audit_trail.audit": ("organiser", "{on}/audit"),
    "audit_trail.system_audit": ("organiser", "/system/audit"),
    "account.account": ("organiser", "/account"),
    "home.sign_in_page": ("nobody", "/sign-in?token=x"),
    "board.board": ("nobody", "{over}/board"),
    "sheet_check.form": ("nobody", "/check-sheet"),
    "proof.proof": ("nobody", "{over}/stages/preliminary/proof"),
    "gallery.gallery": ("nobody", "{on}/gallery"),
    "gallery.entry": ("nobody", "{on}/gallery/{entry}"),
    "contest.front": ("nobody", "{over}/site"),
    "contest.timetable": ("nobody", "{on}/timetable"),
    "contest.results": ("nobody", "{over}/results"),
    "contest.judging": ("nobody", "{on}/judging"),
    "calendar.mine": ("judge", "/calendar"),
    "webhook_desk.webhooks": ("organiser", "{on}/webhooks"),
    "webhook_desk.delivery": ("organiser", "{on}/webhooks/deliveries/{delivery}"),
    "site_desk.desk": ("organiser", "{on}/site/settings"),
    "site_desk.showing": ("founder", "{on}/entries/{entry}/showing"),
    "vote.about": ("nobody", "{on}/vote"),
    "vote.ticket": ("nobody", "/vote/{on_id}/{ticket}"),
    "vote_desk.votes": ("organiser", "{on}/votes"),
    "docs.try_it": ("nobody", "/api/docs"),
    "organiser.edition": ("organiser", "{on}"),
    "organiser.standings": ("organiser", "{over}/stages/preliminary/standings"),
    "promotion_desk.promotion": ("organiser", "{over}/stages/preliminary/promotion"),
    "results_desk.certificates": ("organiser", "{over}/stages/preliminary/certificates"),
    "results_desk.certificate": ("organiser", "{over}/stages/preliminary/certificates/1"),
    "results_desk.scorecards": ("organiser", "{over}/stages/preliminary/entries/{over_entry}/scorecards"),
    "organiser.start_page": ("organiser", "/start"),
    "set_up.set_up": ("organiser", "{on}/set-up"),
    "rehearsal_desk.rehearse": ("organiser", "{over}/rehearse"),
    "selection.selection": ("organiser", "{choosing}/stages/selection/decisions"),
    "set_up.clone_page": ("organiser", "{over}/clone"),
    "blueprints.blueprints": ("organiser", "/blueprints"),
    "organiser.system": ("organiser", "/system"),
    "roles.roles": ("organiser", "/system/roles"),
    "entry_list.entries": ("organiser", "{on}/entries"),
    "entry_desk.entry": ("organiser", "{on}/entries/{entry}"),
    "duplicates_desk.duplicates": ("organiser", "{on}/duplicates"),
    "entering.form": ("organiser", "{on}/new-entry"),
    "import_desk.imports": ("organiser", "{on}/imports"),
    "import_desk.progress": ("organiser", "{on}/imports/{import_id}"),
    "stage.stage": ("organiser", "{on}/stages/preliminary/stage"),
    "progress_page.progress": ("organiser", "{on}/stages/preliminary/progress"),
    "handover.handover": ("organiser", "{on}/stages/preliminary/handover"),
    "tables_desk.tables": ("organiser", "{expo}/stages/tables/tables"),
    "heats.heats": ("organiser", "{on}/stages/preliminary/sessions"),
    "judge_list.judge": ("organiser", "{on}/judges/{judge}"),
    "judge_list.terms": ("organiser", "{on}/terms"),
    "part.part": ("judge", "/judge/{on_id}/part"),
    "nudges_page.nudges": ("organiser", "{on}/stages/preliminary/nudges"),
    "conflict_list.conflicts": ("organiser", "{on}/conflicts?search=a"),
    "desk.desk": ("organiser", "{on}/stages/preliminary/desk"),
    "remote.remote": ("organiser", "{on}/stages/preliminary/remote"),
    "screen.screen": ("nobody", "{on}/screen"),
    "outbox.outbox": ("organiser", "{on}/outbox"),
    "outbox.wording": ("organiser", "{on}/outbox/wordings/entry_promoted/en"),
    "outbox.letter": ("organiser", "{on}/outbox/{letter}"),
    "people_list.people": ("organiser", "{on}/people"),
    "organiser_list.organisers": ("organiser", "{on}/organisers"),
    "organiser_list.organisers_everywhere": ("organiser", "/system/organisers"),
    "personal_data.personal": ("organiser", "{on}/personal-data?email=lena@investors.example"),
    "personal_data.personal_everywhere": ("organiser", "/system/personal-data"),
    "exports.exports": ("organiser", "{over}/exports"),
    "exports.making": ("organiser", "{over}/exports/{export}"),
    "deck.deck": ("founder", "{on}/entries/{entry}/deck"),
    "attached.files": ("judge", "{on}/entries/{entry}/files"),
    "judge.judge": ("judge", "/judge"),
    "judge.form": ("judge", "/judge/{on_id}/preliminary/{entry}"),
    "judge.safe": ("judge", "/judge/{on_id}/safe?receipt={receipt}"),
    "judge.outcome": ("judge", "/judge/{on_id}/receipts/{receipt}"),
    "feedback_desk.desk": ("organiser", "{over}/stages/preliminary/feedback"),
    "feedback_desk.feedback": ("founder", "/founder/feedback"),
    "appeal_desk.desk": ("organiser", "{over}/appeals"),
    "appeal_desk.appeals": ("founder", "/founder/appeals"),
    "founder.founder": ("applicant", "/founder"),
    "apply.apply": ("nobody", "{on}/apply"),
    "draft.draft": ("applicant", "/founder/application"),
    "draft.versions": ("applicant", "/founder/versions"),
    "call_desk.call": ("organiser", "{on}/call"),
    "form_desk.form": ("organiser", "{on}/form"),
    "application_list.applications": ("organiser", "{on}/applications"),
    "application_list.application": ("organiser", "{on}/applications/{applied}"),
    "investor.investor": ("investor", "/investor"),
    "meeting_desk.meetings": ("organiser", "{on}/meetings"),
    "meeting_desk.plan": ("organiser", "{on}/meetings/plan"),
    "meeting_desk.meeting": ("organiser", "{on}/meetings/{meeting}"),
    "meeting_desk.printed": ("organiser", "{on}/meetings/print"),
}


def pages_of(rules: Mapping[str, str]) -> set[str]:
    """Return the endpoints that are pages, of those that can be asked for with GET."""
    return {name for name, rule in rules.items() if name not in no_page(rules)}


def no_page(rules: Mapping[str, str]) -> set[str]:
    """Return the endpoints that give data, files or health."""
    return {
        name
        for name, rule in rules.items()
        if rule.startswith(("/api/v1/", "/static/"))
        or "." in rule.rsplit("/", 1)[-1]
        or name.startswith("health.")
    }


@dataclass
class Town:
    """Two editions, one with half of its places revealed and one being scored, and a tab for each role."""

    over: Evening
    on: Evening
    people: dict[str, Visitor] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def open(self, endpoint: str) -> Page:
        """Return the tab of whom a page is for, on a phone in the light theme, with the page in it.

        The page was answered with 200 and loaded without an error, such as of the security policy.
        """
        role, path = PAGES[endpoint]
        page = self.people[role].page
        self.people[role].errors.clear()
        page.set_viewport_size(PHONE)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        response = page.goto(path.format(**self.names), wait_until="load")
        assert response is not None
        assert response.status == 200
        assert self.people[role].errors == []
        return page


def build(make: Callable[..., Evening], visit: Callable[..., Visitor]) -> Town:
    """Let everything happen, through HTTP, and sign everybody in, in the browser."""
    town = Town(make(entries=6), make(entries=4))
    people = invite_all(town.on)
    applied, people["applicant"] = apply(town.on)
    play(town.over)
    begin(town)
    town.names["applied"] = applied
    for role in EVERYONE:
        visitor = visit()
        if role in people:
            visitor.sign_in(people[role])
        elif role == "organiser":
            visitor.carry(str(town.on.organiser.token))
        town.people[role] = visitor
    return town


def play(evening: Evening) -> None:
    """Score, certify and reveal half of the places."""
    evening.open()
    evening.score_all(lambda judge, turn: 4 + turn / 2 + judge / 2)
    steps = evening.certify()["steps"]
    for step in range(1, steps // 2 + 1):
        evening.organiser.post(f"{evening.stage}/reveal", {"step": step})
    until(lambda: previewed(evening))


def previewed(evening: Evening) -> bool:
    """Return whether registration has heard of the results, so that it can say who would go on."""
    try:
        evening.organiser.get(f"{evening.stage}/promotion")
    except Refused as refused:
        if refused.code != "not_certified":
            raise
        return False
    return True


def begin(town: Town) -> None:
    """Open the other edition's stage and score one entry of it."""
    evening = town.on.open()
    first = next(iter(evening.entries))
    phone = evening.client_of(evening.judges[0])
    receipt = phone.post("/scorecards", evening.scorecard(first, 7))["receipt"]
    phone.post(f"{evening.stage}/hand", {"kind": "conflict", "entry_id": first, "note": "I advised them"})
    phone.close()
    evening.wait_counted(1)
    evening.organiser.post(f"{evening.stage}/session", {"seed": 7, "place": "Hall 1"})
    evening.organiser.post(f"{evening.stage}/session/slots/{first}/start")
    town.names = {
        "on": evening.path,
        "over": town.over.path,
        "over_entry": next(iter(town.over.entries)),
        "on_id": evening.edition_id,
        "entry": first,
        "judge": evening.judges[0].judge_id,
        "receipt": receipt,
        "ticket": open_vote(evening),
        "letter": letter_of(evening),
        "delivery": delivery_of(evening),
        "choosing": start_another(evening, "online-screening"),
        "expo": an_expo(evening),
        "import_id": import_into(evening),
        "export": export_from(town.over),
        "meeting": meet(evening, entry_of(evening)),
    }


def an_expo(evening: Evening) -> str:
    """Start an edition with tables, with an entry at one of them, and return its address."""
    path = start_another(evening, "expo")
    for company in ("Acorn", "Beech"):
        evening.organiser.post(f"{path}/entries", {"startup": {"company": company}})
    evening.organiser.post(f"{path}/entries/screen", {"decision": "eligible"})
    tables = f"{path}/stages/tables/tables"
    until(lambda: len(evening.organiser.get(tables)["tables"]) == 2)
    evening.organiser.post(tables, {"seen": 0, "by": "name"})
    return path


def start_another(evening: Evening, blueprint: str) -> str:
    """Start an edition from a blueprint, and return its address."""
    host = evening.organiser.post("/hosts", {"name": "Dark Horse Society"})
    programmes = f"/hosts/{host['host_id']}/programmes"
    programme = evening.organiser.post(programmes, {"name": "Black Horse School"})
    body = {"blueprint": blueprint, "name": f"{evening.edition_id} {blueprint}", "zone": "Asia/Taipei"}
    edition = evening.organiser.post(f"/programmes/{programme['programme_id']}/editions", body)
    return f"/editions/{edition['edition_id']}"


def open_vote(evening: Evening) -> str:
    """Open an audience vote, and return a ticket's secret."""
    body = {"name": "Audience award", "stage_id": evening.stage_id, "entry_ids": list(evening.entries)}
    evening.organiser.post(f"{evening.path}/votes/audience/open", body)
    answer = evening.organiser.post(f"{evening.path}/tickets", {"count": 1})
    return str(answer["tickets"][0]["url"]).rpartition("/")[2]


def letter_of(evening: Evening) -> str:
    """Return a letter that waits for a look: a sign-in link, held by the rules."""
    letters = f"{evening.path}/letters"
    evening.organiser.post(f"{letters}/rules", {"language": "en", "held": ["sign_in_link"]})
    invitation = {"role": "organiser", "name": "Ola", "email": "ola@hosts.example", "subject_id": None}
    body = {"invitations": [invitation], "send_letters": True}
    evening.organiser.post(f"{evening.path}/invitations", body)
    return str(evening.organiser.get(letters)["letters"][0]["letter_id"])


def delivery_of(evening: Evening) -> str:
    """Return a message to another program, which nobody takes."""
    hooks = f"{evening.path}/webhooks"
    body = {"url": "https://hooks.invalid/darkhorse", "kinds": ["results.published"]}
    endpoint = evening.organiser.post(f"{hooks}/endpoints", body)["endpoint_id"]
    return str(evening.organiser.post(f"{hooks}/endpoints/{endpoint}/test")["delivery_id"])


def import_into(evening: Evening) -> str:
    """Return an import that was refused for its bad lines."""
    body = {"csv": "company,founded_year\nAnt,soon\nBee,2020\n", "name": "startups.csv"}
    started = evening.organiser.post(f"{evening.path}/imports", body)["import_id"]
    found = f"{evening.path}/imports/{started}"
    until(lambda: evening.organiser.get(found)["state"] == "refused")
    return str(started)


def export_from(evening: Evening) -> str:
    """Return a table that was made."""
    exports = f"{evening.path}/exports"
    job = evening.organiser.post(exports, {"table": "entries"})["job_id"]
    until(lambda: evening.organiser.get(f"{exports}/{job}")["state"] == "done")
    return str(job)


def entry_of(evening: Evening) -> str:
    """Return the entry of the founder who looks at pages."""
    return next(id for id, company in evening.entries.items() if company == COMPANIES[0])


def introduce(evening: Evening, entry_id: str) -> None:
    """Let an investor and the founder of an entry say yes to each other."""
    [added] = until(lambda: evening.add_investors([INVESTOR]))
    who = {"subject_id": str(added["investor_id"])}
    investor, founder = Client(evening.url), Client(evening.url)
    investor.sign_in(evening.invite("investor", INVESTOR["name"], INVESTOR["email"], **who))
    founder.sign_in(evening.invite("founder", "Ada Lin", FOUNDER_OF.format(entry_id), subject_id=entry_id))
    until(lambda: interested(investor, entry_id))
    founder.post("/me/interests/answers", {"investor_id": who["subject_id"], "answer": "accept"})
    investor.close()
    founder.close()


def meet(evening: Evening, entry_id: str) -> str:
    """Publish the meeting of an investor and a founder, and return it."""
    introduce(evening, entry_id)
    root, times = f"{evening.path}/meetings", {"begins_at": "2036-01-01T14:00:00+08:00"}
    windows = [{**times, "ends_at": "2036-01-01T16:00:00+08:00"}]
    plan = {"windows": windows, "slot_minutes": 15, "break_minutes": 5, "tables": ["1", "2", "Window"]}
    evening.organiser.post(f"{root}/plan", {"seen": 0, **plan, "place": "Hall 2"})
    evening.organiser.post(f"{root}/arrange", {"seen": 1, "seed": 7})
    evening.organiser.post(f"{root}/publish", {"seen": 2})
    return str(evening.organiser.get(root)["meetings"][0]["meeting_id"])


def interested(investor: Client, entry_id: str) -> bool:
    """Return whether the investor's interest is taken: not before matching has heard of the entry."""
    try:
        investor.post("/me/answers", {"entry_id": entry_id, "answer": "interested"})
    except Refused as refused:
        if refused.code not in ("not_found", "entry_gone"):
            raise
        return False
    return True


def apply(evening: Evening) -> tuple[str, str]:
    """Open registration, and let a founder submit twice; return the entry and a link for the founder."""
    begun, path = {"name": "Tess Moreau", "email": "tess@founders.example"}, f"{evening.path}/applications"
    times = {"opens_at": "2026-01-01T00:00:00+08:00", "closes_at": "2036-01-01T00:00:00+08:00"}
    evening.organiser.post(f"{evening.path}/call", {"seen": 0, **times, "open_links": True})
    evening.organiser.post(f"{evening.path}/extensions", {"until": "2036-02-01T00:00:00+08:00"})
    founder = Client(evening.url)
    founder.sign_in(founder.post(path, begun)["link"]["url"])
    entry_id = str(founder.get("/me")["grants"][0]["subject_id"])
    own, answers = f"{path}/{entry_id}", {"company": "Mallow Prints", "description": "Prints on marshmallow"}
    for seen, description in ((1, answers["description"]), (3, "Prints on marshmallow, and on fudge")):
        saved = founder.post(
            f"{own}/draft", {"seen": seen, "answers": {**answers, "description": description}}
        )
        founder.post(f"{own}/submit", {"seen": saved["version"]})
    founder.post(f"{own}/members", {"name": "Uri Sand", "email": "uri@founders.example"})
    link = founder.post(f"{own}/members", begun)["url"]
    founder.close()
    return entry_id, str(link)


def invite_all(evening: Evening) -> dict[str, str]:
    """Return a sign-in link for one person of each role but the organiser's."""
    judge = evening.judges[0]
    entry_id = entry_of(evening)
    investors: list[dict[str, Any]] = until(lambda: evening.add_investors([INVESTOR]))
    investor_id = investors[0]["investor_id"]
    return {
        "judge": evening.link(judge),
        "founder": evening.invite("founder", "Ada Lin", "ada@founders.example", subject_id=entry_id),
        "investor": evening.invite("investor", INVESTOR["name"], INVESTOR["email"], subject_id=investor_id),
    }
