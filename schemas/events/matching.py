"""What matching tells the world."""

from schemas.fields import SHORT, id_field, moment_field, text_field
from schemas.message import Event


class IntroMade(Event):
    """An investor and a startup both said yes. How to reach each other they find on their own pages."""

    source = "matching"

    edition_id = id_field()
    intro_id = id_field()
    investor_id = id_field()
    entry_id = id_field()
    company = text_field(SHORT)
    investor = text_field(SHORT)
    firm = text_field(SHORT)
    made_at = moment_field()
