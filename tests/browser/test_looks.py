"""Every page of the product, for everybody: WCAG 2.2 AA in both themes, targets, labels, names."""

import pytest

from gateway.access.roles import ROLES
from tests.browser.looks import nameless, small_targets, unlabelled, violations
from tests.browser.town import PAGES, SIZES, build, no_page, pages_of
from tests.unit.gateway.fakes import an_app

BARE = "<!doctype html><html lang='en'><head><title>Bare</title></head><body><main>{}</main></body></html>"


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """What the gateway's app can be asked for with GET, by endpoint."""
    app, _, _ = an_app(tmp_path_factory.mktemp("app"))
    return {rule.endpoint: rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}


@pytest.fixture(scope="module")
def town(make, regulars):
    """A system in which something of everything happened."""
    return build(make, regulars)


def test_every_page_of_the_product_is_looked_at(rules):
    assert pages_of(rules) == set(PAGES)
    assert set(PAGES) | no_page(rules) <= set(ROLES)


@pytest.mark.parametrize("endpoint", PAGES)
def test_a_page_meets_wcag_2_2_aa_in_both_themes_and_every_target_can_be_hit(endpoint, town):
    page = town.open(endpoint)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert small_targets(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert unlabelled(page) == []
    assert nameless(page) == []
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page, rules=["color-contrast"]) == []


def test_a_page_that_the_security_policy_stops_is_noticed(visitor):
    visitor.page.goto("/sign-in")
    assert visitor.errors == []
    visitor.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">Red</p>')")
    visitor.until(lambda: visitor.errors)
    assert "Content Security Policy" in visitor.errors[0]


@pytest.mark.parametrize(
    ("look", "good", "bad"),
    [
        (violations, "<h1>Hello</h1>", "<h1>Hello</h1><img src='icon.svg'>"),
        (violations, "<p style='color:#555'>Hello</p>", "<p style='color:#bbb'>Hello</p>"),
        (
            small_targets,
            "<button style='height:44px;width:44px'>Go</button>",
            "<button style='height:43px;width:44px'>Go</button>",
        ),
        (
            small_targets,
            "<label style='display:block;height:44px'><input type='radio'>Yes</label>",
            "<label><input type='radio'>Yes</label>",
        ),
        (small_targets, "<p>A <a href='#'>link</a> in a sentence</p>", "<p><a href='#'>link</a></p>"),
        (unlabelled, "<label>Name <input></label>", "<input placeholder='Name'>"),
        (
            unlabelled,
            "<select aria-label='Stage'></select>",
            "<label for='other'>Stage</label><select id='it'></select>",
        ),
        (nameless, "<button>Go</button>", "<button><svg></svg></button>"),
    ],
)
def test_the_looks_find_what_is_wrong_and_nothing_else(visitor, look, good, bad):
    visitor.page.set_content(BARE.format(good))
    assert look(visitor.page) == []
    visitor.page.set_content(BARE.format(bad))
    assert len(look(visitor.page)) == 1
