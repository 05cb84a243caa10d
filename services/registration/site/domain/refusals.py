"""Why nothing is done with a site."""

from schemas.refusal import Refusal


class SiteChanged(Refusal):
    """Somebody else changed the site's settings since they were read."""

    code = "site_changed"


class ShowingChanged(Refusal):
    """Somebody else changed what the entry shows since it was read."""

    code = "showing_changed"
