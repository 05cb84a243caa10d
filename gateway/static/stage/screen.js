// What the hall sees: who is on and for how long, the audience's vote, and places as they are revealed.
import { serverClock, tick } from "./clock.js";
import { canOpen } from "./sealed.js";
import { Carried } from "./carried.js";

const ASK_AGAIN_MS = 5000;
const COMING = 3;
const root = document.getElementById("screen");
const known = JSON.parse(root.dataset.known);
const boards = new Map(known.boards.map((board) => [board.stage_id, board]));
const sessions = new Map(known.sessions.map((session) => [session.session_id, session]));
const votes = new Map(known.votes.map((vote) => [vote.vote_id, vote]));
let shown = known.shown;
let now = serverClock(known.sessions[0]?.now);
let live = false;
let named = "";
let hearingSince = null;
let sealed = null;

const part = (name) => root.querySelector(`[data-part="${name}"]`);
const field = (name) => root.querySelector(`[data-${name}]`);
const revealing = (board) => board && ["revealing", "published"].includes(board.state);

function place(row) {
  const item = document.getElementById("place").content.firstElementChild.cloneNode(true);
  item.classList.add(`place-${row.place}`);
  item.dataset.entry = row.entry_id;
  const number = item.querySelector(".number");
  number.textContent = row.place;
  if (row.shared) {
    const shared = document.createElement("abbr");
    shared.title = root.dataset.shared;
    shared.textContent = "=";
    number.append(shared);
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
  item.dataset.signature = JSON.stringify(row);
  return item;
}

function showPlaces(rows) {
  const list = field("places");
  const before = new Map([...list.children].map((item) => [item.dataset.entry, item]));
  const items = [...rows].sort((a, b) => a.place - b.place).map((row) => {
    const old = before.get(row.entry_id);
    if (old && old.dataset.signature === JSON.stringify(row)) return old;
    return place(row);
  });
  list.replaceChildren(...items);
  const fresh = items.find((item) => before.size && !before.has(item.dataset.entry));
  if (fresh) fresh.scrollIntoView({ block: "center", behavior: "smooth" });
}

function showSession(session) {
  const on = session.slots.find((slot) => slot.entry_id === session.current);
  part("on").hidden = !on;
  if (on) {
    if (named !== on.company) field("company").textContent = named = on.company;
    const phase = on.clock.phase ? root.dataset[on.clock.phase] : "";
    field("phase").textContent = on.clock.left_ms === null ? phase : `${phase} · ${root.dataset.paused}`;
    tick(field("clock"), on.clock, now());
  }
  const coming = session.slots.filter((slot) => ["planned", "postponed"].includes(slot.state));
  part("next").hidden = !coming.length;
  field("next").replaceChildren(...coming.slice(0, COMING).map((slot) => {
    const item = document.createElement("li");
    item.textContent = slot.company;
    return item;
  }));
}

// The session that the address names; else of the stage's the one that runs, by what was told last.
function sessionShown() {
  if (known.pinned) return sessions.get(known.pinned);
  const own = [...sessions.values()].filter((session) => session.stage_id === shown && session.slots.length);
  return own.filter((session) => session.state === "running").pop() ?? own.find((session) => session.state !== "over") ?? own.pop();
}

// The places that everybody was told, and those that were opened here meanwhile.
function seen() {
  const board = boards.get(shown);
  if (!board || !sealed?.rows.length || sealed.stage !== shown) return board;
  const told = new Set(board.rows.map((row) => row.entry_id));
  return { ...board, state: "revealing", rows: [...board.rows, ...sealed.rows.filter((row) => !told.has(row.entry_id))] };
}

const revealed = () => new Set((boards.get(shown)?.rows ?? []).map((row) => row.place)).size;

// Only on an organiser's screen: once results are certified they are fetched, sealed.
function holdSealed() {
  const board = boards.get(shown);
  if (!root.dataset.sealed || !canOpen() || !board || !["certified", "revealing"].includes(board.state)) return;
  if (sealed?.stage === shown) return;
  sealed = new Carried(root.dataset.sealed.replace("STAGE", shown), shown, show);
  sealed.load().catch(() => { sealed = null; });
}

function showKey() {
  const form = part("key");
  if (!form) return;
  const held = sealed?.results && sealed.stage === shown;
  form.hidden = !held || Boolean(sealed.key);
  const left = sealed?.toTell.length ?? 0;
  field("untold").textContent = left ? root.dataset.untoldText.replace("#", left) : "";
}

function show() {
  holdSealed();
  showKey();
  const board = seen();
  const session = sessionShown();
  const open = [...votes.values()].find((vote) => vote.state === "open");
  const running = session && session.state !== "over" && !revealing(board);
  field("name").textContent = (known.pinned && session?.name) || (board?.name ?? "");
  part("on").hidden = part("next").hidden = true;
  if (running) showSession(session);
  const rows = board && (revealing(board) || !running || session.show_board) ? board.rows : [];
  part("places").hidden = !rows.length;
  showPlaces(rows);
  part("counting").hidden = running || Boolean(rows.length) || !board?.expected;
  field("counted").textContent = board?.counted ?? 0;
  field("expected").textContent = board?.expected ?? 0;
  part("proof").hidden = !board?.proof;
  field("root").textContent = board?.proof?.root ?? "";
  part("vote").hidden = !open || revealing(board);
  if (open) field("vote").textContent = open.name;
}

// The newest of what everybody was told last is what the hall looks at.
function hear(kept, key, told, follow) {
  if ((kept.get(told[key])?.number ?? -1) >= told.number) return;
  const whole = { ...kept.get(told[key]), ...told };
  kept.delete(told[key]);
  kept.set(told[key], whole);
  if (follow && !known.pinned) shown = told.stage_id;
  show();
}

const hearBoard = (board) => hear(boards, "stage_id", board, board.rows.length || board.counted || board.state !== "building");
const hearSession = (session) => hear(sessions, "session_id", session, session.state === "running");
// Where nobody scores an open vote is what happens: the hall sees where to vote.
const votedOn = (vote) => vote.state === "open" && boards.get(vote.stage_id)?.state === "building" && !boards.get(vote.stage_id).expected;
const hearVote = (vote) => hear(votes, "vote_id", vote, votedOn(vote));

async function fetched(path) {
  try {
    const response = await fetch(path);
    return response.ok ? await response.json() : null;
  } catch { return null; }
}

async function askBoards() {
  (await fetched(root.dataset.fetch))?.stages.forEach(hearBoard);
}

// All that can be asked for where the stream's own server does not answer, or may have missed something.
async function askAll() {
  await askBoards();
  const asked = shown && await fetched(root.dataset.session.replace("STAGE", shown));
  asked?.sessions.forEach(hearSession);
  (await fetched(root.dataset.votes))?.votes.forEach(hearVote);
}

// Without the stream: the same, asked for.
async function poll() {
  const newest = await fetched(root.dataset.show);
  newest?.boards.forEach(hearBoard);
  newest?.sessions.forEach(hearSession);
  newest?.votes.forEach(hearVote);
  if (!newest || newest.hearing_since !== hearingSince) await askAll();
  hearingSince = newest?.hearing_since ?? null;
}

function say(on) {
  live = on;
  field("line").textContent = on ? root.dataset.on : root.dataset.off;
  field("line").classList.toggle("on", on);
}

function listen() {
  const stream = new EventSource(root.dataset.live);
  const told = (act) => (event) => act(JSON.parse(event.data));
  stream.onopen = () => { say(true); askBoards(); };
  stream.addEventListener("board", told(hearBoard));
  stream.addEventListener("session", told(hearSession));
  stream.addEventListener("vote", told(hearVote));
  stream.addEventListener("look-again", askAll);
  stream.onerror = () => {
    say(false);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, ASK_AGAIN_MS);
  };
}

async function setClock() {
  try {
    const response = await fetch(root.dataset.fetch, { method: "HEAD", cache: "no-store" });
    const told = response.headers.get("X-Server-Time");
    if (told) now = serverClock(told);
  } catch { /* the clock that is known goes on */ }
}

setInterval(() => { if (!live) poll(); }, ASK_AGAIN_MS);
setInterval(() => {
  const session = sessionShown();
  if (session && !part("on").hidden) showSession(session);
}, 250);

const form = part("key");
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const typed = form.querySelector("input");
  try {
    await sealed.unlock(typed.value.trim());
    typed.value = "";
    document.activeElement?.blur();
  } catch {
    form.querySelector("[data-wrong]").hidden = false;
    typed.focus();
  }
});
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.target.closest("input, a, button") || event.altKey || event.ctrlKey || event.metaKey) return;
  if (["ArrowRight", "PageDown", " "].includes(event.key) && sealed?.key) {
    event.preventDefault();
    sealed.next(revealed());
  } else if (event.key === "f") {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  }
});
setClock();
show();
listen();
