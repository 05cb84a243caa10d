"""Finding a site, and what an entry shows, where nobody has chosen yet too."""

from services.registration.domain.entry import Entry
from services.registration.repository import RegistrationStore
from services.registration.site.domain.showing import Showing
from services.registration.site.domain.site import Site


def site_of(edition_id: str, store: RegistrationStore) -> Site:
    """Return the site of an edition; NotFound where there is no such edition."""
    store.editions.get(edition_id)
    site: Site | None = store.sites.find(edition_id)
    return site or Site(edition_id)


def showing_of(entry: Entry, store: RegistrationStore) -> Showing:
    """Return what the entry shows."""
    showing: Showing | None = store.showings.find(entry.id)
    return showing or Showing(entry.id, entry.edition_id)
