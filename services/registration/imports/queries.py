"""What pages are told of imports."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.registration.imports.handlers import import_of
from services.registration.imports.repository import NEWEST
from services.registration.repository import RegistrationStore

Answer = dict[str, Any]
Wanted = Mapping[str, Any]

RECENT = 20


def get_import(store: RegistrationStore, query: Wanted, *, now: datetime) -> Answer:
    """Answer GetImport."""
    return import_of(store, query).as_dict(now=now)


def list_imports(store: RegistrationStore, query: Wanted, *, now: datetime) -> Answer:
    """Answer ListImports, without what is wrong with each line."""
    found = store.imports.select({"state.edition_id": query["edition_id"]}, sort=NEWEST, limit=RECENT)
    return {"imports": [{**job.as_dict(now=now), "skipped": []} for job in found]}
