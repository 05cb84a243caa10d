"""Places and their other names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.matching.domain.wording import key_of

CITY = "city"
STATE = "state"
COUNTRY = "country"

# One name stands for all that mean the same place.
_NAMES = (
    ("USA", "US", "U.S.", "U.S.A.", "United States", "United States of America", "America", "美國", "美国"),
    ("United Kingdom", "UK", "U.K.", "Great Britain", "Britain", "英國", "英国"),
    ("Taiwan", "Taiwan, ROC", "台灣", "臺灣", "台湾"),
    ("China", "PRC", "Mainland China", "中國", "中国"),
    ("Hong Kong", "Hong Kong SAR", "HK", "香港"),
    ("Singapore", "新加坡"),
    ("Japan", "日本"),
    ("New York City", "NYC"),
    ("San Francisco", "SF"),
    ("Los Angeles", "LA"),
    ("Taipei", "Taipei City", "台北", "臺北", "台北市", "臺北市"),
    ("Hsinchu", "新竹", "新竹市"),
    ("Taichung", "台中", "臺中", "台中市", "臺中市"),
    ("Tainan", "台南", "臺南", "台南市", "臺南市"),
    ("Kaohsiung", "高雄", "高雄市"),
    ("Beijing", "北京", "北京市"),
    ("Shanghai", "上海", "上海市"),
    ("Shenzhen", "深圳", "深圳市"),
)
_BAY_AREA = (
    "San Francisco|Mountain View|Palo Alto|Menlo Park|Sunnyvale|San Jose|Redwood City|Burlingame|San Mateo|"
    "Berkeley|Oakland|Santa Clara|Cupertino|Atherton|Campbell|Fremont|Emeryville|San Bruno|Foster City"
)
_ALIASES: Mapping[str, str] = {key_of(other): key_of(names[0]) for names in _NAMES for other in names}
_REGIONS: Mapping[str, frozenset[str]] = {
    key_of(name): frozenset(key_of(city) for city in _BAY_AREA.split("|"))
    for name in ("Bay Area", "San Francisco Bay Area", "SF Bay Area", "Silicon Valley")
}


@dataclass(frozen=True, slots=True)
class Place:
    """A city, state or country as it was written."""

    name: str
    kind: str


def place_key(name: str) -> str:
    """Return what two names of one place have in common."""
    key = key_of(name)
    return _ALIASES.get(key, key)


def covered_by(name: str) -> frozenset[str]:
    """Return the keys of the places that a name stands for: itself, or the cities of a region."""
    key = place_key(name)
    return _REGIONS.get(key, frozenset((key,)))


def places_of(*, city: str, state: str, country: str) -> dict[str, Place]:
    """Return the places by key, the finest first. A field may name several, between commas."""
    found: dict[str, Place] = {}
    for text, kind in ((city, CITY), (state, STATE), (country, COUNTRY)):
        for name in _names(text):
            found.setdefault(place_key(name), Place(name, kind))
    return found


def _names(text: str) -> Iterator[str]:
    for name in (part.strip() for part in text.split(",")):
        if name:
            yield _without_state_code(name)


def _without_state_code(name: str) -> str:
    """Return "Redmond" for "Redmond WA"."""
    city, _, code = name.rpartition(" ")
    return city if city and len(code) == 2 and code.isascii() and code.isupper() else name
