"""A service's memory: aggregates, copies of what others told, receipts."""

from services.chassis.storage.copies import Copies
from services.chassis.storage.database import ensure_indexes, open_database
from services.chassis.storage.personal import ERASED, Held, PersonalData, Whose
from services.chassis.storage.receipts import Receipts
from services.chassis.storage.repository import Aggregate, Note, Repository, VersionConflict
from services.chassis.storage.search import holding
from services.chassis.storage.trail import Trail

__all__ = [
    "ERASED",
    "Aggregate",
    "Copies",
    "Held",
    "Note",
    "PersonalData",
    "Receipts",
    "Repository",
    "Trail",
    "VersionConflict",
    "Whose",
    "ensure_indexes",
    "holding",
    "open_database",
]
