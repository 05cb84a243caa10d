"""Tables of a stage, as the HTTP interface speaks of them."""

from marshmallow import fields

from schemas.api.base import Answer, body_of, count, text
from schemas.commands import NumberTables

NumberTablesBody = body_of(NumberTables, "edition_id", "stage_id")


class TableAnswer(Answer):
    entry_id = text()
    company = text()
    table = fields.Integer(allow_none=True)


class TablesAnswer(Answer):
    """By table; `seed` is that of the lot, null where they were numbered in another way."""

    stage_id = text()
    version = count()
    seed = fields.Integer(allow_none=True)
    tables = fields.List(fields.Nested(TableAnswer))


class OwnTableAnswer(Answer):
    stage_id = text()
    name = text()
    table = count()


class OwnTablesAnswer(Answer):
    tables = fields.List(fields.Nested(OwnTableAnswer))
