"""A whole system in one folder: private broker and database, every process, watched and restarted."""

from infra.local.programs import ALL_PROGRAMS
from infra.local.stack import Stack, StackNotReady, StackRunning

__all__ = ["ALL_PROGRAMS", "Stack", "StackNotReady", "StackRunning"]
