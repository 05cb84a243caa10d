"""The proof of published results, as the HTTP interface speaks of it."""

from marshmallow import fields

from schemas.api.base import Answer, Part, count, decimal, text
from schemas.api.scoring import HeadAnswer
from schemas.fields import AggregationRule, Criterion, Panel


class ProofEdition(Part):
    edition_id = text(required=True)
    name = text(required=True)


class ProofStage(Part):
    """All that the result depends on beside the marks."""

    stage_id = text(required=True)
    name = text(required=True)
    criteria = fields.List(fields.Nested(Criterion), required=True)
    rule = fields.Nested(AggregationRule, required=True)
    panels = fields.List(fields.Nested(Panel))


class ProofRow(Part):
    entry_id = text(required=True)
    company = text(required=True)
    place = count(required=True, allow_none=True)
    shared = fields.Boolean(required=True)
    total = decimal(required=True)
    means = fields.Dict(keys=fields.String(), values=decimal(), required=True)
    scorecards = count(required=True)
    panels = fields.Dict(keys=fields.String(), values=decimal())
    judged = decimal()
    votes = count()


class LeftOutEntry(Part):
    """What the log has of the stage and the result has not: an entry, or with `judge` a scorecard."""

    entry_id = text(required=True)
    company = text(required=True)
    judge = text(required=True)
    reason = text(required=True)


class ProofLeaf(Part):
    """`hash` is SHA-256 over a zero byte and `data` as JSON with sorted keys and without spaces.

    `data` is null in a stage whose results are not public.
    """

    index = count(required=True)
    hash = text(required=True)
    data = fields.Dict(required=True, allow_none=True)


class ProofLog(Part):
    size = count(required=True)
    root = text(required=True)
    leaves = fields.List(fields.Nested(ProofLeaf), required=True)


class ProofAnswer(Answer):
    """Published results, the scorecards they follow from without their judges, and the whole log.

    `head` is the last of `heads`: how the log stood at each freeze of the stage. `consistency` has
    a proof for each, in the form of pymerkle. `open` names the stages whose leaves are shown.
    """

    format = text()
    edition = fields.Nested(ProofEdition)
    stage = fields.Nested(ProofStage)
    certificate = count()
    head = fields.Nested(HeadAnswer)
    heads = fields.List(fields.Nested(HeadAnswer))
    consistency = fields.List(fields.Dict(allow_none=True))
    open = fields.List(fields.String())
    entries = fields.Dict(keys=fields.String(), values=fields.String())
    withdrawn = fields.List(fields.Nested(LeftOutEntry))
    certified = fields.List(fields.Nested(ProofRow))
    corrections = fields.List(fields.Dict())
    log = fields.Nested(ProofLog)
