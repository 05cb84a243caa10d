"""Which roles may use which route: one table, and the rule that reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.access.identity import Grant, Identity
from schemas.refusal import Refusal


class SignInFirst(Refusal):
    """The route is for people who are signed in."""

    code = "sign_in_first"
    status = 401


class NotAllowed(Refusal):
    """The person has not the role that the route is for."""

    code = "not_allowed"
    status = 403


@dataclass(frozen=True)
class Allowed:
    """`roles` None is everybody, an empty set whoever is signed in.

    A grant must cover the edition that the route names. `everywhere` asks for a grant for all
    editions. Where `stale` is allowed, a remembered identity will do while registration is away.
    Roles in `own` are held to what is their own: the founder's entry, the judge that somebody is.
    """

    roles: frozenset[str] | None = frozenset()
    everywhere: bool = False
    stale: bool = False
    own: frozenset[str] = frozenset()

    def by(self, role: str, *, everywhere: bool) -> bool:
        """Return whether somebody with the role passes, `everywhere` when it is for all editions."""
        if not self.roles:
            return True
        return role in self.roles and (everywhere or not self.everywhere)


PUBLIC = Allowed(None)
# For what is not in the table: an address that nobody was thought of for is nobody's.
NOBODY = Allowed(frozenset({"nobody"}))
SIGNED_IN = Allowed()
ORGANISER = Allowed(frozenset({"organiser"}))
HOST = Allowed(frozenset({"organiser"}), everywhere=True)
JUDGE = Allowed(frozenset({"judge"}))
TELLS = Allowed(frozenset({"judge"}), stale=True)
FOUNDER = Allowed(frozenset({"founder"}))
INVESTOR = Allowed(frozenset({"investor"}))
FOUNDERS_OWN = Allowed(frozenset({"organiser", "founder"}), own=frozenset({"founder"}))
JUDGES_OWN = Allowed(frozenset({"organiser", "judge"}), own=frozenset({"judge"}))
DECIDES_SHOWN = FOUNDERS_OWN
# Judges see those of entries that they are assigned to.
SEES_FILES = Allowed(frozenset({"organiser", "founder", "judge"}), own=frozenset({"founder", "judge"}))
SEES_DECKS = Allowed(frozenset({"organiser", "founder", "judge"}), own=frozenset({"founder"}))

# By role: how addresses name what somebody is or acts for.
SUBJECTS = {"founder": "entry_id", "judge": "judge_id", "investor": "investor_id"}

ROLES: Mapping[str, Allowed] = {
    "static": PUBLIC,
    "api-docs.openapi_json": PUBLIC,
    "docs.try_it": PUBLIC,
    "health.healthz": PUBLIC,
    "health.readyz": PUBLIC,
    "health.metrics": PUBLIC,
    # API
    "sign_in.sign_in": PUBLIC,
    "sign_in.sign_out": PUBLIC,
    "sign_in.me": SIGNED_IN,
    "accounts.sign_in_by_password": PUBLIC,
    "accounts.sign_in_by_code": PUBLIC,
    "accounts.get_account": SIGNED_IN,
    "accounts.set_password": ORGANISER,
    "accounts.remove_password": ORGANISER,
    "accounts.end_session": SIGNED_IN,
    "accounts.end_sessions": SIGNED_IN,
    "accounts.end_sessions_of": ORGANISER,
    "editions.list_blueprints": ORGANISER,
    "setups.list_hosts": HOST,
    "setups.add_blueprint": HOST,
    "setups.write_blueprint": ORGANISER,
    "setups.change_set_up": ORGANISER,
    "setups.write_set_up": ORGANISER,
    "setups.clone_edition": HOST,
    "rehearsals.list_rehearsals": ORGANISER,
    "rehearsals.start_rehearsal": ORGANISER,
    "rehearsals.rehearse_scoring": ORGANISER,
    "rehearsals.throw_rehearsal_away": ORGANISER,
    "selections.get_selection": ORGANISER,
    "selections.decide_entries": ORGANISER,
    "editions.create_host": HOST,
    "editions.create_programme": HOST,
    "editions.start_edition": HOST,
    "editions.list_editions": PUBLIC,
    "editions.get_edition": PUBLIC,
    "editions.open_stage": ORGANISER,
    "editions.close_stage": ORGANISER,
    "editions.promote_entries": ORGANISER,
    "editions.get_promotion": ORGANISER,
    "entries.import_entries": ORGANISER,
    "imports.start_import": ORGANISER,
    "imports.list_imports": ORGANISER,
    "imports.get_import": ORGANISER,
    "imports.go_on_with_import": ORGANISER,
    "entries.submit_entry": ORGANISER,
    "entries.list_entries": ORGANISER,
    "entries.get_entry": FOUNDERS_OWN,
    "entries.screen_entries": ORGANISER,
    "entries.withdraw_entry": ORGANISER,
    "entries.put_in_track": ORGANISER,
    "entries.withdraw_entries": ORGANISER,
    "entries.list_decisions": ORGANISER,
    "entries.undo_decision": ORGANISER,
    "entries.get_entry_history": ORGANISER,
    "duplicates.list_duplicates": ORGANISER,
    "duplicates.look_for_duplicates": ORGANISER,
    "duplicates.decide_pair": ORGANISER,
    "judging.list_entry_cards": ORGANISER,
    "entries.disqualify_entry": ORGANISER,
    "decks.submit_deck": FOUNDERS_OWN,
    "decks.list_decks": SEES_DECKS,
    "decks.get_deck": SEES_DECKS,
    "decks.get_deck_picture": SEES_DECKS,
    "attachments.attach_file": FOUNDER,
    "attachments.remove_attachment": FOUNDER,
    "attachments.list_attachments": SEES_FILES,
    "attachments.get_attachment": SEES_FILES,
    "applications.get_call": PUBLIC,
    "applications.set_call": ORGANISER,
    "applications.set_form": ORGANISER,
    "applications.list_extensions": ORGANISER,
    "applications.add_extension": ORGANISER,
    "applications.begin_application": PUBLIC,
    "applications.list_applications": ORGANISER,
    "applications.get_application": FOUNDER,
    "applications.save_draft": FOUNDER,
    "applications.submit_application": FOUNDER,
    "applications.list_submissions": Allowed(frozenset({"organiser", "founder"})),
    "applications.use_extension": FOUNDER,
    "applications.invite_member": Allowed(frozenset({"organiser", "founder"})),
    "applications.remove_member": Allowed(frozenset({"organiser", "founder"})),
    "applications.withdraw_own": FOUNDER,
    "people.invite_people": ORGANISER,
    "organisers.list_organisers": ORGANISER,
    "organisers.remove_organiser": ORGANISER,
    "organisers.list_organisers_everywhere": HOST,
    "organisers.remove_organiser_everywhere": HOST,
    "organisers.invite_everywhere": HOST,
    "personal.own_personal_data": SIGNED_IN,
    "personal.get_personal_data": ORGANISER,
    "personal.erase_personal_data": ORGANISER,
    "personal.get_personal_data_everywhere": HOST,
    "personal.erase_personal_data_everywhere": HOST,
    "personal.get_retention": ORGANISER,
    "personal.set_retention": ORGANISER,
    "personal.erase_edition": ORGANISER,
    "letters.list_letters": ORGANISER,
    "letters.get_letter": ORGANISER,
    "letters.set_letter_rules": ORGANISER,
    "letters.send_letters": ORGANISER,
    "letters.move_letter": ORGANISER,
    "letters.edit_letter": ORGANISER,
    "letters.get_wording": ORGANISER,
    "letters.set_wording": ORGANISER,
    "calendars.get_calendar": SIGNED_IN,
    "calendars.renew_calendar": SIGNED_IN,
    "calendars.revoke_calendar": SIGNED_IN,
    "webhooks.list_endpoints": ORGANISER,
    "webhooks.add_endpoint": ORGANISER,
    "webhooks.change_endpoint": ORGANISER,
    "webhooks.remove_endpoint": ORGANISER,
    "webhooks.send_test": ORGANISER,
    "webhooks.list_deliveries": ORGANISER,
    "webhooks.get_delivery": ORGANISER,
    "webhooks.send_again": ORGANISER,
    "site.get_site": PUBLIC,
    "site.set_site": ORGANISER,
    "site.list_shown": PUBLIC,
    "site.get_shown": PUBLIC,
    "site.get_shown_picture": PUBLIC,
    "site.get_showing": DECIDES_SHOWN,
    "site.choose_shown": DECIDES_SHOWN,
    "judging.add_judges": ORGANISER,
    "judging.list_judges": ORGANISER,
    "judging.declare_conflict": JUDGES_OWN,
    "judging.publish_assignments": ORGANISER,
    "judging.recuse_judge": ORGANISER,
    "judging.get_coverage": ORGANISER,
    "judging.list_scorecards": ORGANISER,
    "progress.get_progress": ORGANISER,
    "progress.list_progress": ORGANISER,
    "progress.abstain": JUDGE,
    "nudges.list_nudges": ORGANISER,
    "nudges.nudge_judges": ORGANISER,
    "nudges.list_conflicts": ORGANISER,
    "nudges.drop_conflict": ORGANISER,
    "invitations.import_judges": ORGANISER,
    "invitations.edit_judge": ORGANISER,
    "invitations.get_terms": ORGANISER,
    "invitations.set_terms": ORGANISER,
    "invitations.get_part": JUDGE,
    "invitations.answer_terms": JUDGE,
    "handovers.get_handover": ORGANISER,
    "handovers.hand_over": ORGANISER,
    "handovers.fill_gaps": ORGANISER,
    "judging.my_assignments": JUDGE,
    "scorecards.submit_scorecard": TELLS,
    "scorecards.submit_scorecards": TELLS,
    "scorecards.get_receipts": JUDGE,
    "late.list_late": ORGANISER,
    "late.decide_late": ORGANISER,
    "late.thaw_stage": ORGANISER,
    "sessions.prepare_session": ORGANISER,
    "sessions.get_session": PUBLIC,
    "sessions.allot_sessions": ORGANISER,
    "sessions.list_sessions": PUBLIC,
    "sessions.get_allotment": ORGANISER,
    "sessions.get_session_standings": ORGANISER,
    "sessions.get_desk": ORGANISER,
    "sessions.get_spread": ORGANISER,
    "sessions.start_slot": ORGANISER,
    "sessions.run_clock": ORGANISER,
    "sessions.mark_slot": ORGANISER,
    "sessions.move_slot": ORGANISER,
    "sessions.raise_hand": JUDGE,
    "sessions.lower_hand": JUDGES_OWN,
    "tables.get_tables": ORGANISER,
    "tables.number_tables": ORGANISER,
    "tables.get_tables_of_entry": FOUNDERS_OWN,
    "scoring.freeze_stage": ORGANISER,
    "scoring.certify_results": ORGANISER,
    "scoring.reveal_place": ORGANISER,
    "scoring.publish_results": ORGANISER,
    "scoring.get_standings": ORGANISER,
    "scoring.get_reveal_key": ORGANISER,
    "scoring.get_sealed_results": ORGANISER,
    "feedback.get_feedback_rule": ORGANISER,
    "feedback.release_feedback": ORGANISER,
    "feedback.take_back_feedback": ORGANISER,
    "feedback.get_feedback": ORGANISER,
    "feedback.my_feedback": FOUNDER,
    "appeals.get_appeal_rule": ORGANISER,
    "appeals.set_appeal_rule": ORGANISER,
    "appeals.list_appeals": ORGANISER,
    "appeals.decide_appeal": ORGANISER,
    "appeals.get_entry_appeals": ORGANISER,
    "appeals.my_appeals": FOUNDER,
    "appeals.file_appeal": FOUNDER,
    "appeals.withdraw_appeal": FOUNDER,
    "scoring.get_results": PUBLIC,
    "scoring.get_board": PUBLIC,
    "corrections.amend_scorecard": ORGANISER,
    "corrections.void_scorecard": ORGANISER,
    "corrections.list_certificates": PUBLIC,
    "corrections.get_certificate": PUBLIC,
    "proofs.get_proof": PUBLIC,
    "votes.open_vote": ORGANISER,
    "votes.close_vote": ORGANISER,
    "votes.reveal_vote": ORGANISER,
    "votes.get_turnout": ORGANISER,
    "votes.issue_tickets": ORGANISER,
    "votes.void_ticket": ORGANISER,
    "votes.get_votes": PUBLIC,
    "votes.cast_vote": PUBLIC,
    "votes.get_vote_receipts": PUBLIC,
    "matching.add_investors": ORGANISER,
    "matching.list_investors": ORGANISER,
    "matching.publish_shortlists": ORGANISER,
    "matching.list_intros": ORGANISER,
    "matching.my_shortlist": INVESTOR,
    "matching.state_thesis": INVESTOR,
    "matching.answer_startup": INVESTOR,
    "matching.my_interests": FOUNDER,
    "matching.answer_investor": FOUNDER,
    "matching.my_intros": Allowed(frozenset({"founder", "investor"})),
    "meetings.get_timetable": ORGANISER,
    "meetings.list_meetings": ORGANISER,
    "meetings.list_unplaced": ORGANISER,
    "meetings.set_meeting_plan": ORGANISER,
    "meetings.set_presence": ORGANISER,
    "meetings.arrange_meetings": ORGANISER,
    "meetings.publish_meetings": ORGANISER,
    "meetings.undo_meetings": ORGANISER,
    "meetings.move_meeting": ORGANISER,
    "meetings.swap_meetings": ORGANISER,
    "meetings.call_off_meeting": ORGANISER,
    "meetings.mark_meeting": ORGANISER,
    "meetings.my_meetings": Allowed(frozenset({"founder", "investor"})),
    "audit.list_acts": ORGANISER,
    "audit.list_system_acts": HOST,
    "status.get_status": ORGANISER,
    # pages
    "home.home": PUBLIC,
    "home.sign_in_page": PUBLIC,
    "home.sign_in": PUBLIC,
    "home.sign_in_by_password": PUBLIC,
    "home.sign_in_by_code": PUBLIC,
    "audit_trail.audit": ORGANISER,
    "audit_trail.system_audit": HOST,
    "account.account": SIGNED_IN,
    "account.set_password": ORGANISER,
    "account.remove_password": ORGANISER,
    "account.end_session": SIGNED_IN,
    "account.end_sessions": SIGNED_IN,
    "people_list.end_sessions": ORGANISER,
    "home.sign_out": PUBLIC,
    "board.board": PUBLIC,
    "proof.proof": PUBLIC,
    "gallery.gallery": PUBLIC,
    "gallery.entry": PUBLIC,
    "contest.front": PUBLIC,
    "contest.timetable": PUBLIC,
    "contest.results": PUBLIC,
    "contest.judging": PUBLIC,
    "calendar.of_an_edition": PUBLIC,
    "calendar.feed": PUBLIC,
    "calendar.mine": SIGNED_IN,
    "calendar.change": SIGNED_IN,
    "calendar.download": SIGNED_IN,
    "webhook_desk.webhooks": ORGANISER,
    "webhook_desk.add": ORGANISER,
    "webhook_desk.change": ORGANISER,
    "webhook_desk.remove": ORGANISER,
    "webhook_desk.test": ORGANISER,
    "webhook_desk.delivery": ORGANISER,
    "webhook_desk.send": ORGANISER,
    "site_desk.desk": ORGANISER,
    "site_desk.set_site": ORGANISER,
    "site_desk.showing": DECIDES_SHOWN,
    "site_desk.choose": DECIDES_SHOWN,
    "organiser.edition": PUBLIC,
    "organiser.act": ORGANISER,
    "late_desk.decide": ORGANISER,
    "organiser.shortlists": ORGANISER,
    "organiser.standings": ORGANISER,
    "organiser.start_page": HOST,
    "organiser.start": HOST,
    "selection.selection": ORGANISER,
    "selection.decide": ORGANISER,
    "set_up.set_up": ORGANISER,
    "set_up.change": ORGANISER,
    "set_up.file": ORGANISER,
    "set_up.clone_page": HOST,
    "set_up.clone": HOST,
    "rehearsal_desk.rehearse": ORGANISER,
    "rehearsal_desk.start": ORGANISER,
    "rehearsal_desk.score": ORGANISER,
    "rehearsal_desk.throw_away": ORGANISER,
    "blueprints.blueprints": HOST,
    "blueprints.add": HOST,
    "blueprints.file": ORGANISER,
    "organiser.system": ORGANISER,
    "roles.roles": ORGANISER,
    "entry_list.entries": ORGANISER,
    "entering.form": ORGANISER,
    "entering.enter": ORGANISER,
    "import_desk.imports": ORGANISER,
    "import_desk.start": ORGANISER,
    "import_desk.progress": ORGANISER,
    "import_desk.go_on": ORGANISER,
    "entry_list.track": ORGANISER,
    "entry_list.decide": ORGANISER,
    "entry_list.undo": ORGANISER,
    "entry_desk.entry": ORGANISER,
    "duplicates_desk.duplicates": ORGANISER,
    "duplicates_desk.look": ORGANISER,
    "duplicates_desk.decide": ORGANISER,
    "entry_list.disqualify": ORGANISER,
    "promotion_desk.promotion": ORGANISER,
    "promotion_desk.promote": ORGANISER,
    "results_desk.certificates": PUBLIC,
    "results_desk.certificate": PUBLIC,
    "results_desk.scorecards": ORGANISER,
    "results_desk.correct": ORGANISER,
    "outbox.outbox": ORGANISER,
    "outbox.letter": ORGANISER,
    "outbox.rules": ORGANISER,
    "outbox.send_all": ORGANISER,
    "outbox.move": ORGANISER,
    "outbox.edit": ORGANISER,
    "outbox.wording": ORGANISER,
    "outbox.set_wording": ORGANISER,
    "exports.exports": ORGANISER,
    "exports.export": ORGANISER,
    "exports.make": ORGANISER,
    "exports.making": ORGANISER,
    "exports.made": ORGANISER,
    "made.begin_export": ORGANISER,
    "made.get_export": ORGANISER,
    "sheets.score_sheet": ORGANISER,
    "sheets.signed_score_sheet": ORGANISER,
    "sheets.certificates": ORGANISER,
    "sheets.own_certificate": FOUNDER,
    "sheets.signing_key": PUBLIC,
    "sheet_check.form": PUBLIC,
    "sheet_check.check": PUBLIC,
    "deck.deck": SEES_DECKS,
    "deck.send": FOUNDERS_OWN,
    "attached.files": SEES_FILES,
    "stage.stage": ORGANISER,
    "stage.prepare": ORGANISER,
    "stage.act": ORGANISER,
    "desk.desk": ORGANISER,
    "progress_page.progress": ORGANISER,
    "progress_page.recuse": ORGANISER,
    "nudges_page.nudges": ORGANISER,
    "nudges_page.act": ORGANISER,
    "conflict_list.conflicts": ORGANISER,
    "conflict_list.declare": ORGANISER,
    "conflict_list.drop": ORGANISER,
    "conflict_list.recuse": ORGANISER,
    "judge_list.judge": ORGANISER,
    "judge_list.edit": ORGANISER,
    "judge_list.import_judges": ORGANISER,
    "judge_list.terms": ORGANISER,
    "judge_list.set_terms": ORGANISER,
    "part.part": JUDGE,
    "part.answer": JUDGE,
    "part.step_back": JUDGE,
    "handover.handover": ORGANISER,
    "handover.act": ORGANISER,
    "tables_desk.tables": ORGANISER,
    "tables_desk.number": ORGANISER,
    "heats.heats": ORGANISER,
    "heats.allot": ORGANISER,
    "remote.remote": ORGANISER,
    "remote.act": ORGANISER,
    "remote.reveal": ORGANISER,
    "hands.lower": ORGANISER,
    "hands.recuse": ORGANISER,
    "screen.screen": PUBLIC,
    "people_list.people": ORGANISER,
    "organiser_list.organisers": ORGANISER,
    "organiser_list.invite": ORGANISER,
    "organiser_list.remove": ORGANISER,
    "organiser_list.organisers_everywhere": HOST,
    "organiser_list.invite_everywhere": HOST,
    "organiser_list.remove_everywhere": HOST,
    "personal_data.own": SIGNED_IN,
    "personal_data.personal": ORGANISER,
    "personal_data.download": ORGANISER,
    "personal_data.erase": ORGANISER,
    "personal_data.personal_everywhere": HOST,
    "personal_data.download_everywhere": HOST,
    "personal_data.erase_everywhere": HOST,
    "personal_data.set_retention": ORGANISER,
    "personal_data.erase_all": ORGANISER,
    "people_list.add_judge": ORGANISER,
    "people_list.add_investor": ORGANISER,
    "people_list.link": ORGANISER,
    "people_list.cards": ORGANISER,
    "vote.ticket": PUBLIC,
    "vote.cast": PUBLIC,
    "vote.about": PUBLIC,
    "vote.find": PUBLIC,
    "vote_desk.votes": ORGANISER,
    "vote_desk.open_vote": ORGANISER,
    "vote_desk.act": ORGANISER,
    "vote_desk.issue": ORGANISER,
    "vote_desk.void": ORGANISER,
    "judge.judge": JUDGE,
    "judge.hand": JUDGE,
    "judge.worker": PUBLIC,
    "judge.manifest": PUBLIC,
    "judge.form": JUDGE,
    "judge.send": TELLS,
    "judge.safe": TELLS,
    "judge.outcome": JUDGE,
    "apply.apply": PUBLIC,
    "apply.begin": PUBLIC,
    "draft.draft": FOUNDER,
    "draft.keep": FOUNDER,
    "draft.versions": FOUNDER,
    "call_desk.call": ORGANISER,
    "call_desk.set_call": ORGANISER,
    "call_desk.extend": ORGANISER,
    "form_desk.form": ORGANISER,
    "form_desk.change": ORGANISER,
    "application_list.applications": ORGANISER,
    "application_list.application": ORGANISER,
    "application_list.invite": ORGANISER,
    "founder.founder": FOUNDER,
    "founder.invite": FOUNDER,
    "founder.remove": FOUNDER,
    "founder.extend": FOUNDER,
    "founder.withdraw": FOUNDER,
    "founder.answer": FOUNDER,
    "feedback_desk.desk": ORGANISER,
    "feedback_desk.release": ORGANISER,
    "feedback_desk.feedback": FOUNDER,
    "appeal_desk.desk": ORGANISER,
    "appeal_desk.set_rule": ORGANISER,
    "appeal_desk.decide": ORGANISER,
    "appeal_desk.appeals": FOUNDER,
    "appeal_desk.file": FOUNDER,
    "appeal_desk.withdraw": FOUNDER,
    "meeting_desk.meetings": ORGANISER,
    "meeting_desk.act": ORGANISER,
    "meeting_desk.plan": ORGANISER,
    "meeting_desk.set_plan": ORGANISER,
    "meeting_desk.meeting": ORGANISER,
    "meeting_desk.change": ORGANISER,
    "meeting_desk.presence": ORGANISER,
    "meeting_desk.printed": ORGANISER,
    "investor.investor": INVESTOR,
    "investor.answer": INVESTOR,
}


def authorise(allowed: Allowed, identity: Identity | None, named: Mapping[str, str]) -> None:
    """Return when the identity may use the route on what its address has `named`; SignInFirst or NotAllowed otherwise."""
    edition_id = named.get("edition_id")
    if allowed.roles is None:
        return
    if identity is None:
        raise SignInFirst("sign in with your link first")
    if not allowed.roles:
        return
    grants = identity.granted(*allowed.roles)
    if allowed.everywhere:
        grants = tuple(grant for grant in grants if grant.edition_id is None)
    elif edition_id is not None:
        grants = tuple(grant for grant in grants if grant.covers(edition_id))
    if not grants:
        where = "in this edition" if edition_id else "here"
        raise NotAllowed(f"this is for {_listed(allowed.roles)}; you have not that role {where}")
    if not any(_reaches(grant, allowed, named) for grant in grants):
        raise NotAllowed("this is not yours, and your role reaches only what is")


def _reaches(grant: Grant, allowed: Allowed, named: Mapping[str, str]) -> bool:
    """Return whether what the address names is the grant's own, where the role is held to that."""
    wanted = named.get(SUBJECTS.get(grant.role, ""))
    return grant.role not in allowed.own or wanted is None or wanted == grant.subject_id


def allowed_for(endpoint: str) -> Allowed:
    """Return who may use a route; what is not in the table is for nobody."""
    return ROLES.get(endpoint, NOBODY)


def own_grant(identity: Identity, role: str, edition_id: str | None) -> Grant:
    """Return the grant by which the person acts in the edition, the only one when None is named.

    NotAllowed when there is none, or when several editions could be meant.
    """
    grants = [g for g in identity.granted(role) if g.subject_id and g.edition_id]
    if edition_id is not None:
        grants = [g for g in grants if g.edition_id == edition_id]
    if not grants:
        raise NotAllowed(f"you are no {role} in this edition")
    if len({grant.edition_id for grant in grants}) > 1:
        editions = sorted({grant.edition_id or "" for grant in grants})
        raise NotAllowed(
            "name the edition you mean", errors={"edition_id": {"came": None, "allowed": editions}}
        )
    return grants[0]


def _listed(roles: frozenset[str]) -> str:
    return " and ".join(f"{role}s" for role in sorted(roles))
