"""What registration can be asked to do with the address of a calendar."""

from schemas.commands.registration import RegistrationCommand


class RenewCalendar(RegistrationCommand):
    """Give whoever asks an address for their calendar; the one before is worth nothing any more."""

    audited = False  # everybody's own, and of no edition


class RevokeCalendar(RegistrationCommand):
    """Make the calendar's address of whoever asks worthless."""

    audited = False  # as above
