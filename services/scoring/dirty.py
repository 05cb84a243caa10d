"""What is to be counted again, remembered between two refreshes. In memory only: after a start
everything is counted again."""

from collections.abc import Iterable

Key = tuple[str, str]

EVERY_STAGE = ""


class Dirty:
    """Entries whose facts changed since their standing was computed, by edition and stage.

    None stands for every entry, the stage `EVERY_STAGE` for all stages of the edition.
    """

    def __init__(self) -> None:
        self.everything = True
        self._entries: dict[Key, set[str] | None] = {}

    def touch(self, edition_id: str, stage_id: str, entry_ids: Iterable[str]) -> None:
        """Note entries of a stage."""
        noted = self._entries.setdefault((edition_id, stage_id), set())
        if noted is not None:
            noted.update(entry_ids)

    def touch_all(self, edition_id: str, stage_id: str) -> None:
        """Note every entry of a stage."""
        self._entries[edition_id, stage_id] = None

    def touched(self) -> list[Key]:
        """Return the stages in which something was noted, in the order it was."""
        return list(self._entries)

    def take(self, key: Key) -> set[str] | None:
        """Return what was noted for a stage, and forget it."""
        return self._entries.pop(key, set())

    def put_back(self, key: Key, entry_ids: set[str] | None) -> None:
        """Note again what was taken and could not be counted."""
        if entry_ids is None:
            self.touch_all(*key)
        else:
            self.touch(*key, entry_ids)
