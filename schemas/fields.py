"""Fields that several messages share, each with its limits."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

SHORT = 200
LONG = 5_000
REASON = 2_000

LONGEST_NAME = 120
REMEMBERED_MARK = 16

MARK_LIMIT = Decimal("1000000")
MONEY_LIMIT = Decimal("1000000000000000")

ENGLISH = "en"
LANGUAGES = (ENGLISH, "zh_Hant", "zh_Hans")


def name_field(**options: Any) -> fields.String:
    """Return a required, non-empty text of at most 200 characters."""
    return fields.String(required=True, validate=validate.Length(min=1, max=SHORT), **options)


def id_field(**options: Any) -> fields.String:
    """Return a required identifier: letters, digits, dot, colon, dash and underscore, at most 120."""
    pattern = validate.Regexp(
        r"^[A-Za-z0-9._:\-]{1,120}$(?!\n)", error="letters, digits and . : - _ are allowed, 1 to 120 of them"
    )
    return fields.String(required=options.pop("required", True), validate=pattern, **options)


def text_field(limit: int = LONG, **options: Any) -> fields.String:
    """Return an optional text, empty by default, of at most `limit` characters."""
    return fields.String(load_default="", validate=validate.Length(max=limit), **options)


class PlainText(validate.Regexp):
    """Text without control characters: no word of ours, so that no audit trail keeps it."""

    def __init__(self) -> None:
        super().__init__(
            r"^[^\x00-\x1f\x7f]*$(?!\n)", error="an address is allowed, without control characters"
        )


def language_field(**options: Any) -> fields.String:
    """Return one of the languages that everything is said in; required unless it has a default."""
    options.setdefault("required", "load_default" not in options)
    return fields.String(validate=validate.OneOf(LANGUAGES), **options)


def address_field(**options: Any) -> fields.String:
    """Return an optional mail address to look somebody up by, empty by default; no control characters."""
    rules = [validate.Length(max=SHORT), PlainText()]
    return fields.String(load_default="", validate=rules, **options)


def reason_field(**options: Any) -> fields.String:
    """Return a required text that says why, of at most 2,000 characters, which is not blank."""
    rules = [validate.Length(min=1, max=REASON), validate.Regexp(r"(?s).*\S", error="Say why.")]
    return fields.String(required=True, validate=rules, **options)


def mark_field(**options: Any) -> fields.Decimal:
    """Return an exact finite decimal, a string on the wire; None means not given."""
    return _decimal_field(-MARK_LIMIT, MARK_LIMIT, **options)


class Marks(fields.Dict):
    """Marks by criterion; a mark of None is not given.

    Judges give the same few marks all night: what a mark's text comes to is remembered, and only
    what cannot be taken goes the long way, which says what is wrong with each.
    """

    def __init__(self, **options: Any) -> None:
        names = fields.String(validate=validate.Length(min=1, max=LONGEST_NAME))
        super().__init__(keys=names, values=mark_field(), required=True, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> dict[str, Decimal | None]:
        try:
            return {_name(name): None if mark is None else _mark(mark) for name, mark in value.items()}
        except (AttributeError, ValidationError):
            marks: dict[str, Decimal | None]
            marks = super()._deserialize(value, attr, data, **options)  # type: ignore[no-untyped-call]
            return marks

    def _serialize(self, value: Any, attr: Any, obj: Any, **options: Any) -> Any:
        if value is not None and all(mark is None or isinstance(mark, Decimal) for mark in value.values()):
            return {name: None if mark is None else f"{mark:f}" for name, mark in value.items()}
        return super()._serialize(value, attr, obj, **options)  # type: ignore[no-untyped-call]


def _name(name: Any) -> str:
    if isinstance(name, str) and 1 <= len(name) <= LONGEST_NAME:
        return name
    raise ValidationError("Not a criterion.")


def _mark(mark: Any) -> Decimal:
    if isinstance(mark, str) and len(mark) <= REMEMBERED_MARK:
        return _known_mark(mark)
    return _loaded_mark(mark)


def _loaded_mark(mark: Any) -> Decimal:
    loaded: Decimal = MARK.deserialize(mark)
    return loaded


_known_mark = lru_cache(maxsize=4096)(_loaded_mark)


def money_field(**options: Any) -> fields.Decimal:
    """Return an exact amount of money from zero to a thousand million million; None is undisclosed."""
    return _decimal_field(Decimal(0), MONEY_LIMIT, **options)


def _decimal_field(lowest: Decimal, highest: Decimal, **options: Any) -> fields.Decimal:
    def within_limits(value: Decimal) -> None:
        # Not validate.Range: it would describe the text on the wire as a number.
        if not lowest <= value <= highest:
            raise ValidationError(f"Came as {value}; between {lowest} and {highest} is allowed.")

    return fields.Decimal(
        as_string=True,
        allow_nan=False,
        allow_none=True,
        validate=within_limits,
        # What describes a schema takes every decimal for a number; it adds null by itself.
        metadata={"type": "string", "format": "decimal"},
        **options,
    )


MARK = mark_field()


def moment_field(**options: Any) -> fields.AwareDateTime:
    """Return a point in time, ISO 8601 with its zone."""
    return fields.AwareDateTime(format="iso", required=options.pop("required", True), **options)


def track_field(**options: Any) -> fields.String:
    """Return the id of a track; empty, as by default, is none."""
    pattern = validate.Regexp(
        r"^[A-Za-z0-9._:\-]{0,120}$(?!\n)", error="letters, digits and . : - _ are allowed, up to 120 of them"
    )
    return fields.String(load_default="", validate=pattern, **options)


class Anchor(Schema):
    """The words that describe a mark."""

    mark = mark_field(required=True)
    text = text_field()


class Criterion(Schema):
    """One line of a rubric. Marks run from `lowest` to `highest` in steps of `step`.

    `panel` is the panel whose judges mark it, empty in a stage without panels.
    """

    criterion_id = id_field()
    name = name_field()
    weight = mark_field(required=True)
    lowest = mark_field(required=True)
    highest = mark_field(required=True)
    step = mark_field(required=True)
    anchors = fields.List(fields.Nested(Anchor), load_default=list)
    panel = track_field()


class Panel(Schema):
    """Judges who share a rubric, which is the criteria that name it; `weight` is theirs in the result."""

    panel_id = id_field()
    name = name_field()
    weight = mark_field(required=True)


class AggregationRule(Schema):
    """How marks become a total; see services/scoring/domain for the rule in full. By `votes` a total is a number
    of votes, and there are no marks.

    `audience_percent` is how much of it the stage's audience vote decides; the judges decide the rest.
    """

    method = fields.String(required=True, validate=validate.OneOf(["weighted_mean", "trimmed_mean", "votes"]))
    drop_highest = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10))
    drop_lowest = fields.Integer(load_default=0, validate=validate.Range(min=0, max=10))
    digits = fields.Integer(load_default=2, validate=validate.Range(min=0, max=6))
    tie_breaks = fields.List(fields.String(), load_default=list)
    audience_percent = fields.Integer(load_default=0, validate=validate.Range(min=0, max=50))


GRACE_SECONDS = 120
LONGEST_GRACE = 3_600


PROMOTION_GROUPS = ("", "track", "city", "session")


class PromotionPlan(Schema):
    """Who goes on beside or instead of the first by place; see services/registration/domain/promotion.py.

    `threshold` is a total, in an audience vote a number of votes; `share` a percentage of all votes in one.
    """

    per_group = fields.Integer(load_default=0, validate=validate.Range(min=0))
    group_by = fields.String(load_default="", validate=validate.OneOf(PROMOTION_GROUPS))
    threshold = mark_field(load_default=None)
    share = mark_field(load_default=None)
    choice = fields.Integer(load_default=0, validate=validate.Range(min=0))


class Stage(Schema):
    """One round of selection. `board` says what the public sees before the reveal.

    A stage of kind `decision` has no judges and no criteria: it is decided, not scored. One of kind
    `audience_vote` has none either: its result are the votes alone, which its rule's method says. In one of
    kind `table` judges walk from table to table.
    A scorecard made in time counts without more when it comes within `grace_seconds` of the closing.
    With `panels` each criterion is one panel's, and `judges_per_entry` are meant of each panel.
    """

    stage_id = id_field()
    name = name_field()
    kind = fields.String(
        required=True,
        validate=validate.OneOf(["desk_review", "live_panel", "table", "audience_vote", "decision"]),
    )
    judges_per_entry = fields.Integer(required=True, validate=validate.Range(min=0, max=100))
    assignment = fields.String(required=True)
    criteria = fields.List(fields.Nested(Criterion), required=True)
    rule = fields.Nested(AggregationRule, required=True)
    promote = fields.Integer(load_default=0, validate=validate.Range(min=0))
    board = fields.String(load_default="sealed", validate=validate.OneOf(["sealed", "open"]))
    grace_seconds = fields.Integer(
        load_default=GRACE_SECONDS, validate=validate.Range(min=0, max=LONGEST_GRACE)
    )
    promotion = fields.Nested(PromotionPlan, load_default=None, allow_none=True)
    panels = fields.List(fields.Nested(Panel), load_default=list)


class Track(Schema):
    """A group of entries that competes separately."""

    track_id = id_field()
    name = name_field()


class Award(Schema):
    """What a place in a stage earns. `money` is an amount in `currency`, which may be empty.

    `value` says what is given in kind, `sponsor` who gives it.
    """

    award_id = id_field()
    name = name_field()
    stage_id = id_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))
    kind = fields.String(
        load_default="money", validate=validate.OneOf(["money", "grant", "in_kind", "title"])
    )
    money = money_field(load_default=None)
    currency = fields.String(load_default="", validate=validate.Length(max=3))
    value = text_field(SHORT)
    sponsor = text_field(SHORT)


class Startup(Schema):
    """What is known of a company. `rounds_usd` are amounts in US dollars, newest first.

    `language` is that of its pitch, in the words by which judges' languages are told; empty for any.
    """

    startup_id = id_field()
    company = name_field()
    description = text_field()
    categories = fields.List(fields.String(), load_default=list)
    founded_year = fields.Integer(load_default=None, allow_none=True)
    city = text_field(SHORT)
    state = text_field(SHORT)
    country = text_field(SHORT)
    website = text_field(500)
    status = text_field(SHORT)
    investors = fields.List(fields.String(), load_default=list)
    rounds_usd = fields.List(money_field(), load_default=list)
    language = text_field(SHORT)
