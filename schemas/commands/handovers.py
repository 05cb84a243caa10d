"""What judging can be asked to do about work that changes hands."""

from schemas.commands.judging import JudgingCommand
from schemas.fields import id_field, text_field

BASIS = 64


class HandOver(JudgingCommand):
    """Say that a judge dropped out, and give what they have not sent in a stage to others, evenly.

    `basis` is that of GetHandover, empty for whatever is right now: what was shown is done, or refused.
    """

    stage_id = id_field()
    judge_id = id_field()
    basis = text_field(BASIS)


class FillGaps(JudgingCommand):
    """Give a stage's entries the judges that they lack. Nobody loses anything."""

    stage_id = id_field()
    basis = text_field(BASIS)
