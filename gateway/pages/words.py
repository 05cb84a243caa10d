"""Codes in the words of whoever reads them."""

from typing import Any

from flask_babel import gettext, lazy_gettext

from schemas.commands.sessions import HAND_KINDS
from schemas.refusal import Refusal

WORDS = {
    # states of entries
    "submitted": lazy_gettext("Submitted"),
    "eligible": lazy_gettext("Eligible"),
    "ineligible": lazy_gettext("Not eligible"),
    "withdrawn": lazy_gettext("Withdrawn"),
    "disqualified": lazy_gettext("Disqualified"),
    # what was done with entries, and pairs that look alike
    "promoted": lazy_gettext("Promoted"),
    "merged": lazy_gettext("Merged"),
    "undone": lazy_gettext("Undone"),
    "looks_alike": lazy_gettext("To decide"),
    "kept_apart": lazy_gettext("Both kept"),
    # kinds of conflicts
    "hard": lazy_gettext("Must not judge"),
    "soft": lazy_gettext("Better not"),
    # states of scorecards of shadow judges
    "shadow": lazy_gettext("For practice, not sent"),
    "shadowed": lazy_gettext("For practice, sent"),
    "shadow_void": lazy_gettext("For practice, taken off"),
    "practised": lazy_gettext("Kept for practice"),
    # states of imports
    "import_waiting": lazy_gettext("Waits its turn"),
    "import_running": lazy_gettext("Is being entered"),
    "import_done": lazy_gettext("Done"),
    "import_refused": lazy_gettext("Nothing was entered"),
    "not_submitted": lazy_gettext("Not submitted"),
    # states of calls for entries
    "call_planned": lazy_gettext("Not open"),
    "call_open": lazy_gettext("Open"),
    "call_grace": lazy_gettext("Past the deadline, still taken"),
    "call_closed": lazy_gettext("Closed"),
    # states of stages
    "planned": lazy_gettext("Planned"),
    "open": lazy_gettext("Open"),
    "closed": lazy_gettext("Closed"),
    # states of audience votes, beside open and closed
    "revealed": lazy_gettext("Revealed"),
    # states of slots and sessions
    "pitch": lazy_gettext("Pitch"),
    "questions": lazy_gettext("Questions"),
    "done": lazy_gettext("Done"),
    "absent": lazy_gettext("Absent"),
    "postponed": lazy_gettext("Postponed"),
    "running": lazy_gettext("Running"),
    "over": lazy_gettext("Over"),
    # what raised hands ask
    "no_signal": lazy_gettext("No signal"),
    "conflict": lazy_gettext("Conflict of interest"),
    "question": lazy_gettext("Question"),
    # states of results
    "building": lazy_gettext("Scoring"),
    "frozen": lazy_gettext("Frozen"),
    "certified": lazy_gettext("Certified"),
    "revealing": lazy_gettext("Revealing"),
    "published": lazy_gettext("Published"),
    # states of scorecards and receipts
    "draft": lazy_gettext("To score"),
    "void": lazy_gettext("Void"),
    "locked": lazy_gettext("Locked"),
    "amended": lazy_gettext("Amended"),
    # what judges answered to the terms
    "invited": lazy_gettext("Invited"),
    "declined": lazy_gettext("Declined"),
    "outdated": lazy_gettext("Accepted an earlier text"),
    # orders of a stage's entries
    "lacking": lazy_gettext("What lacks most first"),
    "apart": lazy_gettext("Furthest apart first"),
    "safe": lazy_gettext("Safe"),
    "waiting": lazy_gettext("Safe"),
    "recorded": lazy_gettext("Recorded"),
    "counted": lazy_gettext("Counted"),
    "held": lazy_gettext("Waits for the organiser"),
    "accepted": lazy_gettext("Accepted"),
    "refused": lazy_gettext("Refused"),
    # states and kinds of letters
    "queued": lazy_gettext("Waits to be sent"),
    "to_look_at": lazy_gettext("Held for a look"),
    "sent": lazy_gettext("Sent"),
    "failed": lazy_gettext("Not delivered"),
    "discarded": lazy_gettext("Discarded"),
    "sign_in_link": lazy_gettext("Sign-in link"),
    "entry_screened": lazy_gettext("Entry screened"),
    "entry_promoted": lazy_gettext("Entry promoted"),
    "results_published": lazy_gettext("Results published"),
    "judge_assigned": lazy_gettext("Judge assigned"),
    "judge_nudge": lazy_gettext("Judge reminded"),
    "deadline_near": lazy_gettext("Deadline near"),
    "intro_made": lazy_gettext("Introduction made"),
    "meetings_scheduled": lazy_gettext("Meetings scheduled"),
    "feedback_released": lazy_gettext("Feedback released"),
    "appeal_filed": lazy_gettext("Appeal filed"),
    "appeal_decided": lazy_gettext("Appeal answered"),
    # states of appeals
    "state_filed": lazy_gettext("Waits for an answer"),
    "state_upheld": lazy_gettext("Upheld"),
    "state_dismissed": lazy_gettext("Dismissed"),
    "state_withdrawn": lazy_gettext("Withdrawn"),
    # states and kinds of webhooks
    "delivered": lazy_gettext("Delivered"),
    "entry.submitted": lazy_gettext("Entry submitted"),
    "entry.screened": lazy_gettext("Entry screened"),
    "entry.promoted": lazy_gettext("Entry promoted"),
    "entry.withdrawn": lazy_gettext("Entry withdrawn"),
    "stage.opened": lazy_gettext("Stage opened"),
    "stage.closed": lazy_gettext("Stage closed"),
    "intro.made": lazy_gettext("Introduction made"),
    "meetings.scheduled": lazy_gettext("Meetings scheduled"),
    "results.published": lazy_gettext("Results published"),
    "test": lazy_gettext("Test"),
    # meetings: what publishing does to them, how they went, and why a pair has no place
    "meeting_scheduled": lazy_gettext("New"),
    "meeting_moved": lazy_gettext("Moved"),
    "meeting_cancelled": lazy_gettext("Cancelled"),
    "meeting_planned": lazy_gettext("Planned"),
    "meeting_held": lazy_gettext("Held"),
    "meeting_no_show": lazy_gettext("Somebody did not come"),
    "meeting_never_together": lazy_gettext("They are never there at the same time."),
    "meeting_no_time_left": lazy_gettext("One of them has no free time left."),
    "meeting_no_common_time": lazy_gettext("They have no free time in common."),
    "meeting_no_table": lazy_gettext("All tables are taken at all times."),
    "meeting_investor_full": lazy_gettext("The investor has as many meetings as allowed."),
    "meeting_startup_full": lazy_gettext("The startup has as many meetings as allowed."),
    "meeting_called_off": lazy_gettext("Called off by hand."),
    "meeting_not_arranged": lazy_gettext("Came since; arrange again."),
    # bands of scores
    "first_quarter": lazy_gettext("First quarter"),
    "second_quarter": lazy_gettext("Second quarter"),
    "third_quarter": lazy_gettext("Third quarter"),
    "last_quarter": lazy_gettext("Last quarter"),
    "upper_half": lazy_gettext("Upper half"),
    "lower_half": lazy_gettext("Lower half"),
    "application_begun": lazy_gettext("Entry begun"),
    "member_invited": lazy_gettext("Team member invited"),
    "submission_received": lazy_gettext("Submission received"),
    # roles
    "organiser": lazy_gettext("Organiser"),
    "founder": lazy_gettext("Founder"),
    "judge": lazy_gettext("Judge"),
    "investor": lazy_gettext("Investor"),
    # stages of companies
    "seed": lazy_gettext("Seed round"),
    "early": lazy_gettext("Early rounds"),
    "later": lazy_gettext("Later rounds"),
    # answers
    "interested": lazy_gettext("Interested"),
    "pass": lazy_gettext("Passed"),
    "decide_admit": lazy_gettext("Admit"),
    "decide_wait": lazy_gettext("Let wait"),
    "decide_decline": lazy_gettext("Decline"),
    "decided_admit": lazy_gettext("Admitted"),
    "decided_wait": lazy_gettext("Waiting list"),
    "decided_decline": lazy_gettext("Declined"),
    "accept": lazy_gettext("Accepted"),
    "decline": lazy_gettext("Declined"),
}

REFUSALS = {
    "late": lazy_gettext("The stage was closed before this scorecard arrived."),
    "late_refused": lazy_gettext("It came too late, and the organiser decided that it does not count."),
    "already_decided": lazy_gettext("It was decided otherwise before; the first decision stands."),
    "past_deadline": lazy_gettext("The scorecard's deadline had passed."),
    "stage_not_open": lazy_gettext("The stage is not open yet."),
    "not_assigned": lazy_gettext("This entry is not assigned to you."),
    "recused": lazy_gettext("You were recused from this entry."),
    "unknown_criterion": lazy_gettext("A criterion is not one of this stage's."),
    "mark_outside_scale": lazy_gettext("A mark is outside its scale or off its step."),
    "other_judge": lazy_gettext(
        "Somebody else is signed in than who gave these marks. Sign in as that judge."
    ),
    "command_reused": lazy_gettext("This form was used before with other content; open it again."),
    "foreign_origin": lazy_gettext("The request came from another site."),
    "kept_until": lazy_gettext("The day until which personal data is kept is not over, or was never set."),
    "retention_changed": lazy_gettext(
        "Somebody else changed the date meanwhile. Look at it, and set it again."
    ),
    "nobody_named": lazy_gettext("Say whose data: an address, or a judge or investor."),
    "last_organiser": lazy_gettext("Nobody else organises everything. Make another organiser first."),
    "code_unknown": lazy_gettext("There is no such code. Look at it again, or ask for a new one."),
    "form_too_old": lazy_gettext("This form is too old. Load the page again and send it once more."),
    "not_allowed": lazy_gettext("This is not for your role."),
    "signed_out": lazy_gettext("You are not signed in any more; open your link again."),
    "sign_in_refused": lazy_gettext("The address or the password is not right."),
    "too_many_tries": lazy_gettext("Too many tries."),
    "password_not_for_role": lazy_gettext("Only organisers have a password; others sign in by link."),
    "password_wrong": lazy_gettext("The current password is not right."),
    "password_short": lazy_gettext("A password has at least 12 characters."),
    "password_plain": lazy_gettext("A password has at least 5 different characters."),
    "password_personal": lazy_gettext("A password must not be your name or address with a little around it."),
    "address_missing": lazy_gettext("Give the address that you will sign in with."),
    "unavailable": lazy_gettext("A part of the system does not answer at the moment. Try again shortly."),
    "unexpected": lazy_gettext("Something failed that should not have."),
    "not_found": lazy_gettext("There is nothing at this address."),
    "set_up_invalid": lazy_gettext("This cannot be saved yet; see the fields that are marked."),
    "set_up_changed": lazy_gettext("Somebody else changed the edition meanwhile."),
    "set_up_fixed": lazy_gettext("This would break what has happened already."),
    "set_up_behind": lazy_gettext("A changed set-up is still arriving. Try again shortly."),
    "not_for_decisions": lazy_gettext("This stage is scored by judges, not decided by hand."),
    "decision_stands": lazy_gettext("This decision stands: founders were told, or entries went on by it."),
    "not_in_stage": lazy_gettext("An entry does not compete in this stage."),
    "decisions_open": lazy_gettext("Close the stage first: it can still be decided otherwise."),
    "not_scored": lazy_gettext("No judge scores in this stage."),
    "stage_not_closed": lazy_gettext("Close the stage first."),
    "not_frozen": lazy_gettext("Freeze the standings first."),
    "not_certified": lazy_gettext("Certify the results first."),
    "not_published": lazy_gettext("The results are not public yet."),
    "step_out_of_order": lazy_gettext("Places are revealed one after the other."),
    "log_behind": lazy_gettext("The proof log is catching up. Try again in a few seconds."),
    "scorecards_missing": lazy_gettext("Scorecards are missing."),
    "grace_running": lazy_gettext(
        "Scorecards are missing that may still arrive in time. Wait for the grace to end, or go on without them."
    ),
    "scorecard_locked": lazy_gettext("The results are certified; only a correction changes them."),
    "scorecard_changed": lazy_gettext(
        "The scorecard was changed meanwhile. Look at it again; what you typed is below."
    ),
    "scorecard_void": lazy_gettext("This scorecard does not count any more."),
    "no_log": lazy_gettext("These results are older than the proof log and cannot be corrected."),
    "entries_disqualified": lazy_gettext(
        "Entries were disqualified while the standings were being frozen. Thaw them and freeze them again."
    ),
    "already_certified": lazy_gettext("The results are certified already."),
    "assignments_incomplete": lazy_gettext("The assignments are still arriving. Try again shortly."),
    "too_few_judges": lazy_gettext("There are too few judges without a conflict of interest."),
    "scoring_began": lazy_gettext("Scorecards are in already; take single judges off instead."),
    "stage_closed": lazy_gettext("The stage is closed."),
    "no_entries": lazy_gettext("No entry competes in this stage."),
    "nobody_promoted": lazy_gettext("No entry was promoted to this stage yet."),
    "tie_across_cut": lazy_gettext(
        "Entries share the last place that goes on. Say what is done about it, or change the number."
    ),
    "already_promoted": lazy_gettext("Entries were promoted from this stage already."),
    "last_stage": lazy_gettext("There is no stage after this one."),
    "site_changed": lazy_gettext(
        "Somebody else changed the site meanwhile. Look at it again; what you typed is below."
    ),
    "endpoint_changed": lazy_gettext(
        "Somebody else changed the endpoint meanwhile. Look at it again; what you typed is below."
    ),
    "address_not_allowed": lazy_gettext(
        "Nothing is sent to such an address: https with a public host is needed."
    ),
    "too_many_endpoints": lazy_gettext("There are as many endpoints as there may be. Remove one first."),
    "endpoint_off": lazy_gettext("The endpoint is switched off or was removed."),
    "wording_changed": lazy_gettext(
        "Somebody else changed these words meanwhile. Look at them again; what you typed is below."
    ),
    "wording_wrong": lazy_gettext("These words cannot be filled in."),
    "feedback_changed": lazy_gettext(
        "Somebody else changed this meanwhile. Look at it again; what you chose is below."
    ),
    "vote_missing": lazy_gettext(
        "The audience's vote is a part of this result, and there is no such vote yet."
    ),
    "vote_unclear": lazy_gettext(
        "Several votes were held in this stage: say which one is a part of the result."
    ),
    "vote_counted": lazy_gettext("These votes are in the frozen standings. Thaw them first."),
    "choices_missing": lazy_gettext("Nobody could vote for some of the entries in this stage."),
    "vote_decides": lazy_gettext(
        "These votes are the result of their stage: reveal its places, and publish it. That shows the votes too."
    ),
    "vote_not_revealed": lazy_gettext("The results show how many votes each has: reveal the vote first."),
    "appeals_closed": lazy_gettext("No appeal can be filed: none are taken, or the time for it is over."),
    "appeal_answered": lazy_gettext("This appeal was answered; the answer stands."),
    "appeal_withdrawn": lazy_gettext("The founders withdrew this appeal: there is nothing to answer."),
    "appeal_changed": lazy_gettext(
        "Somebody else changed this meanwhile. Look at it again; what you typed is below."
    ),
    "showing_changed": lazy_gettext(
        "Somebody else changed this meanwhile. Look at it again; what you chose is below."
    ),
    "letter_gone": lazy_gettext("The letter has moved on meanwhile; look at where it is now."),
    "letter_changed": lazy_gettext(
        "Somebody else changed this letter meanwhile. Look at it again; what you typed is below."
    ),
    "deck_not_pdf": lazy_gettext("This is no PDF. Export your slides as PDF and send that file."),
    "deck_broken": lazy_gettext("The PDF is damaged. Export it again and send the new file."),
    "deck_encrypted": lazy_gettext("The PDF is protected. Save it without a password or protection."),
    "deck_active": lazy_gettext(
        "The PDF has more than pages in it, such as scripts, forms or attached files. Print it to a new PDF."
    ),
    "deck_pages": lazy_gettext("A deck has 1 to 60 pages."),
    "deck_page_size": lazy_gettext("A page of the PDF is far too large or too small."),
    "deck_heavy": lazy_gettext(
        "The pages take too long to draw. Export the PDF with smaller pictures and fewer effects."
    ),
    "deck_too_large": lazy_gettext("The file is larger than 20 MB. Export it with smaller pictures."),
    "deck_no_file": lazy_gettext("Choose a file first."),
    "deck_incomplete": lazy_gettext("The file did not arrive as a whole. Send it again."),
    "deck_part_damaged": lazy_gettext("The file did not arrive as a whole. Send it again."),
    "attachment_kind": lazy_gettext(
        "Only PDF, PNG and JPEG are taken. Save it as one of them and send that file."
    ),
    "attachment_pages": lazy_gettext("A PDF may have 1 to 60 pages."),
    "attachment_picture_broken": lazy_gettext("The picture is damaged. Save it again and send the new file."),
    "attachment_picture_large": lazy_gettext("The picture has too many pixels. Save it smaller."),
    "attachment_too_large": lazy_gettext("The file is larger than 10 MB."),
    "attachment_full": lazy_gettext(
        "This entry has as many files as are kept of one, with all its versions."
    ),
    "no_tables": lazy_gettext("This stage is not judged from table to table."),
    "tables_changed": lazy_gettext(
        "Somebody else numbered the tables meanwhile. Look at them as they are now; what you typed is below."
    ),
    "no_running_order": lazy_gettext("This stage has no running order: nobody is on stage in it."),
    "too_slow": lazy_gettext("The file stopped coming. Send it again where the connection is better."),
    "call_not_open": lazy_gettext("Registration is not open."),
    "call_closed": lazy_gettext("The deadline for submissions has passed."),
    "call_changed": lazy_gettext(
        "Somebody else changed this meanwhile. Look at it as it is now; what you typed is below."
    ),
    "form_wrong": lazy_gettext("The question cannot be like this."),
    "draft_changed": lazy_gettext(
        "Somebody else in your team changed the same answers meanwhile. What you typed is below."
    ),
    "answers_wrong": lazy_gettext("Not submitted yet: some answers are missing or do not fit."),
    "extension_unknown": lazy_gettext("This code is not known. Look at it again."),
    "extension_used": lazy_gettext("Another entrant used this code. Ask the organiser for one of your own."),
    "last_member": lazy_gettext("Somebody has to stay in the team."),
    "team_full": lazy_gettext("The team has as many members as one may have."),
    "import_invalid": lazy_gettext("Some lines have mistakes; nothing was imported."),
    "too_often": lazy_gettext("That was very often. Wait a little."),
    "vote_closed": lazy_gettext("The vote was closed when this arrived."),
    "vote_not_open": lazy_gettext("The vote is not open yet."),
    "vote_revealed": lazy_gettext("The result was shown already."),
    "vote_still_open": lazy_gettext("Close the vote first."),
    "votes_arriving": lazy_gettext("The last votes are still being counted. Try again in a few seconds."),
    "vote_fixed": lazy_gettext("What is voted on cannot be changed any more. Open another vote."),
    "no_choices": lazy_gettext("There have to be 2 to 100 entries to choose from."),
    "ticket_unknown": lazy_gettext("This ticket is not known."),
    "ticket_void": lazy_gettext("This ticket is void."),
    "unknown_choice": lazy_gettext("This entry cannot be voted for."),
    "invalid": lazy_gettext("Something in the form does not fit."),
    "link_unknown": lazy_gettext("This link is not known. Ask the organiser for a new one."),
    "link_used": lazy_gettext("This link was used already. Ask the organiser for a new one."),
    "link_expired": lazy_gettext("This link is too old. Ask the organiser for a new one."),
    "no_interest": lazy_gettext("This investor is not interested any more."),
    "intro_made": lazy_gettext("The intro was made already."),
    "entry_gone": lazy_gettext("This startup takes part no longer."),
    "slot_not_open": lazy_gettext("This entry has not been on stage yet."),
    "session_started": lazy_gettext("The session has started; only slots that are to come can be moved."),
    "slot_started": lazy_gettext("This slot was on stage already, or its entry is absent."),
    "not_on_stage": lazy_gettext("This entry is not on stage. Start its slot first."),
    "too_many_slots": lazy_gettext("More entries compete than one session can have."),
    "already_entered": lazy_gettext("This startup is in the edition already, described in another way."),
    "blueprint_invalid": lazy_gettext("The blueprint has a mistake."),
    "panel_unknown": lazy_gettext("The stage has no such panel."),
    "panel_fixed": lazy_gettext(
        "This judge has scorecards by the rubric of their panel, so that the panel stays."
    ),
    "panel_empty": lazy_gettext("A panel has no judge who could be assigned."),
    "no_panel": lazy_gettext("You sit in no panel of this stage; the organiser can seat you in one."),
    "shadow_fixed": lazy_gettext("This judge has scorecards; hand over what is not sent first."),
    "edition_begun": lazy_gettext("Only an edition that has not begun can be rehearsed."),
    "no_rehearsal": lazy_gettext("This edition is no rehearsal."),
    "not_in_rehearsals": lazy_gettext("This would leave the rehearsal."),
    "edition_exists": lazy_gettext("An edition of that name is there already."),
    "entry_promoted": lazy_gettext("This entry has gone on already; withdraw it instead."),
    "entry_withdrawn": lazy_gettext("This entry left the edition."),
    "entry_moved_on": lazy_gettext("Something else was done with this entry since."),
    "undo_too_late": lazy_gettext("This is too long ago to be undone."),
    "nothing_to_undo": lazy_gettext("All of these entries have gone on since; nothing was undone."),
    "pair_decided": lazy_gettext("Somebody else decided on these two meanwhile. This is how they stand."),
    "pair_undecided": lazy_gettext("Nothing is decided on these two."),
    "import_gone": lazy_gettext("The file is not kept any more. Send it again."),
    "rule_refused": lazy_gettext("The rule of this stage cannot be carried out."),
    "sign_in_first": lazy_gettext("Sign in first."),
    "not_yet_assigned": lazy_gettext("Assign judges first."),
    "plan_changed": lazy_gettext(
        "Scorecards or judges changed meanwhile. This is what would be done now; look at it again."
    ),
    "judge_changed": lazy_gettext(
        "Somebody else changed this judge meanwhile. What you typed is below; save it again to replace theirs."
    ),
    "terms_changed": lazy_gettext("The terms were changed meanwhile. Read them again."),
    "nobody_to_nudge": lazy_gettext(
        "Nobody is left to remind: they owe nothing, or were reminded in the last 12 hours."
    ),
    "still_publishing": lazy_gettext(
        "The last assignments are still being told to everybody. Try again shortly."
    ),
    "timetable_changed": lazy_gettext(
        "Somebody else changed the timetable meanwhile. Look at it again; what you typed is still there."
    ),
    "no_windows": lazy_gettext("Say first when and where meetings can be."),
    "nothing_to_arrange": lazy_gettext("There are no intros yet from which meetings could be made."),
    "too_many_pairs": lazy_gettext("There are more intros than one timetable can hold."),
    "meeting_clash": lazy_gettext("Somebody or the table is taken at that time."),
    "meeting_over": lazy_gettext("This meeting was held, or somebody did not come; it stays where it was."),
    "meeting_gone": lazy_gettext("This meeting is not on the timetable."),
    "no_change_to_undo": lazy_gettext("Nothing was changed since the timetable was published."),
    "nothing_to_publish": lazy_gettext("Nothing changed since the timetable was published."),
    "ticket_range": lazy_gettext("The smallest ticket is larger than the largest."),
    "too_many_assignments": lazy_gettext(
        "These are more scorecards than can be assigned at once. Take fewer judges for each entry."
    ),
}


VOTE_REFUSALS = (
    "too_often",
    "vote_closed",
    "vote_not_open",
    "vote_revealed",
    "ticket_void",
    "ticket_unknown",
    "unknown_choice",
)
VOTE_TEXTS = {
    "sending": lazy_gettext("Sending…"),
    "safe": lazy_gettext("Safe. You may close this page."),
    "counted": lazy_gettext("Counted"),
    "refused": lazy_gettext("Not counted:"),
    "later": lazy_gettext("No connection. Your vote is kept on this phone and sent again by itself."),
    "closed": lazy_gettext("The vote is closed. The result is shown here once it is revealed."),
    "not_live": lazy_gettext("Not live at the moment; looking again shortly."),
    "state_open": WORDS["open"],
    "state_closed": WORDS["closed"],
    "state_revealed": WORDS["revealed"],
    **{code: REFUSALS[code] for code in VOTE_REFUSALS},
}


PROMOTIONS = {
    "group": lazy_gettext("Among the first of its group"),
    "quota": lazy_gettext("Among the first by place"),
    "reached": lazy_gettext("Reaches the total"),
    "tie_all": lazy_gettext("Shares the last place; all were taken"),
    "tie_hand": lazy_gettext("Shares the last place; chosen by hand"),
    "tie_lots": lazy_gettext("Shares the last place; drawn by lot"),
    "choice": lazy_gettext("The organiser's choice"),
    "tie": lazy_gettext("Shares the last place: to be decided"),
    "tie_lost": lazy_gettext("Shares the last place; not taken"),
    "threshold": lazy_gettext("Below the total that is needed"),
    "share": lazy_gettext("Below the share of votes that is needed"),
    "cut": lazy_gettext("Behind those who go on"),
}


def promotion_word(why: str) -> str:
    """Return why an entry goes on, or does not, in words."""
    return str(PROMOTIONS.get(why, why))


CORRECTIONS = {
    "amended": lazy_gettext("Scorecard amended"),
    "void": lazy_gettext("Scorecard voided"),
    "disqualified": lazy_gettext("Entry disqualified"),
}


def correction_word(kind: str) -> str:
    """Return what a correction was, in words."""
    return str(CORRECTIONS.get(kind, kind))


SCORECARD_REFUSALS = (
    "late",
    "late_refused",
    "past_deadline",
    "stage_not_open",
    "slot_not_open",
    "not_assigned",
    "no_panel",
    "recused",
    "scorecard_locked",
    "unknown_criterion",
    "mark_outside_scale",
    "command_reused",
    "not_allowed",
    "not_found",
    "invalid",
)
# {n}, {total} and the like are filled in by the phone.
PHONE_TEXTS = {
    "sending": lazy_gettext("Sending…"),
    "later": lazy_gettext("No connection. It is kept on this device and sent again by itself."),
    "signed_out": lazy_gettext(
        "You are signed out. It is kept on this device: sign in again with a new link, and it is sent by itself."
    ),
    "draft": lazy_gettext("Kept on this device, not sent yet."),
    "safe": lazy_gettext("✓ Safe"),
    "recorded": lazy_gettext("✓ Recorded"),
    "practised": lazy_gettext("✓ Kept for practice"),
    "counted": lazy_gettext("✓✓ Counted"),
    "refused": lazy_gettext("✕ Refused."),
    "held": lazy_gettext("It came after the closing. The organiser decides whether it counts."),
    "no_marks": lazy_gettext("Give at least one mark first."),
    "row_sending": lazy_gettext("Sending…"),
    "row_later": lazy_gettext("Waits"),
    "row_signed_out": lazy_gettext("Waits"),
    "row_draft": lazy_gettext("Not sent"),
    "row_safe": lazy_gettext("✓ Safe"),
    "row_recorded": lazy_gettext("✓ Recorded"),
    "row_practised": lazy_gettext("✓ Kept for practice"),
    "row_counted": lazy_gettext("✓✓ Counted"),
    "row_refused": WORDS["refused"],
    "row_held": WORDS["held"],
    "waiting": lazy_gettext("Waiting to be sent: {n}."),
    "nothing_waits": lazy_gettext("Nothing waits to be sent."),
    "ready": lazy_gettext("This page opens without a network too."),
    "away": lazy_gettext("No connection; you can go on."),
    "signed_out_strip": lazy_gettext("You are signed out; you can go on, and nothing is lost."),
    "storage_refused": lazy_gettext("This browser keeps nothing. Leave this page open until all is counted."),
    "storage_cleared": lazy_gettext(
        "This browser has cleared what was kept here and not sent: {n}. Shown is what had been sent; please score the rest again."
    ),
    "sign_out_waiting": lazy_gettext("Not sent yet: {n}. Sign out and throw it away?"),
    "total": lazy_gettext("Total {total} of {most}"),
    "total_so_far": lazy_gettext("{total} of {most} so far; marks missing: {missing}"),
    "replaced": lazy_gettext("Changed on another device: {changes}."),
    "replaced_draft": lazy_gettext(
        "Sent from another device meanwhile: {changes}. Sending what you see here replaces it."
    ),
    "hand_up": lazy_gettext("Your hand is up: {what}."),
    "hand_waits": lazy_gettext("The organiser is told as soon as there is a connection."),
    "next": lazy_gettext("Next: {company}"),
    "comment": lazy_gettext("Feedback"),
    "note": lazy_gettext("Note"),
}


def phone_words() -> dict[str, Any]:
    """Return what a judge's phone says by itself, in the reader's language."""
    refusals = {code: str(REFUSALS[code]) for code in SCORECARD_REFUSALS}
    hands = {kind: word(kind) for kind in HAND_KINDS}
    texts = {name: str(text) for name, text in PHONE_TEXTS.items()}
    return {**texts, "refusals": refusals, "hands": hands}


def word(code: str | None) -> str:
    """Return the word for a state, role or answer; the code itself where there is none."""
    return str(WORDS.get(code or "", code or ""))


def refusal_text(refusal: Refusal | dict[str, str]) -> str:
    """Return why something was refused, in the reader's language where there are words for it."""
    told = refusal.as_dict() if isinstance(refusal, Refusal) else refusal
    return str(REFUSALS.get(told.get("code", ""), told.get("detail") or gettext("Refused")))


def refusal_word(code: str) -> str:
    """Return why something was refused by its code alone, in the reader's language."""
    return refusal_text({"code": code})
