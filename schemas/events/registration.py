"""What registration tells the world."""

from marshmallow import fields, validate

from schemas.fields import (
    SHORT,
    Award,
    Stage,
    Startup,
    Track,
    id_field,
    moment_field,
    name_field,
    reason_field,
    text_field,
    track_field,
)
from schemas.message import Event


class RegistrationEvent(Event):
    source = "registration"

    edition_id = id_field()


class EditionStarted(RegistrationEvent):
    """An edition came to be, or its set-up was changed by hand: the newest version stands."""

    host = name_field()
    programme = name_field()
    name = name_field()
    zone = name_field()
    stages = fields.List(fields.Nested(Stage), required=True)
    tracks = fields.List(fields.Nested(Track), load_default=list)
    cities = fields.List(fields.String(), load_default=list)
    awards = fields.List(fields.Nested(Award), load_default=list)


class EntrySubmitted(RegistrationEvent):
    """A startup entered an edition, or goes to another track of it: the newest version stands."""

    entry_id = id_field()
    startup = fields.Nested(Startup, required=True)
    track = track_field()


class EntryScreened(RegistrationEvent):
    """An entry was found eligible, and so competes in `stage_id`, or not."""

    entry_id = id_field()
    stage_id = id_field()
    decision = fields.String(required=True, validate=validate.OneOf(["eligible", "ineligible"]))
    reason = text_field()


class EntryPromoted(RegistrationEvent):
    """An entry goes on from one stage to the next, `stage_id`."""

    entry_id = id_field()
    from_stage_id = id_field()
    stage_id = id_field()
    place = fields.Integer(required=True, validate=validate.Range(min=1))


class EntryWithdrawn(RegistrationEvent):
    """An entry left the edition."""

    entry_id = id_field()
    reason = text_field()


class EntryRestored(RegistrationEvent):
    """What was decided on an entry was undone: it has not left, and its screening stands as `state` says.

    `stage_id` is the stage of screening, in which an eligible entry competes. Promotions stand.
    """

    entry_id = id_field()
    stage_id = id_field()
    state = fields.String(required=True, validate=validate.OneOf(["submitted", "eligible", "ineligible"]))
    reason = text_field()


class PersonalDataErased(Event):
    """What is held on a person is to be erased, in all editions when none is named.

    The person is meant by any of the ids, and by the address; without these it is everybody in the edition.
    """

    source = "registration"

    edition_id = id_field(required=False, load_default=None, allow_none=True)
    email = text_field(SHORT)
    person_ids = fields.List(id_field(), load_default=list)
    subject_ids = fields.List(id_field(), load_default=list)


class EntryDisqualified(RegistrationEvent):
    """An entry was taken out of the edition for a reason: it has no place in any stage any more."""

    entry_id = id_field()
    reason = reason_field()
    disqualified_at = moment_field()


class StageOpened(RegistrationEvent):
    """Scorecards of a stage are taken from now on, by the set-up of that version of EditionStarted."""

    stage_id = id_field()
    opened_at = moment_field()
    set_up_version = fields.Integer(load_default=1)


class StageClosed(RegistrationEvent):
    """Scorecards received after `closed_at` are late."""

    stage_id = id_field()
    closed_at = moment_field()
    set_up_version = fields.Integer(load_default=1)


class AppealEvent(RegistrationEvent):
    """What both facts about an appeal say: of which entry, against which certificate of which stage."""

    appeal_id = id_field()
    stage_id = id_field()
    entry_id = id_field()
    certificate = fields.Integer(required=True, validate=validate.Range(min=1))


class AppealFiled(AppealEvent):
    """The founders of an entry appeal against a public result; told again when its words change."""


class AppealDecided(AppealEvent):
    """The organiser upheld or dismissed an appeal, for the reason that its founders are told."""

    decision = fields.String(required=True, validate=validate.OneOf(["upheld", "dismissed"]))
    reason = reason_field()
