"""What an aggregate notes for the world to hear."""

from collections.abc import Mapping
from typing import Any

Fact = tuple[str, Mapping[str, Any]]
