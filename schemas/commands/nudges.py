"""What judging can be asked to do about judges who are behind."""

from marshmallow import fields, validate

from schemas.commands.judging import JudgingCommand
from schemas.fields import id_field, text_field

LONGEST_NOTE = 1_000


class NudgeJudges(JudgingCommand):
    """Remind judges by letter that they owe scorecards: those named, or all who do, when None.

    Nobody is reminded of a stage twice within 12 hours. `note` is put into the letter.
    """

    stage_id = id_field()
    judge_ids = fields.List(
        id_field(), load_default=None, allow_none=True, validate=validate.Length(min=1, max=2_000)
    )
    note = text_field(LONGEST_NOTE)
