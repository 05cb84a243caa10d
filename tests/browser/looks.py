"""What every page must be to those who do not see, point or hear as most do."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(".venv/share/darkhorse/npm/axe-core/axe.min.js")
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
SMALLEST = 44

ROOT = Path(__file__).parents[2]

# Links within a sentence are as high as its line; WCAG's target size excepts them, and so does this.
TARGETS = """(smallest) => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button],"
    + "[role=link], [role=tab], [role=radio], [role=checkbox], [role=slider], [tabindex]:not([tabindex='-1'])";
  const shown = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const inSentence = (el) => getComputedStyle(el).display === "inline" && el.parentElement
    && [...el.parentElement.childNodes].some((n) => n !== el && n.nodeType === 3 && n.data.trim().length > 1);
  const reach = (el) => {
    const boxes = [el, ...(el.labels ?? [])].filter(shown).map((part) => part.getBoundingClientRect());
    return [Math.max(...boxes.map((b) => b.width)), Math.max(...boxes.map((b) => b.height))];
  };
  const scrolls = (el) => el.matches("[tabindex='0']") && el.scrollWidth > el.clientWidth;
  return [...document.querySelectorAll(wanted)]
    .filter((el) => shown(el) && !el.disabled && !inSentence(el) && !scrolls(el))
    .map((el) => ({ el, size: reach(el) }))
    .filter(({ size }) => Math.min(...size) < smallest - 0.01)
    .map(({ el, size }) => `${el.outerHTML.slice(0, 120)} is ${size.map((n) => n.toFixed(1)).join(" by ")}`);
}"""

FIELDS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, [contenteditable]")]
  .filter((el) => {
    const named = (el.getAttribute("aria-labelledby") ?? "").split(/\\s+/).filter(Boolean)
      .map((id) => document.getElementById(id)?.textContent ?? "");
    const words = [el.getAttribute("aria-label") ?? "", ...named,
      ...[...(el.labels ?? [])].map((label) => label.textContent)];
    return !words.join("").trim();
  })
  .map((el) => el.outerHTML.slice(0, 160))"""


@cache
def _axe() -> str:
    return (ROOT / AXE).read_text(encoding="utf-8")


def violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA, or against some rules only, a line for each element."""
    kind = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": WCAG_22_AA}
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: dict[str, Any] = page.evaluate(
        "(only) => axe.run(document, { runOnly: only, resultTypes: ['violations'] })", kind
    )
    return [
        f"{page.url} {broken['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for broken in found["violations"]
        for node in broken["nodes"]
    ]


def small_targets(page: Page) -> list[str]:
    """Return what can be pointed at and is under 44 px in either direction."""
    return [f"{page.url} {each}" for each in page.evaluate(TARGETS, SMALLEST)]


def unlabelled(page: Page) -> list[str]:
    """Return the fields that have no label of their own; a placeholder or a title is none."""
    return [f"{page.url} {each}" for each in page.evaluate(FIELDS)]


def nameless(page: Page) -> list[str]:
    """Return what can be acted on and has no name for a screen reader, by the browser's own tree."""
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    acting = {
        "button",
        "link",
        "textbox",
        "searchbox",
        "combobox",
        "checkbox",
        "radio",
        "slider",
        "spinbutton",
    }
    return [
        f"{page.url} a {node['role']['value']} without a name"
        for node in tree
        if not node.get("ignored")
        and node.get("role", {}).get("value") in acting
        and not node.get("name", {}).get("value", "").strip()
    ]
