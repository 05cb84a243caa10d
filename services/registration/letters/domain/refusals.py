"""Why nothing is done with a letter."""

from schemas.refusal import Refusal


class LetterGone(Refusal):
    """The letter is in a state in which this cannot be done with it."""

    code = "letter_gone"


class LetterChanged(Refusal):
    """Somebody else changed the letter since it was read."""

    code = "letter_changed"
