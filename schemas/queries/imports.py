"""What registration can be asked to tell about files of entries."""

from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery


class GetImport(RegistrationQuery):
    """Answers how far an import is.

    {"import_id", "name", "state": "waiting"|"running"|"done"|"refused", "skip_bad_lines",
    "total": startups in the file|None before it is read, "done", "imported", "already",
    "skipped": the first 500 of [{"line", "column", "reason"}], "skipped_count",
    "code", "why": empty unless it was refused, "can_skip": whether its good lines can be entered,
    "by", "at", "ended_at"|None}
    """

    edition_id = id_field()
    import_id = id_field()


class ListImports(RegistrationQuery):
    """Answers {"imports": [...]}, the last 20, newest first, with "skipped" left empty."""

    edition_id = id_field()
