// Keeps the organiser's stage page as the session is: on each change, and every few seconds, it
// takes the page anew, unless somebody is typing or has a fold open there.
import { serverClock, tick } from "./clock.js";

const LOOK_MS = 4000;
let root = document.getElementById("session");
let now = serverClock(root.dataset.now);
let looking = false;

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
}

const busy = () => root.querySelector("details[open]") || root.contains(document.activeElement);

async function look(must) {
  if (looking || (!must && busy())) return;
  looking = true;
  try {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = document.adoptNode(page.getElementById("session"));
    now = serverClock(fresh.dataset.now);
    root.querySelector("[data-trouble]").hidden = true;
    // What is under somebody's finger is not taken away for what is the same.
    if (fresh.dataset.seen === root.dataset.seen) return;
    root.replaceWith(fresh);
    root = fresh;
    clocks();
  } catch {
    const trouble = root.querySelector("[data-trouble]");
    trouble.textContent = root.dataset.lost;
    trouble.hidden = false;
  } finally {
    looking = false;
  }
}

const stream = new EventSource(root.dataset.live);
stream.addEventListener("session", (event) => {
  const session = JSON.parse(event.data);
  if (session.stage_id === root.dataset.stage && session.number > Number(root.dataset.number)) look(!busy());
});
setInterval(() => look(false), LOOK_MS);
setInterval(clocks, 250);
clocks();
