"""The finalists' founders send their decks; a judge of the panel finds them."""

from concurrent.futures import ThreadPoolExecutor

from infra.demo import cast
from infra.demo.client import Client
from infra.demo.contest import FINAL, Broken, Contest, invite, signed_in
from infra.demo.progress import Tell
from infra.demo.slides import slides

PAGES = 4
AT_ONCE = 4
# Apart from the founders whom investors meet: an address is one person's.
FIRST_NUMBER = 1001


def send_decks(contest: Contest, finalists: list[str], tell: Tell) -> None:
    """Invite the founders of the finalists, and let each send a deck."""
    people = {
        entry_id: cast.founder_of(contest.entries[entry_id]["startup"]["company"], number)
        for number, entry_id in enumerate(finalists, start=FIRST_NUMBER)
    }
    links = invite(contest, "founder", people)
    # No more at once than registration lets wait.
    with ThreadPoolExecutor(AT_ONCE) as founders:
        sent = founders.map(lambda id: _send(contest, id, links[id]), finalists)
        for number, _ in enumerate(sent, start=1):
            tell(number)


def find_decks(contest: Contest, judge_id: str) -> None:
    """Look for the decks on a judge's list; Broken when one of the final's is not there."""
    judge = Client(contest.organiser.gateway_url, token=contest.tokens[judge_id])
    try:
        stages = judge.get("/me/assignments", edition_id=contest.edition_id)["stages"]
    finally:
        judge.close()
    owed = [each for stage in stages if stage["stage_id"] == FINAL for each in stage["assignments"]]
    without = [each["company"] for each in owed if not each["deck"] or each["deck"]["pages"] != PAGES]
    if without or not owed:
        raise Broken(f"a judge of the final does not see the decks of {without or 'anybody'}")


def _send(contest: Contest, entry_id: str, link: str) -> None:
    founder = Client(contest.organiser.gateway_url, token=signed_in(contest, link))
    try:
        content = slides(contest.entries[entry_id]["startup"])
        deck = founder.send_pdf(f"{contest.path}/entries/{entry_id}/deck", content)
    finally:
        founder.close()
    if (deck["pages"], deck["pictures"]) != (PAGES, PAGES):
        raise Broken(f"a deck of {PAGES} pages became {deck}")
