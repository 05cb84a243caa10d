"""Making loads even."""

from services.judging.domain.assignment.plan import Plan
from services.judging.domain.assignment.routes import Routes


def even_out(plan: Plan) -> None:
    """Move entries from the more to the less loaded until no move makes loads more even.

    The sum of the squared loads is then the lowest there can be, and so is the highest load:
    N. Harvey, R. Ladner, L. Lovász, T. Tamir, "Semi-matchings for bipartite graphs and load
    balancing", Journal of Algorithms 59 (2006). Large differences go first, for speed.
    """
    gap = 1 << max(plan.load, default=0).bit_length()
    while gap > 2:
        _ease(plan, gap)
        gap //= 2
    while _ease(plan, 2):
        pass


def _ease(plan: Plan, gap: int) -> bool:
    """Move entries between loads that differ by `gap` or more; return whether any moved."""
    moved, last = False, -gap
    for low in sorted({load for judge, load in enumerate(plan.load) if plan.with_room >> judge & 1}):
        if low - last >= gap // 2:
            last = low
            while _relieve(plan, low, gap):
                moved = True
    return moved


def _relieve(plan: Plan, low: int, gap: int) -> bool:
    """Move entries to judges with a load of `low` at most; return whether any moved."""
    givers = sorted((j for j, load in enumerate(plan.load) if load >= low + gap), key=lambda j: -plan.load[j])
    wanted = plan.lighter(low + 1)
    if not givers or not wanted:
        return False
    routes = Routes(plan, wanted)
    moved = False
    for giver in givers:
        while routes.reached >> giver & 1 and routes.shift(giver, plan.lighter(plan.load[giver] - gap + 1)):
            moved = True
    return moved
