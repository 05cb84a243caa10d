// Keeps the board as it is shown on stage: by the live stream, else by asking every few seconds.
const root = document.getElementById("board");
const line = root.querySelector("[data-line]");
const ASK_AGAIN_MS = 10000;
const ASK_RARELY_MS = 60000;
let live = false;
let chosen = false;

const panels = () => [...root.querySelectorAll(".stage-board")];
const panelOf = (stageId) => panels().find((panel) => panel.dataset.stage === stageId);

function show(stageId) {
  panels().forEach((panel) => { panel.hidden = panel.dataset.stage !== stageId; });
  root.querySelectorAll("[data-show]").forEach((tab) => {
    if (tab.dataset.show === stageId) tab.setAttribute("aria-current", "true");
    else tab.removeAttribute("aria-current");
  });
}

function place(row) {
  const item = document.getElementById("place").content.firstElementChild.cloneNode(true);
  item.classList.add(`place-${row.place}`);
  item.dataset.entry = row.entry_id;
  item.querySelector(".number").textContent = row.place;
  if (row.shared) {
    const shared = document.createElement("abbr");
    shared.title = root.dataset.shared;
    shared.textContent = "=";
    item.querySelector(".number").append(shared);
  }
  const company = item.querySelector(".company");
  company.textContent = row.company;
  if (row.award) {
    const award = document.createElement("span");
    award.className = "award";
    award.textContent = row.award;
    company.append(award);
  }
  if (row.before) {
    const place = `${row.before.place}${row.before.shared ? "=" : ""}`;
    const was = document.createElement("span");
    was.className = "was";
    was.textContent = root.dataset.before.replace("#", place).replace("@", () => row.before.name);
    company.append(was);
  }
  item.querySelector(".total").textContent = row.total;
  return item;
}

function signature(row) {
  return [row.entry_id, row.place, row.shared, row.total, row.award].join("|");
}

function showRows(panel, rows) {
  const list = panel.querySelector(".places");
  const before = new Map([...list.children].map((item) => [item.dataset.entry, item]));
  const items = [...rows].sort((a, b) => a.place - b.place).map((row) => {
    const known = before.get(row.entry_id);
    if (known && known.dataset.signature === signature(row)) return known;
    const item = place(row);
    item.dataset.signature = signature(row);
    if (known) item.classList.remove("new");
    return item;
  });
  list.replaceChildren(...items);
  const fresh = items.find((item) => item.classList.contains("new") && !before.has(item.dataset.entry));
  if (fresh && !panel.hidden) fresh.scrollIntoView({ block: "center", behavior: "smooth" });
}

function update(board) {
  const panel = panelOf(board.stage_id);
  if (!panel) { location.reload(); return; }
  if (Number(panel.dataset.number) >= board.number) return;
  panel.dataset.number = board.number;
  const badge = panel.querySelector("[data-state]");
  badge.className = `badge ${board.state}`;
  badge.textContent = root.dataset[`word${board.state[0].toUpperCase()}${board.state.slice(1)}`];
  panel.querySelector("[data-count]").hidden = !board.expected;
  panel.querySelector("[data-counted]").textContent = board.counted;
  panel.querySelector("[data-expected]").textContent = board.expected;
  const progress = panel.querySelector("progress");
  progress.max = Math.max(1, board.expected);
  progress.value = board.counted;
  panel.querySelector(".counting").hidden = board.rows.length > 0;
  panel.querySelector("[data-corrected]").hidden = !board.corrected;
  panel.querySelector("[data-certificates]").hidden = board.state !== "published";
  panel.querySelector("[data-proof]").hidden = !board.proof;
  panel.querySelector("[data-root]").textContent = board.proof ? board.proof.root : "";
  showRows(panel, board.rows);
  // The live stream carries the first places of a long board only.
  const more = panel.querySelector("[data-more]");
  more.hidden = !board.more;
  more.textContent = more.dataset.text.replace("#", board.more);
  if (!chosen && (board.rows.length || board.counted || board.state !== "building")) show(board.stage_id);
}

async function ask() {
  try {
    const response = await fetch(root.dataset.fetch);
    if (!response.ok) return;
    const board = await response.json();
    if (!panels().length && board.stages.length) { location.reload(); return; }
    const on = panels().find((panel) => !panel.hidden)?.dataset.stage;
    board.stages.forEach(update);
    if (on && !chosen) {
      const begun = board.stages.filter((stage) => stage.expected || stage.rows.length || stage.state !== "building");
      show((begun.at(-1) ?? { stage_id: on }).stage_id);
    }
  } catch { /* asked again below */ }
}

function say(on) {
  live = on;
  line.textContent = on ? line.dataset.on : line.dataset.off;
  line.classList.toggle("on", on);
}

function listen() {
  const stream = new EventSource(root.dataset.live);
  stream.onopen = () => { say(true); ask(); };
  stream.onmessage = (event) => update(JSON.parse(event.data));
  stream.addEventListener("look-again", ask);
  stream.onerror = () => {
    say(false);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, ASK_AGAIN_MS);
  };
}

root.querySelectorAll(".tabs a").forEach((tab) => tab.addEventListener("click", (event) => {
  event.preventDefault();
  chosen = true;
  show(tab.dataset.show);
}));
root.querySelectorAll(".place").forEach((item) => {
  item.dataset.signature = signature({
    entry_id: item.dataset.entry,
    place: item.querySelector(".number").firstChild.textContent.trim(),
    shared: Boolean(item.querySelector("abbr")),
    total: item.querySelector(".total").textContent,
    award: item.querySelector(".award")?.textContent ?? "",
  });
});
let asked = 0;
setInterval(() => {
  if (!live || Date.now() - asked > ASK_RARELY_MS) { asked = Date.now(); ask(); }
}, ASK_AGAIN_MS);
listen();
