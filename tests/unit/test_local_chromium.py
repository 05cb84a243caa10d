"""Which browser is driven, and what pages carry from npm."""

import json
from pathlib import Path

import pytest

from infra.local.chromium import VARIABLE, ChromiumMissing, find_chromium

LOCK = Path(__file__).parents[2] / "infra" / "local" / "npm" / "package-lock.json"


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A path with nothing on it but what `put` puts there."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def put(folder, name, text="#!/bin/sh\nexec /usr/lib/chromium/chromium\n"):
    program = folder / name
    program.parent.mkdir(exist_ok=True)
    program.write_text(text)
    program.chmod(0o755)
    return str(program)


def test_the_browser_on_the_path_is_found(path):
    assert put(path, "chromium") == find_chromium()


def test_the_shell_that_costs_less_comes_before_the_whole_browser(path):
    put(path, "chromium")
    assert put(path, "chromium-headless-shell") == find_chromium()


def test_the_browser_that_the_environment_names_comes_first(path, monkeypatch):
    put(path, "chromium")
    named = put(path, "mine/browser")
    monkeypatch.setenv(VARIABLE, named)
    assert find_chromium() == named


def test_a_stub_that_starts_a_snap_is_no_browser(path):
    put(path, "chromium-browser", "#!/bin/sh\nexec /snap/bin/chromium\n")
    with pytest.raises(ChromiumMissing, match=VARIABLE):
        find_chromium()


def test_a_name_that_cannot_be_run_is_told(path, monkeypatch):
    put(path, "chromium")
    monkeypatch.setenv(VARIABLE, "/nowhere/chromium")
    with pytest.raises(ChromiumMissing, match="/nowhere/chromium"):
        find_chromium()


def test_every_package_from_npm_has_a_version_and_a_hash_and_names_no_registry():
    packages = json.loads(LOCK.read_text())["packages"]
    asked = packages.pop("")["dependencies"]
    assert {name.removeprefix("node_modules/"): each["version"] for name, each in packages.items()} == asked
    assert all(each["integrity"].startswith("sha512-") for each in packages.values())
    assert all("resolved" not in each for each in packages.values())
