"""Words of the thesis in the startup's description."""

from services.matching.domain.criteria.criterion import Criterion, Reason, share
from services.matching.domain.startup import Startup
from services.matching.domain.thesis import Thesis
from services.matching.domain.wording import listed


def _found(thesis: Thesis, startup: Startup) -> list[str]:
    prose = startup.prose
    return [word for folded, word in thesis.folded_words.items() if prose.mentions(word, folded)]


def _strength(thesis: Thesis, startup: Startup) -> int:
    found = len(_found(thesis, startup))
    return share(found, asked=len(thesis.folded_words)) if found else 0


def _reason(thesis: Thesis, startup: Startup) -> Reason:
    quotes = list(dict.fromkeys(startup.prose.quote(word) for word in _found(thesis, startup)))
    text = f"Its description mentions {listed(f'“{quote}”' for quote in quotes)}."
    return Reason("words", text, {"words": quotes})


WORDS = Criterion(20, asked=lambda thesis: bool(thesis.folded_words), strength=_strength, reason=_reason)
