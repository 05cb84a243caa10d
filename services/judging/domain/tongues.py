"""Which judges do not list the language in which an entry pitches."""

from collections.abc import Iterable

from services.judging.domain.conflict import Candidate, same_name
from services.judging.domain.judge import Judge


def foreign(judge: Judge, entry: Candidate) -> bool:
    """Return whether the judge lists languages, and that of the entry is none of them.

    Nothing is held against who lists none, nor against an entry that names none.
    """
    wanted = same_name(entry.language)
    spoken = {same_name(language) for language in judge.languages} - {""}
    return bool(wanted and spoken) and wanted not in spoken


def foreign_pairs(judges: Iterable[Judge], entries: Iterable[Candidate]) -> list[tuple[str, str]]:
    """Return the pairs (entry id, judge id) of which that is so."""
    named = [entry for entry in entries if same_name(entry.language)]
    return [(entry.id, judge.id) for judge in judges for entry in named if foreign(judge, entry)]
