"""What registration can be asked to tell of set-ups, blueprints and hosts."""

from schemas.fields import ENGLISH, id_field, language_field
from schemas.queries.registration import RegistrationQuery


class ListHosts(RegistrationQuery):
    """Answers {"hosts": [{"host_id", "name", "programmes": [{"programme_id", "name"}]}]}, by name."""


class WriteBlueprint(RegistrationQuery):
    """Answers a blueprint as a file that can be changed and added again: {"file", "yaml"}.

    One that came along is written in `language`.
    """

    blueprint = id_field()
    language = language_field(load_default=ENGLISH)


class WriteSetUp(RegistrationQuery):
    """Answers an edition's set-up as such a file: {"file", "yaml"}."""

    edition_id = id_field()


class GetFixed(RegistrationQuery):
    """Answers what has happened in an edition that its set-up must stay true to.

    {"opened", "closed", "sent_on", "held_entries", "certified": [stage_id, ...],
    "tracks_in_use": [track_id, ...]}
    """

    edition_id = id_field()


class GetSelection(RegistrationQuery):
    """Answers what is decided in a stage of decisions so far.

    {"counts": {"admit", "wait", "decline"}, "decisions": [{"entry_id", "decision", "reason"}]}
    """

    edition_id = id_field()
    stage_id = id_field()


class GetDecisions(RegistrationQuery):
    """Answers what was decided about an entry in stages that are closed.

    {"decisions": [{"stage_id", "name", "decision", "reason"}]}
    """

    edition_id = id_field()
    entry_id = id_field()
