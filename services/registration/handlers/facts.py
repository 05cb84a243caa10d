"""What scoring told."""

from schemas.envelope import Envelope
from schemas.events import ResultsCertified
from services.registration.repository import RegistrationStore

RESULTS = ResultsCertified()


def keep_results(event: Envelope, store: RegistrationStore) -> None:
    """Keep the certified results of a stage; a later certificate replaces an earlier one."""
    data = event.data
    rows = RESULTS.dump(data)["rows"]
    values = {"certificate": data["certificate"], "rows": rows}
    stage = f"{data['edition_id']}.{data['stage_id']}"
    store.results.put(stage, "certified", version=event.aggregate_version, values=values)
