"""What registration can be asked to do with the set-up of editions, and with blueprints."""

from marshmallow import fields, validate

from schemas.commands.registration import RegistrationCommand
from schemas.fields import id_field, name_field, text_field

YAML_LIMIT = 200_000


class ChangeSetUp(RegistrationCommand):
    """Be run by another set-up: name, zone, stages, tracks, cities and awards, as GetEdition tells them.

    `at_version` is that of the edition they were read from; when it has changed since, this is refused.
    """

    edition_id = id_field()
    at_version = fields.Integer(required=True, validate=validate.Range(min=1))
    set_up = fields.Dict(keys=fields.String(), required=True)


class CloneEdition(RegistrationCommand):
    """Start another edition of the programme with the set-up of an edition, and nothing else of it."""

    edition_id = id_field()
    name = name_field()


class AddBlueprint(RegistrationCommand):
    """Keep a blueprint of a host, written as YAML; it replaces the host's one of the same name."""

    host_id = id_field()
    file = name_field()
    yaml = fields.String(required=True, validate=validate.Length(min=1, max=YAML_LIMIT))


class DecideEntries(RegistrationCommand):
    """Admit entries that are in a stage of decisions, let them wait, or decline them.

    Founders see the decision and its reason once the stage is closed; from then on only those who
    wait may be decided on anew.
    """

    edition_id = id_field()
    stage_id = id_field()
    entry_ids = fields.List(id_field(), required=True, validate=validate.Length(min=1, max=2000))
    decision = fields.String(required=True, validate=validate.OneOf(["admit", "wait", "decline"]))
    reason = text_field()
