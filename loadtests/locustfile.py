"""What locust runs: the users, and the shape that LOAD_SHAPE names."""

import os

from locust import LoadTestShape

from loadtests.users import Audience, Judge, Organiser, Viewer

SECONDS = float(os.environ.get("LOAD_SECONDS", "60"))
PHONES = int(os.environ.get("LOAD_PHONES", "64"))
OTHERS = sum(int(os.environ.get(f"LOAD_{kind}", "0")) for kind in ("AUDIENCE", "VIEWERS", "ORGANISERS"))

__all__ = ["Audience", "Judge", "Organiser", "Shape", "Viewer"]


def results_night(passed: float) -> int:
    """Everybody scores the whole time."""
    return PHONES


def deadline_rush(passed: float) -> int:
    """Few at first, and ever more until the deadline, when all do."""
    share = min(1.0, passed / (0.8 * SECONDS))
    return max(PHONES // 16, round(PHONES * share**2))


SHAPES = {"night": results_night, "rush": deadline_rush}


class Shape(LoadTestShape):
    """Ends after LOAD_SECONDS, whatever happens."""

    def tick(self) -> tuple[int, float] | None:
        passed = self.get_run_time()
        if passed > SECONDS:
            return None
        return SHAPES[os.environ.get("LOAD_SHAPE", "night")](passed) + OTHERS, PHONES + OTHERS
