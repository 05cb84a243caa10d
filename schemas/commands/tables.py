"""What judging can be asked to do about the tables of a stage."""

from typing import Any

from marshmallow import Schema, fields, validate

from schemas.commands.applications import version_field
from schemas.commands.judging import JudgingCommand
from schemas.fields import id_field

WAYS = ("hand", "lot", "name", "rest")
HIGHEST_TABLE = 9_999
MOST_TABLES = 5_000


def table_field(**options: Any) -> fields.Integer:
    """Return the number of a table."""
    return fields.Integer(strict=True, validate=validate.Range(min=1, max=HIGHEST_TABLE), **options)


class EntryAtTable(Schema):
    """A table for an entry; None takes it away."""

    entry_id = id_field()
    table = table_field(required=True, allow_none=True)


class NumberTables(JudgingCommand):
    """Give the entries of a stage their tables; `seen` is the version of the tables as they were read.

    By `hand` it is as `tables` say, and who is not named stays; by `lot`, of `seed` or a new one, and by
    `name` all are numbered anew from `first` on; `rest` gives those without a table the lowest that are free.
    """

    stage_id = id_field()
    seen = version_field()
    by = fields.String(required=True, validate=validate.OneOf(WAYS))
    tables = fields.List(
        fields.Nested(EntryAtTable), load_default=list, validate=validate.Length(max=MOST_TABLES)
    )
    seed = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(min=0, max=2**53))
    first = table_field(load_default=1)
