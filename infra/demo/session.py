"""The final's session: slots by lot, and who is on stage."""

from typing import Any

from infra.demo.contest import FINAL, Contest, ask_again

PITCH_SECONDS, QUESTIONS_SECONDS = 480, 420


class Session:
    """The running order, and the organiser's hand on the clock."""

    def __init__(self, contest: Contest) -> None:
        self._organiser = contest.organiser
        self._path = f"{contest.stage_path(FINAL)}/session"
        self._seed = contest.seed

    def draw(self) -> list[str]:
        """Draw the running order by lot, once judging knows who competes; return the entries in it."""
        body = {
            "seed": self._seed,
            "pitch_seconds": PITCH_SECONDS,
            "questions_seconds": QUESTIONS_SECONDS,
        }
        answer = ask_again(lambda: self._organiser.post(self._path, body), while_code="not_found")
        return [slot["entry_id"] for slot in answer["slots"]]

    def start(self, entry_id: str) -> None:
        """Let an entry pitch."""
        self._organiser.post(f"{self._path}/slots/{entry_id}/start")

    def clock(self, entry_id: str, act: str) -> None:
        """Turn the clock of whoever is on stage: "questions" after the pitch, "end" after those."""
        self._organiser.post(f"{self._path}/slots/{entry_id}/clock", {"act": act})

    def state(self) -> dict[str, Any]:
        """Return the session as everybody sees it."""
        answer: dict[str, Any] = self._organiser.get(self._path)
        return answer
