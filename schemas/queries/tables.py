"""What judging can be asked to tell about the tables of a stage."""

from schemas.fields import id_field
from schemas.queries.judging import JudgingQuery


class GetTables(JudgingQuery):
    """Answers {"stage_id", "version", "seed"|None, "tables": [{"entry_id", "company", "table"|None}]}, by table.

    Those without a table come last. Refused with code `no_tables` for a stage of another kind.
    """

    edition_id = id_field()
    stage_id = id_field()


class GetTablesOfEntry(JudgingQuery):
    """Answers {"tables": [{"stage_id", "name", "table"}]}: where an entry is to be found, stage by stage."""

    edition_id = id_field()
    entry_id = id_field()
