"""Who scores what: strategies that say which judge scores which entry."""

from services.judging.domain.assignment import balanced, panel  # noqa: F401 -- they register themselves
from services.judging.domain.assignment.refilling import refill
from services.judging.domain.assignment.registry import Task, assign, basis_of, strategy

__all__ = ["Task", "assign", "basis_of", "refill", "strategy"]
