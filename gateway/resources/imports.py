"""Files of entries: taken at once, entered behind that."""

from typing import Any

from flask import url_for

from gateway.resources.doors import command, query
from gateway.resources.room import Room
from schemas.api.imports import ImportJobAnswer, ImportJobsAnswer, StartImportBody
from schemas.commands import GoOnWithImport, StartImport
from schemas.queries import GetImport, ListImports

blp = Room("imports", __name__, description="Files of entries")

IMPORTS = "/editions/<id:edition_id>/imports"
# For a file of 20 MB on a busy machine.
PATIENCE_SECONDS = 60.0


@blp.route(IMPORTS, methods=["POST"])
@blp.arguments(StartImportBody)
@blp.response(202, ImportJobAnswer)
def start_import(body: dict[str, Any], edition_id: str) -> Any:
    """Take a CSV of up to 20,000 startups; Location is where its progress is told."""
    job = command(StartImport, timeout=PATIENCE_SECONDS, edition_id=edition_id, **body)
    where = url_for("imports.get_import", edition_id=edition_id, import_id=job["import_id"])
    return job, 202, {"Location": where}


@blp.route(IMPORTS)
@blp.response(200, ImportJobsAnswer)
def list_imports(edition_id: str) -> Any:
    """Return the last imports, newest first."""
    return query(ListImports, edition_id=edition_id)


@blp.route(f"{IMPORTS}/<id:import_id>")
@blp.response(200, ImportJobAnswer)
def get_import(edition_id: str, import_id: str) -> Any:
    """Return how far an import is, and what is wrong with its lines."""
    return query(GetImport, edition_id=edition_id, import_id=import_id)


@blp.route(f"{IMPORTS}/<id:import_id>/go-on", methods=["POST"])
@blp.response(202, ImportJobAnswer)
def go_on_with_import(edition_id: str, import_id: str) -> Any:
    """Enter the good lines of a file that was refused for its bad ones."""
    return command(GoOnWithImport, edition_id=edition_id, import_id=import_id)
