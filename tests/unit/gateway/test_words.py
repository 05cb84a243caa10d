"""Each refusal has words in the reader's language."""

import importlib
import pkgutil

import gateway
import services
from gateway.pages.words import REFUSALS
from schemas.refusal import Refusal

NEVER_SHOWN = {"refused"}
"""What a refusal is called that has no name of its own."""


def codes():
    for package in (services, gateway):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.endswith(".refusals") or module.name.startswith("gateway.access."):
                importlib.import_module(module.name)
    return {kind.code for kind in every_kind(Refusal)} - NEVER_SHOWN


def every_kind(kind):
    for below in kind.__subclasses__():
        yield below
        yield from every_kind(below)


def test_every_refusal_has_words():
    assert sorted(codes() - set(REFUSALS)) == []


def test_a_refusal_without_words_is_found():
    class Unheard(Refusal):
        code = "unheard_of"

    assert "unheard_of" in codes() - set(REFUSALS)
    Unheard.code = "invalid"  # gone with this test's class, whenever that is collected
