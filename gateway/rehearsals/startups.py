"""Startups that are made up, as a file that entries are imported from."""

import csv
import io
from collections.abc import Sequence
from random import Random

COLUMNS = (
    *("company", "description", "categories", "founded_year"),
    *("city", "country", "website", "investors"),
)
FIRST = (
    *("Amber", "Basalt", "Cedar", "Delta", "Ember", "Fathom", "Granite", "Harbour", "Indigo", "Juniper"),
    *("Kestrel", "Lumen", "Meridian", "Nimbus", "Orchard", "Pebble", "Quartz", "Ripple", "Saffron", "Tidal"),
)
SECOND = (
    *(
        "Robotics",
        "Health",
        "Foods",
        "Energy",
        "Learning",
        "Mobility",
        "Materials",
        "Farms",
        "Games",
        "Homes",
    ),
    *("Sensors", "Water"),
)
ABOUT = {
    "Robotics": ("robots", "Arms that learn a task by being shown it"),
    "Health": ("health", "A test for the kitchen table"),
    "Foods": ("food", "Protein from what breweries throw away"),
    "Energy": ("energy", "Batteries that are leased by the night"),
    "Learning": ("education", "A tutor that asks instead of telling"),
    "Mobility": ("transport", "Buses that come when they are called"),
    "Materials": ("materials", "Boards pressed from rice straw"),
    "Farms": ("agriculture", "Drones that count fruit"),
    "Games": ("games", "Stories that are played by whole classrooms"),
    "Homes": ("housing", "Rooms that are put up in a day"),
    "Sensors": ("hardware", "A nose for leaking pipes"),
    "Water": ("climate", "Drinking water out of sea air"),
}
CITIES = (("Taipei", "Taiwan"), ("Shenzhen", "China"), ("Singapore", "Singapore"), ("Lisbon", "Portugal"))
SECTORS = tuple(sector for sector, _ in ABOUT.values())
INVESTOR = "Rehearsal Ventures"
EARLIEST, YEARS = 2018, 7


def startups_csv(count: int, *, seed: str, cities: Sequence[str] = ()) -> str:
    """Return a CSV of so many different startups; INVESTOR holds a share of the first.

    They are in these cities, in any where none is named.
    """
    places = [(city, "") for city in cities] or CITIES
    rng = Random(f"{seed} startups")
    names = rng.sample([(first, second) for first in FIRST for second in SECOND], count)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, (first, second) in enumerate(names):
        sector, about = ABOUT[second]
        city, country = rng.choice(places)
        year, site = EARLIEST + rng.randrange(YEARS), f"https://{first}-{second}.example".lower()
        investors = "" if number else INVESTOR
        writer.writerow((f"{first} {second}", f"{about}.", sector, year, city, country, site, investors))
    return out.getvalue()
