"""Why tables are not numbered, each with the word a client may branch on."""

from schemas.refusal import Refusal


class NoTables(Refusal):
    """The stage is of a kind without tables."""

    code = "no_tables"


class TablesChanged(Refusal):
    """Somebody else numbered the tables since they were seen."""

    code = "tables_changed"
