"""Judges who share a rubric, and what they weigh in a stage's result."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from services.registration.domain.fields import Fields, Problems
from services.registration.domain.rubric import Criterion, repeated

PANEL_FIELDS = ("panel_id", "name", "weight")

FEWEST = 2
"""A single panel is all judges, whose rubric is the stage's."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Its rubric are the stage's criteria that name it; `weight` is its own among those of the panels."""

    panel_id: str
    name: str
    weight: Decimal

    def as_dict(self) -> dict[str, Any]:
        """Return the panel as it travels, decimals as text."""
        return {"panel_id": self.panel_id, "name": self.name, "weight": str(self.weight)}


def read_panel(fields: Fields) -> Panel:
    """Return the panel that the fields describe."""
    return Panel(fields.identifier("panel_id"), fields.text("name"), fields.decimal("weight"))


def check_panels(
    panels: Sequence[Panel], criteria: Sequence[Criterion], problems: Problems, *, path: str
) -> None:
    """Note panels that cannot be weighed, and criteria that are no panel's; `path` is the stage's."""
    ids = [panel.panel_id for panel in panels]
    problems.unless(
        not panels or len(panels) >= FEWEST, f"{path}.panels", len(panels), f"none, or at least {FEWEST}"
    )
    twice = repeated(ids)
    problems.unless(not twice, f"{path}.panels", twice, "each panel_id once")
    for n, criterion in enumerate(criteria):
        allowed = f"one of {', '.join(ids)}" if ids else "none, for the stage has no panels"
        known = criterion.panel in ids if ids else not criterion.panel
        problems.unless(known, f"{path}.criteria[{n}].panel", criterion.panel, allowed)
    for n, panel in enumerate(panels):
        problems.unless(panel.weight > 0, f"{path}.panels[{n}].weight", str(panel.weight), "more than 0")
        _check_rubric(panel, criteria, problems, path=f"{path}.panels[{n}]")


def _check_rubric(panel: Panel, criteria: Sequence[Criterion], problems: Problems, *, path: str) -> None:
    own = [criterion for criterion in criteria if criterion.panel == panel.panel_id]
    problems.unless(bool(own), path, panel.panel_id, "a panel that at least one criterion names")
    # A total is taken as a share of it.
    full = sum((criterion.weight * criterion.highest for criterion in own), Decimal(0))
    problems.unless(not own or full > 0, path, str(full), "a panel whose full marks are more than 0")
