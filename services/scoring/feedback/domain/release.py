"""Which feedback of a stage founders are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.scoring.domain.standing import standing_id
from services.scoring.feedback.domain.refusals import FeedbackChanged

COMMENTS = NO_COMMENTS, ANONYMOUS, NAMED = ("none", "anonymous", "named")
SCORES = NO_SCORES, BANDS, MEANS = ("none", "bands", "means")


@dataclass
class FeedbackRelease:
    """Its id is the standing's. Until it is `released` founders are told nothing, whatever was chosen.

    `comments` are the judges', without or with their names; `scores` are bands or the means that
    count; `place` says whether a founder is told the own place.
    """

    edition_id: str
    stage_id: str
    released: bool = False
    comments: str = ANONYMOUS
    scores: str = BANDS
    place: bool = True
    version: int = 0
    facts: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    id: str = field(init=False)

    def __post_init__(self) -> None:
        self.id = standing_id(self.edition_id, self.stage_id)

    def release(
        self, *, seen: int, comments: str, scores: str, place: bool, entry_ids: Iterable[str]
    ) -> bool:
        """Tell founders from now on; return whether that is news. FeedbackChanged after another's change."""
        if self.released and (comments, scores, place) == (self.comments, self.scores, self.place):
            return False
        self._refuse_older(seen)
        self.released, self.comments, self.scores, self.place = True, comments, scores, place
        self.facts.append(
            ("FeedbackReleased", {**self._ids(), "comments": comments, "entry_ids": list(entry_ids)})
        )
        return True

    def take_back(self, *, seen: int) -> bool:
        """Tell founders nothing any more; return whether that is news. FeedbackChanged as above."""
        if not self.released:
            return False
        self._refuse_older(seen)
        self.released = False
        self.facts.append(("FeedbackTakenBack", self._ids()))
        return True

    def as_dict(self) -> dict[str, Any]:
        """Return what was chosen, as organisers see it."""
        names = ("released", "comments", "scores", "place", "version")
        return {**self._ids(), **{name: getattr(self, name) for name in names}}

    def _refuse_older(self, seen: int) -> None:
        if self.version != seen:
            raise FeedbackChanged("somebody else changed what founders are told meanwhile")

    def _ids(self) -> dict[str, str]:
        return {"edition_id": self.edition_id, "stage_id": self.stage_id}
