// The organiser's remote: each tap is a command of its own, sent again with the same id while the
// network does not answer, but not for so long that a pause comes when nobody wants it any more.
import { read, renew } from "./stage.js";

const WAITS_MS = [0, 300, 900, 1800];
const ANSWER_MS = 4000;
const SETTLE_MS = 700;
const root = document.querySelector("[data-live]");
const said = root.querySelector("[data-sent]");
const meant = new Map();
let sending = false;

const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// A key that came to mean another thing a moment ago is not what the finger was after.
function settle() {
  for (const form of root.querySelectorAll("[data-act]")) {
    const before = meant.get(form.dataset.act);
    if (before?.what === form.dataset.what) continue;
    meant.set(form.dataset.act, { what: form.dataset.what, at: before ? performance.now() : -SETTLE_MS });
  }
}

async function post(form, body) {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), ANSWER_MS);
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html" }, signal: giveUp.signal });
    if (response.status >= 500) return null;
    return read(await response.text());
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// Returns what to say about it: nothing when it was done, else why not.
async function send(form) {
  const body = new URLSearchParams(new FormData(form));
  body.set("command_id", newId());
  for (const wait of WAITS_MS) {
    await pause(wait);
    const page = await post(form, body);
    if (!page) continue;
    if (!page.querySelector("[data-live]")) location.reload();
    else renew(page);
    return page.querySelector("[data-refusal] strong")?.textContent ?? "";
  }
  return root.dataset.unsent;
}

root.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const act = form.dataset.act;
  if (sending || performance.now() - meant.get(act).at < SETTLE_MS) return;
  sending = true;
  said.textContent = root.dataset.sending;
  root.querySelector("[data-refusal]").textContent = "";
  said.textContent = await send(form);
  root.querySelector(`[data-act="${act}"] button`)?.focus();
  sending = false;
});
// Told first, so that a key is known to be new before a finger can reach it.
new MutationObserver(settle).observe(root, { childList: true, subtree: true });
settle();

// A phone that goes dark is no remote; where the browser cannot keep it lit, it is as any phone.
const stayLit = () => { if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {}); };
document.addEventListener("visibilitychange", stayLit);
stayLit();
