"""Why nothing is done with a letter."""

from schemas.refusal import Invalid, Refusal


class LetterGone(Refusal):
    """The letter is in a state in which this cannot be done with it."""

    code = "letter_gone"


class LetterChanged(Refusal):
    """Somebody else changed the letter since it was read."""

    code = "letter_changed"


class WordingChanged(Refusal):
    """Somebody else changed the words of this kind of letter since they were read."""

    code = "wording_changed"


class WordingWrong(Invalid):
    """The words cannot be filled in: something in braces is not what may stand there."""

    code = "wording_wrong"
