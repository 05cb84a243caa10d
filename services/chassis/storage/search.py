"""What people look for by words, as the database is asked for it."""

import re
from typing import Any


def holding(search: str, *fields: str) -> dict[str, Any]:
    """Return the filter for documents that have each word of a search in one of the fields, in either case."""
    words = [{"$regex": re.escape(word), "$options": "i"} for word in search.split()]
    ways = [{"$or": [{name: word} for name in fields]} for word in words]
    return {"$and": ways} if ways else {}
