"""Why an import is not gone on with."""

from schemas.refusal import Refusal


class ImportGone(Refusal):
    """The file of the import is not kept any more."""

    code = "import_gone"
