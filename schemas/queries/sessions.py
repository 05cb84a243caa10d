"""What judging can be asked to tell about sessions."""

from schemas.fields import id_field
from schemas.message import Query


class GetSession(Query):
    """Answers the body of SessionChanged with "now", the server's time; public.

    NotFound where the stage has no session.
    """

    source = "judging"

    edition_id = id_field()
    stage_id = id_field()
