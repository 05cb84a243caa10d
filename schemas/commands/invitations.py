"""What judging can be asked to do about judges who are invited."""

from marshmallow import fields, validate

from schemas.commands.judging import JudgingCommand, panels_field
from schemas.fields import SHORT, id_field, name_field, text_field

LONGEST_TERMS = 20_000
MOST_TAKEN = 20_000


def names_field() -> "fields.List[str]":
    """Return a list of short names, empty by default."""
    return fields.List(
        fields.String(validate=validate.Length(min=1, max=SHORT)),
        load_default=list,
        validate=validate.Length(max=50),
    )


class ImportJudges(JudgingCommand):
    """Add every judge of a CSV as a whole; with `skip_bad_lines`, every good one.

    Columns are name, email, firm, tags, languages, commitment and panel; lists have | between. A judge sits
    in the named panel of each stage that has it.
    """

    csv = fields.String(required=True, validate=validate.Length(min=1, max=2_000_000))
    skip_bad_lines = fields.Boolean(load_default=False)


class EditJudge(JudgingCommand):
    """Change what is known of a judge. `seen` is the version as it was read; who has `left` gets no work.

    A `shadow` scores for practice; None leaves that as it is. It is refused where the judge has scorecards.
    `panels` are by stage, None leaves them; refused where the judge sent scorecards in that stage.
    """

    judge_id = id_field()
    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=1))
    name = name_field()
    firm = text_field(SHORT)
    tags = names_field()
    languages = names_field()
    commitment = fields.Integer(required=True, validate=validate.Range(min=1, max=MOST_TAKEN))
    left = fields.Boolean(load_default=False)
    shadow = fields.Boolean(load_default=None, allow_none=True)
    panels = panels_field()


class SetTerms(JudgingCommand):
    """Change what judges are asked to accept. Another text is asked about again.

    With `accept_first`, who has not accepted the newest text is given no work.
    """

    seen = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    text = text_field(LONGEST_TERMS)
    accept_first = fields.Boolean(load_default=False)


class AnswerTerms(JudgingCommand):
    """Accept or decline to judge, on the terms of this number."""

    judge_id = id_field()
    terms = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    accept = fields.Boolean(required=True)
    reason = text_field(SHORT)
