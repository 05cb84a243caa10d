"""The table of who may do what, on what, and when, as a page: the same that every request is held to."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template
from flask_babel import lazy_gettext

from gateway.access.phases import PHASES, Phase
from gateway.access.roles import Allowed, allowed_for
from gateway.api import PREFIX
from gateway.pages.acts import ACTS, act_word

pages = Blueprint("roles", __name__)

# (heading, role, whether in all editions); nobody's role is that of whoever is not signed in.
COLUMNS = (
    (lazy_gettext("Everybody"), "", False),
    (lazy_gettext("Judge"), "judge", False),
    (lazy_gettext("Founder"), "founder", False),
    (lazy_gettext("Investor"), "investor", False),
    (lazy_gettext("Organiser"), "organiser", False),
    (lazy_gettext("Organiser of everything"), "organiser", True),
)
EVERYTHING, EDITION, OWN = "everything", "edition", "own"
OBJECTS = {
    EVERYTHING: lazy_gettext("On the whole system"),
    EDITION: lazy_gettext("On an edition"),
    OWN: lazy_gettext("On what is one's own, or public"),
}
KINDS = {
    "stage": lazy_gettext("Stage"),
    "results": lazy_gettext("Results"),
    "vote": lazy_gettext("Audience vote"),
    "retention": lazy_gettext("Personal data"),
}
# Acts that are in no audit trail, as no organiser does them.
MORE_ACTS = {
    "SubmitScorecard": lazy_gettext("Sent a scorecard"),
    "SubmitScorecards": lazy_gettext("Sent scorecards"),
    "CastVote": lazy_gettext("Voted"),
    "SignOut": lazy_gettext("Signed out"),
}


@dataclass(frozen=True)
class Line:
    """One way into the gateway: an act, or what can be read."""

    kind: str
    path: str
    of: str
    allowed: Allowed
    phase: Phase | None

    @property
    def words(self) -> str:
        """What it is in words, empty where there are none."""
        return str(MORE_ACTS.get(self.kind, act_word(self.kind) if self.kind in ACTS else ""))

    def cell(self, role: str, *, everywhere: bool) -> str:
        """Return `yes`, `own` or `no` for somebody with the role."""
        if self.allowed.roles is None:
            return "yes"
        if not role or not self.allowed.by(role, everywhere=everywhere):
            return "no"
        return "own" if role in self.allowed.own else "yes"


@pages.get("/system/roles")
def roles() -> str:
    """Show who may do what."""
    lines = list(_lines())
    return render_template(
        "organiser/roles.html",
        columns=COLUMNS,
        objects=OBJECTS,
        kinds=KINDS,
        acts=_grouped(line for line in lines if line.kind),
        reads=_grouped(line for line in lines if not line.kind),
    )


def _lines() -> Iterator[Line]:
    """Yield the table as the API has it; pages do the same in other words."""
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith(f"{PREFIX}/"):
            continue
        allowed = allowed_for(rule.endpoint)
        act = "POST" in (rule.methods or ())
        kind = "".join(word.title() for word in rule.endpoint.rpartition(".")[2].split("_")) if act else ""
        yield Line(
            kind, rule.rule.removeprefix(PREFIX), _object(rule.rule, allowed), allowed, PHASES.get(kind)
        )


def _object(path: str, allowed: Allowed) -> str:
    if allowed.everywhere:
        return EVERYTHING
    return EDITION if "<id:edition_id>" in path else OWN


def _grouped(lines: Iterator[Line]) -> dict[str, list[Line]]:
    groups: dict[str, list[Line]] = {name: [] for name in OBJECTS}
    for line in lines:
        groups[line.of].append(line)
    return {name: found for name, found in groups.items() if found}
