"""What a judge is asked to accept, and who may be given work."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.judging.domain.judge import Judge, TermsAnswer
from services.judging.domain.refusals import TermsChanged

# What a judge said: nothing is asked, not answered, answered for these terms, or for earlier ones.
NONE, INVITED, ACCEPTED, DECLINED, OUTDATED = "no_terms", "invited", "accepted", "declined", "outdated"


@dataclass
class Terms:
    """The terms of an edition, whose id they have; `number` counts the texts, 0 where there is none yet.

    With `accept_first` only who accepted the newest text is given work.
    """

    id: str
    number: int = 0
    text: str = ""
    accept_first: bool = False
    version: int = 0
    facts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def change(self, *, seen: int, text: str, accept_first: bool) -> None:
        """Take another text or rule; another text has the next number, and is asked about again.

        Raises TermsChanged when somebody else changed them since they were `seen`.
        """
        if seen != self.version:
            raise TermsChanged("somebody else changed the terms meanwhile")
        text = text.replace("\r\n", "\n").strip()
        if text != self.text:
            self.text, self.number = text, self.number + 1
        self.accept_first = accept_first

    def answer_of(self, judge: Judge) -> str:
        """Return what the judge said to the terms as they are now. Who declined has, whatever came since."""
        answer = judge.answer
        if answer is not None and not answer.accepted:
            return DECLINED
        if not self.text:
            return NONE
        if answer is None:
            return INVITED
        return ACCEPTED if answer.terms == self.number else OUTDATED

    def asks(self, judge: Judge) -> bool:
        """Return whether the judge is to answer."""
        return not judge.left and self.answer_of(judge) in (INVITED, OUTDATED)

    def gives_work(self, judge: Judge) -> bool:
        """Return whether the judge may be given entries to score."""
        answer = self.answer_of(judge)
        accepted = answer in (NONE, ACCEPTED) or not self.accept_first
        return not judge.left and answer != DECLINED and accepted

    def take(self, judge: Judge, *, number: int, accept: bool, reason: str, now: datetime) -> bool:
        """Note a judge's answer, and return whether it is new. TermsChanged for another text than today's."""
        if number != self.number:
            raise TermsChanged("the terms were changed meanwhile; read them again")
        before = judge.answer
        if before is not None and (before.terms, before.accepted, before.reason) == (number, accept, reason):
            return False
        judge.answer = TermsAnswer(accept, number, now, reason)
        return True
