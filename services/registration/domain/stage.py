"""One round of selection as it is planned: who scores, what, and how marks become places."""

from dataclasses import dataclass, field
from typing import Any

from services.registration.domain.fields import Fields, Problems
from services.registration.domain.panel import PANEL_FIELDS, Panel, check_panels, read_panel
from services.registration.domain.promotion import GROUPS, WHOLE, PromotionRule
from services.registration.domain.rubric import (
    CRITERION_FIELDS,
    Criterion,
    check_criterion,
    read_criterion,
    repeated,
)

DECISION = "decision"
AUDIENCE_VOTE = "audience_vote"
KINDS = ("desk_review", "live_panel", "table", AUDIENCE_VOTE, DECISION)
NOT_SCORED = (AUDIENCE_VOTE, DECISION)
ASSIGNMENTS = ("balanced", "panel")
METHODS = ("weighted_mean", "trimmed_mean")
VOTES = "votes"
BOARDS = ("sealed", "open")
GRACE_SECONDS = 120
LONGEST_GRACE = 3_600
TIE_BREAKS = ("highest_mark", "scorecards")

STAGE_FIELDS = (
    *("stage_id", "name", "kind", "judges_per_entry", "assignment"),
    *("criteria", "rule", "promote", "board", "grace_seconds", "promotion", "panels"),
)
PROMOTION_FIELDS = ("per_group", "group_by", "threshold", "share", "choice")
RULE_FIELDS = ("method", "drop_highest", "drop_lowest", "digits", "tie_breaks", "audience_percent")
# The judges decide at least as much as the audience.
MOST_OF_AUDIENCE = 50
# What a stage has to say, if anything, of what only judges need, and why.
ALONE = "for the votes alone decide"
WITHOUT_JUDGES = {
    "judges_per_entry": (0, f"0, {ALONE}"),
    "assignment": ("panel", f"panel, {ALONE}"),
    "criteria": ([], f"none, {ALONE}"),
    "panels": ([], f"none, {ALONE}"),
    "board": ("sealed", "sealed, for votes are hidden until they are revealed"),
    "grace_seconds": (0, "0, for votes are taken until the vote is closed"),
}
WITHOUT_MARKS = {
    "method": f"votes, {ALONE}",
    "drop_highest": f"0, {ALONE}",
    "drop_lowest": f"0, {ALONE}",
    "digits": "0, for votes are whole",
    "tie_breaks": "none, for equal votes share the place",
    "audience_percent": f"0, {ALONE}",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How marks become a total; see services/scoring/domain/rule.py for what each word does."""

    method: str
    drop_highest: int
    drop_lowest: int
    digits: int
    tie_breaks: tuple[str, ...]
    audience_percent: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the rule as it travels."""
        return {
            "method": self.method,
            "drop_highest": self.drop_highest,
            "drop_lowest": self.drop_lowest,
            "digits": self.digits,
            "tie_breaks": list(self.tie_breaks),
            "audience_percent": self.audience_percent,
        }


NO_RULE = Rule(method="weighted_mean", drop_highest=0, drop_lowest=0, digits=2, tie_breaks=())
BY_VOTES = Rule(method=VOTES, drop_highest=0, drop_lowest=0, digits=0, tie_breaks=())


@dataclass(frozen=True, slots=True)
class Stage:
    """`promote` is how many go on to the next stage, 0 in the last; `promotion` says more of it.

    A stage of decisions has no judges and no criteria, and who is admitted in it goes on. An audience vote
    has none either: its result are the votes alone.

    What was made before the closing may come `grace_seconds` after it.

    With `panels` each criterion is one panel's, and each entry has `judges_per_entry` of each of them.
    """

    stage_id: str
    name: str
    kind: str
    judges_per_entry: int
    assignment: str
    criteria: tuple[Criterion, ...]
    rule: Rule
    promote: int
    board: str
    grace_seconds: int
    promotion: PromotionRule = field(default_factory=PromotionRule)
    panels: tuple[Panel, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the stage as it travels."""
        return {
            "stage_id": self.stage_id,
            "name": self.name,
            "kind": self.kind,
            "judges_per_entry": self.judges_per_entry,
            "assignment": self.assignment,
            "criteria": [criterion.as_dict() for criterion in self.criteria],
            "rule": self.rule.as_dict(),
            "promote": self.promote,
            "board": self.board,
            "grace_seconds": self.grace_seconds,
            "promotion": {name: self.promotion.as_dict()[name] for name in PROMOTION_FIELDS},
            "panels": [panel.as_dict() for panel in self.panels],
        }


def read_stage(fields: Fields) -> Stage:
    """Return the stage that the fields describe."""
    kind = fields.choice("kind", KINDS)
    scored = kind not in NOT_SCORED
    criteria = fields.parts("criteria", known=CRITERION_FIELDS, at_least=1 if scored else 0)
    return Stage(
        stage_id=fields.identifier("stage_id"),
        name=fields.text("name"),
        kind=kind,
        judges_per_entry=fields.whole(
            "judges_per_entry", lowest=1 if scored else 0, highest=100, default=None if scored else 0
        ),
        assignment=fields.choice("assignment", ASSIGNMENTS, default=None if scored else "panel"),
        criteria=tuple(read_criterion(part) for part in criteria),
        rule=_read_rule(fields, kind),
        promote=fields.whole("promote", lowest=0, highest=100_000, default=0),
        board=fields.choice("board", BOARDS, default="sealed"),
        grace_seconds=fields.whole(
            "grace_seconds",
            lowest=0,
            highest=LONGEST_GRACE,
            default=0 if kind == AUDIENCE_VOTE else GRACE_SECONDS,
        ),
        promotion=_read_promotion(fields),
        panels=tuple(read_panel(part) for part in fields.parts("panels", known=PANEL_FIELDS)),
    )


def check_stage(stage: Stage, problems: Problems, *, path: str, last: bool) -> None:
    """Note what the stage cannot be run by: criteria, rule, and how many go on."""
    if stage.kind == DECISION:
        _check_unscored(stage, problems, path=path)
        return
    if stage.kind == AUDIENCE_VOTE:
        _check_by_votes(stage, problems, path=path)
    for n, criterion in enumerate(stage.criteria):
        if problems.clean(f"{path}.criteria[{n}]"):
            check_criterion(criterion, problems, path=f"{path}.criteria[{n}]")
    twice = repeated(criterion.criterion_id for criterion in stage.criteria)
    problems.unless(not twice, f"{path}.criteria", twice, "each criterion_id once")
    judged = stage.kind != AUDIENCE_VOTE
    if judged and problems.clean(f"{path}.panels", f"{path}.criteria"):
        check_panels(stage.panels, stage.criteria, problems, path=path)
    if judged and problems.clean(f"{path}.rule", f"{path}.judges_per_entry", f"{path}.criteria"):
        _check_rule(stage, problems, path=f"{path}.rule")
    if problems.clean(f"{path}.promotion"):
        _check_promotion(stage.promotion, problems, path=f"{path}.promotion", judged=judged)
    if last:
        problems.unless(stage.promote == 0, f"{path}.promote", stage.promote, "0, for no stage follows")
        _check_no_promotion(stage, problems, path=path, why="no stage follows")
    elif not stage.promotion.chooses:
        problems.unless(
            stage.promote > 0, f"{path}.promote", stage.promote, "at least 1, for a stage follows"
        )


def _check_unscored(stage: Stage, problems: Problems, *, path: str) -> None:
    judges, names = stage.judges_per_entry, [criterion.name for criterion in stage.criteria]
    problems.unless(judges == 0, f"{path}.judges_per_entry", judges, "0, for a decision is the organiser's")
    problems.unless(not names, f"{path}.criteria", names, "none, for a decision is not scored")
    panels = [panel.panel_id for panel in stage.panels]
    problems.unless(not panels, f"{path}.panels", panels, "none, for a decision is not scored")
    problems.unless(
        stage.promote == 0, f"{path}.promote", stage.promote, "0, for those who are admitted go on"
    )
    _check_no_promotion(stage, problems, path=path, why="those who are admitted go on")


def _check_by_votes(stage: Stage, problems: Problems, *, path: str) -> None:
    told, rule, needed = stage.as_dict(), stage.rule.as_dict(), BY_VOTES.as_dict()
    told["criteria"] = [criterion.name for criterion in stage.criteria]
    told["panels"] = [panel.name for panel in stage.panels]
    for name, (value, allowed) in WITHOUT_JUDGES.items():
        problems.unless(told[name] == value, f"{path}.{name}", told[name], allowed)
    for name, allowed in WITHOUT_MARKS.items():
        problems.unless(rule[name] == needed[name], f"{path}.rule.{name}", rule[name], allowed)


def _check_no_promotion(stage: Stage, problems: Problems, *, path: str, why: str) -> None:
    for name, none in PromotionRule().as_dict().items():
        if name in PROMOTION_FIELDS:
            value = stage.promotion.as_dict()[name]
            allowed = f"0, for {why}" if none == 0 else f"none, for {why}"
            problems.unless(value == none, f"{path}.promotion.{name}", value, allowed)


def _read_promotion(stage: Fields) -> PromotionRule:
    if not stage.has("promotion"):
        return PromotionRule()
    fields = stage.part("promotion", known=PROMOTION_FIELDS)
    return PromotionRule(
        per_group=fields.whole("per_group", lowest=0, highest=100_000, default=0),
        group_by=fields.choice("group_by", GROUPS, default=""),
        threshold=fields.decimal("threshold") if fields.has("threshold") else None,
        share=fields.decimal("share") if fields.has("share") else None,
        choice=fields.whole("choice", lowest=0, highest=1_000, default=0),
    )


def _check_promotion(rule: PromotionRule, problems: Problems, *, path: str, judged: bool) -> None:
    """Note a number for each group without groups, groups without a number, and a share of no votes."""
    if rule.share is not None:
        allowed = "none, for only an audience vote has votes" if judged else "a percentage from 0 to 100"
        problems.unless(not judged and 0 <= rule.share <= WHOLE, f"{path}.share", rule.share, allowed)
    if rule.per_group:
        groups = ", ".join(GROUPS[1:])
        problems.unless(bool(rule.group_by), f"{path}.group_by", rule.group_by, f"one of {groups}")
    else:
        problems.unless(not rule.group_by, f"{path}.per_group", rule.per_group, "at least 1 with group_by")


def _read_rule(stage: Fields, kind: str) -> Rule:
    """Return the rule; what is not said of one where nobody scores is as it has to be there."""
    own = {AUDIENCE_VOTE: BY_VOTES, DECISION: NO_RULE}.get(kind)
    if own is not None and not stage.has("rule"):
        return own
    fields = stage.part("rule", known=RULE_FIELDS)
    by_votes = kind == AUDIENCE_VOTE
    return Rule(
        method=fields.choice(
            "method", (*METHODS, VOTES) if by_votes else METHODS, default=own.method if own else None
        ),
        drop_highest=fields.whole("drop_highest", lowest=0, highest=10, default=0),
        drop_lowest=fields.whole("drop_lowest", lowest=0, highest=10, default=0),
        digits=fields.whole("digits", lowest=0, highest=6, default=0 if by_votes else 2),
        tie_breaks=fields.texts("tie_breaks"),
        audience_percent=fields.whole("audience_percent", lowest=0, highest=MOST_OF_AUDIENCE, default=0),
    )


def _check_rule(stage: Stage, problems: Problems, *, path: str) -> None:
    rule, judges = stage.rule, stage.judges_per_entry
    drops = rule.drop_highest + rule.drop_lowest
    if rule.method == "weighted_mean":
        problems.unless(drops == 0, f"{path}.drop_highest", drops, "0 in all with weighted_mean")
    problems.unless(
        drops < judges, f"{path}.drop_highest", drops, f"fewer in all than judges_per_entry, {judges}"
    )
    criteria = (f"criterion:{criterion.criterion_id}" for criterion in stage.criteria)
    known = (*criteria, *(f"panel:{panel.panel_id}" for panel in stage.panels), *TIE_BREAKS)
    for n, name in enumerate(rule.tie_breaks):
        problems.unless(name in known, f"{path}.tie_breaks[{n}]", name, ", ".join(known))
