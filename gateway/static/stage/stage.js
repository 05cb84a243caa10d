// Keeps an organiser's page of a stage as the stage is: on each change, and every few seconds, it
// takes the page anew, part by part, but for a part in which somebody is typing or has a fold open.
import { asTime, serverClock, tick } from "./clock.js";

const LOOK_MS = 4000;
const root = document.querySelector("[data-live]");
const title = document.title;
let now = serverClock(root.dataset.now);
let looking = false;
let again = false;

const parts = () => [...root.querySelectorAll("[data-fresh]")];
// Where there is nothing to type a part is never busy.
const busy = (part) => !("eager" in root.dataset) && (part.querySelector("details[open]") || part.contains(document.activeElement));
export const read = (text) => new DOMParser().parseFromString(text, "text/html");

function clocks() {
  const on = root.querySelector("[data-clock]");
  if (on) {
    const left = on.dataset.left === "" ? null : Number(on.dataset.left);
    tick(on, { left_ms: left, ends_at: on.dataset.ends }, now());
  }
  for (const badge of root.querySelectorAll("[data-window]")) {
    if (badge.dataset.state === "open" && badge.dataset.closes && Date.parse(badge.dataset.closes) <= now()) {
      badge.dataset.state = "closed";
      badge.classList.remove("open");
      badge.textContent = root.dataset.closedText;
    }
  }
  for (const since of root.querySelectorAll("[data-since]")) {
    since.textContent = `(${asTime(Math.max(0, now() - Date.parse(since.dataset.since)))})`;
  }
}

// Who looks at another window sees in its name that a hand is up.
function count() {
  const hands = Number(document.getElementById("hands")?.dataset.count ?? 0);
  document.title = hands ? `(${hands}) ${title}` : title;
}

// What is under somebody's finger is not taken away, nor anything that is the same.
export function renew(page) {
  const told = page.querySelector("[data-live]")?.dataset.now;
  if (told) now = serverClock(told);
  for (const part of parts()) {
    const fresh = page.getElementById(part.id);
    if (!fresh || fresh.dataset.seen === part.dataset.seen || busy(part)) continue;
    part.replaceWith(document.adoptNode(fresh));
  }
  clocks();
  count();
}

async function look() {
  again = looking;
  if (looking || parts().every(busy)) return;
  looking = true;
  const trouble = root.querySelector("[data-trouble]");
  try {
    const response = await fetch(location.pathname + location.search, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    renew(read(await response.text()));
    trouble.hidden = true;
  } catch {
    trouble.textContent = root.dataset.lost;
    trouble.hidden = false;
  } finally {
    looking = false;
  }
  if (again) look();
}

const stream = new EventSource(root.dataset.live);
stream.addEventListener("session", (event) => {
  const session = JSON.parse(event.data);
  const shown = document.getElementById("session")?.dataset ?? {};
  const other = shown.session && shown.session !== session.session_id;
  if (session.stage_id === root.dataset.stage && !other && session.number > Number(shown.number ?? 0)) look();
});
stream.addEventListener("board", (event) => {
  const board = JSON.parse(event.data);
  if (board.stage_id === root.dataset.stage && board.state !== "building") look();
});
setInterval(look, Number(root.dataset.look) || LOOK_MS);
setInterval(clocks, 250);
clocks();
count();
