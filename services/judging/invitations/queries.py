"""What is asked of judges, and what they said."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from services.judging.domain.judge import Judge
from services.judging.handlers.judges import judge_of
from services.judging.invitations.domain.terms import Terms
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


def get_terms(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetTerms."""
    edition_id = query["edition_id"]
    store.edition(edition_id)
    terms = store.terms_of(edition_id)
    said = Counter(terms.answer_of(judge) for judge in store.judges.select({"state.edition_id": edition_id}))
    return {**told_terms(terms), "accept_first": terms.accept_first, "answers": dict(said)}


def get_judge_part(store: JudgingStore, query: Mapping[str, Any]) -> Answer:
    """Answer GetJudgePart."""
    edition_id = query["edition_id"]
    judge = judge_of(edition_id, query["judge_id"], store)
    terms = store.terms_of(edition_id)
    return {
        "judge": told_judge(judge, terms),
        "terms": told_terms(terms),
        "asked": terms.asks(judge),
        "assigned": store.owed_by(edition_id, judge.id),
    }


def told_terms(terms: Terms) -> Answer:
    """Return terms JSON-ready."""
    return {"number": terms.number, "text": terms.text, "version": terms.version}


def told_judge(judge: Judge, terms: Terms) -> Answer:
    """Return a judge JSON-ready, with what they said to the terms."""
    names = (
        "name",
        "email",
        "tags",
        "languages",
        "commitment",
        "firm",
        "left",
        "shadow",
        "panels",
        "version",
    )
    said = judge.answer
    return {
        "judge_id": judge.id,
        **{name: getattr(judge, name) for name in names},
        "answer": terms.answer_of(judge),
        "answered_at": said.at.isoformat() if said else None,
        "answer_reason": said.reason if said else "",
    }
