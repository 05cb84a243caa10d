"""What bodies and answers of the HTTP interface have in common."""

from typing import Any

from marshmallow import EXCLUDE, RAISE, Schema, fields

from schemas.message import Command


class Answer(Schema):
    """What a service answered, reduced to what is described; every described field is there."""

    class Meta:
        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Describe each field as always there."""
        field_obj.required = True


class Part(Answer):
    """A part of an answer that may lack some of its fields."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Leave the field as it was declared."""


class Parameters(Schema):
    """What may stand after the question mark; unknown parameters are refused."""

    class Meta:
        unknown = RAISE


def body_of(command: type[Command], *from_path: str, name: str = "") -> type[Schema]:
    """Return the schema of a body that has what `command` needs but for what the path names.

    It is described under the command's name, or under `name` where there are several of one command.
    """
    meta = type("Meta", (), {"unknown": RAISE, "exclude": from_path})
    called = name or f"{command.__name__}Body"
    return type(called, (command,), {"Meta": meta, "__doc__": command.__doc__})


def text(**options: Any) -> fields.String:
    """Return a text of an answer."""
    return fields.String(**options)


def optional(**options: Any) -> fields.String:
    """Return a text of an answer that may be null."""
    return fields.String(allow_none=True, **options)


def moment(**options: Any) -> fields.String:
    """Return a time of an answer, ISO 8601 with its zone; it may be null."""
    return fields.String(allow_none=True, metadata={"format": "date-time"}, **options)


def decimal(**options: Any) -> fields.String:
    """Return an exact decimal of an answer, as text; it may be null."""
    return fields.String(allow_none=True, metadata={"format": "decimal"}, **options)


def count(**options: Any) -> fields.Integer:
    """Return a whole number of an answer."""
    return fields.Integer(**options)
