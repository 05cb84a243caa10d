"""Set-ups, blueprints and hosts, as the HTTP interface speaks of them."""

from marshmallow import fields

from schemas.api.base import Answer, body_of, count, text
from schemas.commands import AddBlueprint, ChangeSetUp, CloneEdition, DecideEntries

ChangeSetUpBody = body_of(ChangeSetUp, "edition_id")
CloneEditionBody = body_of(CloneEdition, "edition_id")
DecideEntriesBody = body_of(DecideEntries, "edition_id", "stage_id")
AddBlueprintBody = body_of(AddBlueprint, "host_id")


class KnownProgrammeAnswer(Answer):
    programme_id = text()
    name = text()


class KnownHostAnswer(Answer):
    host_id = text()
    name = text()
    programmes = fields.List(fields.Nested(KnownProgrammeAnswer))


class HostsAnswer(Answer):
    hosts = fields.List(fields.Nested(KnownHostAnswer))


class BlueprintFileAnswer(Answer):
    file = text()
    yaml = text()


class EntriesDecidedAnswer(Answer):
    decided = count()
    unchanged = count()


class DecisionCountsAnswer(Answer):
    admit = count()
    wait = count()
    decline = count()


class SelectedAnswer(Answer):
    entry_id = text()
    decision = text()
    reason = text()


class SelectionAnswer(Answer):
    counts = fields.Nested(DecisionCountsAnswer)
    decisions = fields.List(fields.Nested(SelectedAnswer))
