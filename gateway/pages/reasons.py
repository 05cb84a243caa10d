"""Reasons that organisers give again and again, in the reader's language; any other may be typed."""

from flask_babel import lazy_gettext

USUAL = (
    lazy_gettext("The application is not complete."),
    lazy_gettext("Outside the field of this contest."),
    lazy_gettext("Founded too long ago."),
    lazy_gettext("Not from the region of this contest."),
    lazy_gettext("Took part before."),
    lazy_gettext("No answer to our questions."),
)


def usual_reasons() -> list[str]:
    """Return the usual reasons."""
    return [str(reason) for reason in USUAL]
