"""Cities at the gateway: typed in the set-up, chosen where startups are entered, offered for heats."""

import pytest

from tests.unit.gateway.answers import ANSWERS, CALL, EDITION, EDITION_ANSWER, FINAL

AT = f"/editions/{EDITION}"
CITIES = ["Taipei", "Tainan"]


@pytest.fixture
def gateway(gateway):
    gateway.ask.answers["GetEdition"] = {**EDITION_ANSWER, "cities": CITIES}
    return gateway


def test_cities_are_typed_one_on_each_line(gateway):
    assert ">Taipei\nTainan</textarea>" in gateway.get(f"{AT}/set-up", by="olive").text
    form = {
        "do": "save",
        "version": "3",
        "name": "Cup",
        "zone": "UTC",
        "cities": "Taipei\r\n\r\n Hsinchu \r\n",
    }
    gateway.post(f"{AT}/set-up", by="olive", data=form)
    [(told, _, _)] = gateway.ask.named("ChangeSetUp")
    assert told["set_up"]["cities"] == ["Taipei", "Hsinchu"]


def test_a_startup_is_entered_in_one_of_them_and_a_file_is_told_which(gateway):
    page = gateway.get(f"{AT}/new-entry", by="olive").text
    assert "<option>Tainan</option>" in page
    assert "Taipei, Tainan" in gateway.get(f"{AT}/imports", by="olive").text
    form = [{**CALL["form"][0], "field_id": "city"}]
    gateway.ask.answers["GetCall"] = {**CALL, "form": form}
    assert "Taipei, Tainan" in gateway.get(f"{AT}/form", by="olive").text


def test_a_heat_is_offered_for_each(gateway):
    gateway.ask.answers["ListSessions"] = {**ANSWERS["ListSessions"], "sessions": []}
    page = f"{AT}/stages/{FINAL}/sessions"
    assert f'href="{page}?cities=1"' in gateway.get(page, by="olive").text
    filled = gateway.get(f"{page}?cities=1", by="olive").text
    for number, city in enumerate(CITIES):
        assert f'name="name.{number}" maxlength="200" value="{city}"' in filled
        assert f'name="city.{number}" maxlength="200" value="{city}"' in filled


def test_a_founder_chooses_among_few_by_button_and_among_many_from_a_list(gateway):
    application = gateway.ask.answers["GetApplication"]

    def asked(cities, text):
        city = {**application["call"]["form"][0], "field_id": "city", "kind": "choice", "choices": cities}
        call = {**application["call"], "form": [city]}
        gateway.ask.answers["GetApplication"] = {**application, "call": call, "answers": {"city": text}}
        return gateway.get("/founder/application", by="fay").text

    assert 'type="radio" name="answer.city" value="Tainan" checked' in asked(CITIES, "Tainan")
    many = asked([f"City {n}" for n in range(9)], "Elsewhere")
    assert '<select id="answer-city" name="answer.city"' in many
    assert "<option selected>Elsewhere</option>" in many
