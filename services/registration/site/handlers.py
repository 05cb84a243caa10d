"""What is done with sites: load, decide, save."""

from typing import Any

from schemas.rehearsals import rehearsed
from services.chassis.messaging import Asked
from services.registration.domain.refusals import NotInRehearsals
from services.registration.repository import RegistrationStore, entry_of
from services.registration.site.finding import showing_of, site_of

Answer = dict[str, Any]


def set_site(command: Asked, store: RegistrationStore) -> Answer:
    """Take the settings of a site; again the same ones changes nothing. A rehearsal's is never public."""
    if command.data["public"] and rehearsed(command.data["edition_id"]) is not None:
        raise NotInRehearsals("a rehearsal has no public site; only its organisers see it")
    site = site_of(command.data["edition_id"], store)
    if site.set(**{name: command.data[name] for name in ("seen", "public", "about", "contact")}):
        store.sites.save(site)
    return site.as_dict()


def choose_shown(command: Asked, store: RegistrationStore) -> Answer:
    """Take what an entry shows; again the same changes nothing."""
    showing = showing_of(entry_of(store, command.data), store)
    if showing.choose(**{name: command.data[name] for name in ("seen", "listed", "parts")}):
        store.showings.save(showing)
    return showing.as_dict()
