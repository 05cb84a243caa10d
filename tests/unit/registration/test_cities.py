"""The cities of an edition: whoever enters is in one of them, however it is written."""

import pytest

from schemas.refusal import Invalid
from services.registration.domain.importing import read_startups
from services.registration.domain.refusals import ImportInvalid, SetUpInvalid
from services.registration.setups.files import read_blueprint, write_blueprint
from services.registration.shelf import blueprint
from tests.unit.registration.registry import Registry
from tests.unit.registration.test_applications import GOOD, a_call, begin, save, submit
from tests.unit.registration.test_setups import change, set_up_of

CITIES = ["Taipei", "New Taipei", "Tainan"]


def listing(registry, cities):
    return change(registry, {**set_up_of(registry), "cities": cities})


@pytest.fixture
def registry():
    registry = Registry()
    registry.start()
    listing(registry, CITIES)
    return registry


def test_cities_are_listed_in_the_set_up_and_told(registry):
    assert registry.edition()["cities"] == CITIES
    [_, (_, told)] = [each for each in registry.told() if each[0] == "EditionStarted"]
    assert told["cities"] == CITIES
    cloned = registry.here("CloneEdition", name="Cup 2027")
    assert cloned["cities"] == CITIES


@pytest.mark.parametrize(
    ("cities", "path"),
    [
        (["Taipei", " taipei "], "cities"),
        (["Taipei", ""], "cities[1]"),
        (["x" * 201], "cities[0]"),
        ("Taipei", "cities"),
        ([str(n) for n in range(201)], "cities"),
    ],
)
def test_a_list_that_is_none_is_refused_at_its_place(registry, cities, path):
    with pytest.raises(SetUpInvalid) as refused:
        listing(registry, cities)
    assert list(refused.value.errors) == [path]


def test_a_blueprint_file_has_cities_and_is_read_as_it_was_written():
    found = blueprint("demo-day")
    text = write_blueprint(name=found.name, description="", parts=found.parts)
    with_cities = read_blueprint("x", f"{text}cities: [Taipei, Tainan]\n", file="x.yaml")
    assert with_cities.parts.cities == ("Taipei", "Tainan")
    again = write_blueprint(name=found.name, description="", parts=with_cities.parts)
    assert read_blueprint("x", again, file="x.yaml").parts == with_cities.parts


def test_a_startup_is_entered_in_one_of_the_cities_as_the_edition_spells_it(registry):
    entered = registry.here("SubmitEntry", startup={"company": "Acorn", "city": " new  TAIPEI"})
    assert entered["startup"]["city"] == "New Taipei"
    assert registry.here("SubmitEntry", startup={"company": "Beech"})["startup"]["city"] == ""
    with pytest.raises(Invalid) as refused:
        registry.here("SubmitEntry", startup={"company": "Cedar", "city": "Lisbon"})
    allowed = "Taipei, New Taipei, Tainan"
    assert refused.value.errors == {"startup.city": {"came": "Lisbon", "allowed": allowed}}


def test_a_file_names_no_other_city_and_says_which_there_are(registry):
    csv = "company,city\nAcorn,tainan\nBeech,Lisbon\nCedar,\n"
    with pytest.raises(ImportInvalid) as refused:
        registry.here("ImportEntries", csv=csv)
    [flaw] = refused.value.errors["lines"]
    assert (flaw["line"], flaw["column"]) == (3, "city")
    assert "Taipei, New Taipei, Tainan" in flaw["reason"]
    assert registry.here("ImportEntries", csv=csv, skip_bad_lines=True)["imported"] == 2


def test_where_no_city_is_listed_every_city_will_do():
    [startup] = read_startups("company,city\nAcorn,Lisbon\n").startups
    assert startup.city == "Lisbon"
    registry = Registry()
    registry.start()
    entered = registry.here("SubmitEntry", startup={"company": "Acorn", "city": "Lisbon"})
    assert entered["startup"]["city"] == "Lisbon"


def test_founders_choose_one_of_the_cities_and_the_form_itself_stays_as_it_is(registry):
    a_call(registry)
    entry_id = begin(registry)
    save(registry, entry_id, 1, **GOOD, city="Lisbon")
    told = registry.tell("get_application", entry_id=entry_id)
    [field] = [field for field in told["call"]["form"] if field["field_id"] == "city"]
    assert (field["kind"], field["choices"]) == ("choice", CITIES)
    assert told["problems"]["city"]["problem"] == "not_offered"
    with pytest.raises(Invalid):
        submit(registry, entry_id)
    save(registry, entry_id, 2, city="Tainan")
    submit(registry, entry_id)
    assert registry.entry(entry_id)["startup"]["city"] == "Tainan"
    call = registry.tell("get_call")
    assert [f["kind"] for f in call["form"] if f["field_id"] == "city"] == ["text"]
    form = registry.here("SetForm", seen=call["version"], form=call["form"])["form"]
    assert [f["kind"] for f in form if f["field_id"] == "city"] == ["text"]
