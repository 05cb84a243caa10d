"""A blueprint of the API, strict about what stands after the question mark too."""

from typing import ClassVar

from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser


class StrictParser(FlaskParser):
    """Leaves unknown fields to the schema, wherever they come from."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar[dict[str, str | None]] = {}


class Room(Blueprint):
    """flask-smorest's blueprint with that parser."""

    ARGUMENTS_PARSER = StrictParser()
