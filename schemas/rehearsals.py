"""Rehearsals are told from other editions by their ids, wherever an edition is named."""

PREFIX = "rehearsal-"


def rehearsal_of(edition_id: str, *, key: str) -> str:
    """Return the id of the rehearsal of an edition that goes by `key`, letters and digits."""
    return f"{PREFIX}{key}-{edition_id}"


def rehearsed(edition_id: str) -> str | None:
    """Return the edition that the one of that id rehearses, None when it is no rehearsal."""
    if not edition_id.startswith(PREFIX):
        return None
    return edition_id.removeprefix(PREFIX).partition("-")[2] or None
