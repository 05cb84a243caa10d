"""Untyped values read field by field; all that is wrong is said at once."""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

SHORT = 200
LONG = 5_000
MARK_LIMIT = Decimal(1_000_000)
FINEST = -6
MOST_PARTS = 200
SHOWN = 60
IDENTIFIER = re.compile(r"[A-Za-z0-9._:\-]{1,120}")


def shown(value: object) -> str:
    """Return a value as a message shows it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


class Problems:
    """What is wrong, by the path of the field: what came and what is allowed."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def add(self, path: str, came: object, allowed: str) -> None:
        """Note one; the first of a field stays."""
        self.found.setdefault(path, f"came as {shown(came)}; allowed: {allowed}")

    def clean(self, *paths: str) -> bool:
        """Return whether nothing was noted at these paths, or below them."""
        return not any(
            found == path or found.startswith((f"{path}.", f"{path}["))
            for path in paths
            for found in self.found
        )

    def unless(self, holds: bool, path: str, came: object, allowed: str) -> None:
        """Note one unless `holds`."""
        if not holds:
            self.add(path, came, allowed)


class Fields:
    """A mapping whose fields are read one by one.

    A field that is wrong is noted in `problems` and read as something harmless, so that reading
    goes on. `path` is where the mapping stands, `stages[0]` for instance.
    """

    def __init__(self, data: object, problems: Problems, *, path: str = "", known: Collection[str]) -> None:
        self.path = path
        self._problems = problems
        self._data: Mapping[str, Any] | None = data if isinstance(data, Mapping) else None
        if self._data is None:
            problems.add(path or "blueprint", data, f"fields {', '.join(known)}")
            return
        for name in self._data:
            problems.unless(name in known, self.at(str(name)), self._data[name], f"only {', '.join(known)}")

    def at(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str, *, limit: int = SHORT, default: str | None = None) -> str:
        """Return a text; it may be empty or left out where there is a default."""
        value = self._value(name, default)
        if isinstance(value, str) and len(value) <= limit and (value.strip() or default is not None):
            return value.strip()
        self._wrong(name, value, f"a text of at most {limit} characters")
        return default or ""

    def identifier(self, name: str) -> str:
        """Return an identifier."""
        value = self._value(name, None)
        if isinstance(value, str) and IDENTIFIER.fullmatch(value):
            return value
        self._wrong(name, value, "1 to 120 letters, digits and . : - _")
        return ""

    def decimal(self, name: str, *, limit: Decimal = MARK_LIMIT) -> Decimal:
        """Return an exact decimal from -limit to limit; 0.5 is read as it is written."""
        value = self._value(name, None)
        try:
            number = None if isinstance(value, bool) else Decimal(str(value))
        except InvalidOperation:
            number = None
        if number is not None and number.is_finite():
            exponent = number.as_tuple().exponent
            if abs(number) <= limit and isinstance(exponent, int) and exponent >= FINEST:
                return number
            self._wrong(name, value, f"a number from {-limit} to {limit} with at most {-FINEST} decimals")
            return Decimal(0)
        self._wrong(name, value, "a number")
        return Decimal(0)

    def whole(self, name: str, *, lowest: int, highest: int, default: int | None = None) -> int:
        """Return a whole number within its limits."""
        value = self._value(name, default)
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        self._wrong(name, value, f"a whole number from {lowest} to {highest}")
        return lowest

    def choice(self, name: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """Return one of the words that are allowed."""
        value = self._value(name, default)
        if isinstance(value, str) and value in allowed:
            return value
        self._wrong(name, value, ", ".join(allowed))
        return next(iter(allowed))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, empty when it is left out."""
        value = self._value(name, [])
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self._wrong(name, value, "a list of texts")
        return ()

    def part(self, name: str, *, known: Collection[str]) -> "Fields":
        """Return the mapping under a name."""
        return Fields(self._value(name, None), self._problems, path=self.at(name), known=known)

    def parts(self, name: str, *, known: Collection[str], at_least: int = 0) -> list["Fields"]:
        """Return the mappings of a list."""
        value = self._value(name, None if at_least else [])
        if not isinstance(value, list | tuple) or len(value) < at_least:
            self._wrong(name, value, f"a list of at least {at_least}" if at_least else "a list")
            return []
        if len(value) > MOST_PARTS:
            self._wrong(name, f"a list of {len(value)}", f"a list of at most {MOST_PARTS}")
            return []
        return [
            Fields(item, self._problems, path=f"{self.at(name)}[{n}]", known=known)
            for n, item in enumerate(value)
        ]

    def has(self, name: str) -> bool:
        """Return whether a field came, and not as null."""
        return self._value(name, None) is not None

    def _value(self, name: str, default: object) -> Any:
        value = (self._data or {}).get(name)
        return default if value is None else value

    def _wrong(self, name: str, came: object, allowed: str) -> None:
        # Where no mapping came at all, that has been said.
        if self._data is not None:
            self._problems.add(self.at(name), came, allowed)
