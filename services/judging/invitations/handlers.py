"""Inviting judges, and taking what they answer."""

from typing import Any

from services.chassis.messaging import Asked
from services.chassis.storage import VersionConflict
from services.judging.domain.judge import Judge
from services.judging.domain.panels import names_of
from services.judging.domain.refusals import JudgeChanged, ShadowFixed, TermsChanged
from services.judging.handlers.judges import judge_id, judge_of, keep_judges
from services.judging.handlers.seats import seat, stages_with_panels
from services.judging.invitations.domain.importing import read_judges, refused
from services.judging.repository import JudgingStore

Answer = dict[str, Any]


def import_judges(command: Asked, store: JudgingStore) -> Answer:
    """Add the judges of a CSV, all or, where bad lines are skipped, the good ones.

    Who is there already takes on what the file says now.
    """
    edition_id = command.data["edition_id"]
    stages = stages_with_panels(edition_id, store)
    judges, flaws = read_judges(
        command.data["csv"], panels={id: list(names_of(stage)) for id, stage in stages.items()}
    )
    if flaws and not command.data["skip_bad_lines"]:
        raise refused(flaws)
    known = store.judges.load(judge_id(edition_id, new["email"]) for new in judges)
    keep_judges(edition_id, judges, known, store)
    return {"added": len(judges) - len(known), "known": len(known), "skipped": flaws}


def edit_judge(command: Asked, store: JudgingStore) -> Answer:
    """Change what is known of a judge; JudgeChanged when somebody else did since it was read."""
    data = command.data
    judge = judge_of(data["edition_id"], data["judge_id"], store)
    if judge.version != data["seen"]:
        raise JudgeChanged("somebody else changed this judge meanwhile")
    names = ("name", "commitment", "tags", "languages", "firm")
    judge.change(**{name: data[name] for name in names})
    judge.left = data["left"]
    if data.get("panels") is not None:
        seat(judge, data["panels"], store)
    wanted = data.get("shadow")
    if wanted is not None and wanted != judge.shadow:
        _make_shadow(judge, store, shadow=wanted)
    try:
        store.judges.save(judge)
    except VersionConflict:
        raise JudgeChanged("somebody else changed this judge meanwhile") from None
    return {"judge_id": judge.id, "version": judge.version}


def _make_shadow(judge: Judge, store: JudgingStore, *, shadow: bool) -> None:
    """Let a judge score for practice from now on, or count; ShadowFixed where they have scorecards.

    What a shadow was given and has not sent is taken from them.
    """
    if not shadow:
        store.drop_shadow_drafts(judge.edition_id, judge.id)
    if there := store.held_by(judge.edition_id, judge.id):
        raise ShadowFixed(
            f"{judge.name} has {there} scorecards; hand over what is not sent first",
            errors={"shadow": {"came": shadow, "allowed": judge.shadow}},
        )
    judge.shadow = shadow


def set_terms(command: Asked, store: JudgingStore) -> Answer:
    """Change the terms of an edition; TermsChanged when somebody else did since they were read."""
    store.edition(command.data["edition_id"])
    terms = store.terms_of(command.data["edition_id"])
    terms.change(**{name: command.data[name] for name in ("seen", "text", "accept_first")})
    try:
        store.terms.save(terms)
    except VersionConflict:
        raise TermsChanged("somebody else changed the terms meanwhile") from None
    return {"number": terms.number, "version": terms.version}


def answer_terms(command: Asked, store: JudgingStore) -> Answer:
    """Note that a judge accepts or declines; they may think better of it."""
    data = command.data
    judge, terms = judge_of(data["edition_id"], data["judge_id"], store), store.terms_of(data["edition_id"])
    said = {"number": data["terms"], "accept": data["accept"], "reason": data["reason"].strip()}
    if terms.take(judge, now=command.now, **said):
        store.judges.save(judge)
    return {"judge_id": judge.id, "answer": terms.answer_of(judge)}
