"""What registration can be asked to tell of rehearsals."""

from schemas.fields import id_field
from schemas.queries.registration import RegistrationQuery


class ListRehearsals(RegistrationQuery):
    """Answers {"rehearsals": [edition, ...]}, those of one edition that were not thrown away, newest first."""

    edition_id = id_field()
