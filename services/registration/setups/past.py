"""What has happened in an edition, from what registration knows."""

from services.registration.domain.edition import Edition
from services.registration.domain.fixed import Past
from services.registration.repository import RegistrationStore


def past_of(edition: Edition, store: RegistrationStore) -> Past:
    """Return what has happened in an edition that its set-up must stay true to."""
    stages, tracks = store.entry_index.places(edition.id)
    results = {f"{edition.id}.{run.stage.stage_id}": run.stage.stage_id for run in edition.runs}
    certified = [results[id] for id in store.results.load(results)]
    return edition.past(held_entries=stages, certified=certified, tracks=tracks)
