// The judge's pages as one app: the list, and one entry on the screen, with or without a network.
import { Card, fill, newId } from "./card.js";
import { Contact, Kept, Sender } from "./kept.js";

const LOOK_AGAIN_MS = 60000;
const AFTER_COUNTED_MS = 800;
const PAGES = "judge-pages";
const POLL_MS = 10000;
const MOST_AHEAD = 40;
const FORM = /^\/judge\/([^/]+)\/([^/]+)\/([^/]+)$/;
const SENT = new Set(["submitted", "locked", "amended"]);
const DONE = new Set(["waiting", "safe", "recorded", "practised", "counted", "held"]);

const find = (selector, place = document) => place.querySelector(selector);
const findAll = (selector, place = document) => [...place.querySelectorAll(selector)];
const read = (page) => JSON.parse(find("[data-app]", page).textContent);

// As it came, before anything is changed in it: what is opened again without a network.
const pristine = `<!doctype html>\n${document.documentElement.outerHTML}`;
let app = read(document);
const { words } = app;
const kept = new Kept(app.judge_id, () => { paint(); });
const desk = {
  words, kept, edition: app.edition_id,
  keyOf: (stage, entry) => [app.judge_id, app.edition_id, stage, entry].join("|"),
  formOf: (stage, entry) => `/judge/${app.edition_id}/${stage}/${entry}`,
};
let open = null;
const onStage = new Map();
let looking = null;
let ready = false;
let streaming = false;
let ahead = false;

// ---- the list and the entry

function route() {
  const [, edition, stageId, entryId] = FORM.exec(location.pathname) ?? [];
  const stage = edition === app.edition_id && app.stages.find((each) => each.stage_id === stageId);
  const assignment = stage && stage.assignments.find((each) => each.entry_id === entryId);
  return assignment ? { stage, assignment, key: desk.keyOf(stageId, entryId) } : null;
}

function show() {
  const wanted = route();
  open = wanted && cardOf(wanted);
  find("[data-list]").hidden = Boolean(open);
  find("[data-place]").replaceChildren(...(open ? [open.element] : []));
  document.title = open ? `${open.assignment.company} · ${open.stage.name}` : app.title;
  paint();
}

function cardOf(wanted) {
  const served = find(`[data-place] > [data-of="${CSS.escape(wanted.assignment.entry_id)}"]`);
  if (served) return Card.adopt(desk, wanted, served);
  const template = find(`template[data-form="${CSS.escape(wanted.stage.stage_id)}"]`);
  return new Card(desk, wanted, template.content.firstElementChild.cloneNode(true));
}

function go(path) {
  history.pushState(null, "", path);
  show();
  window.scrollTo(0, 0);
  find("h1", open ? open.element : find("[data-list]"))?.focus();
}

function stateOf(key) {
  if (kept.card(key).draft) return "draft";
  const state = kept.last(key)?.state ?? null;
  if (state !== "waiting") return state;
  if (desk.sender.signedOut) return "signed_out";
  return desk.sender.away ? "later" : "sending";
}

function paint() {
  if (!desk.sender) return;
  paintStrip();
  paintNow();
  if (open) open.paint(stateOf(open.key), kept.last(open.key)?.problem);
  findAll("[data-list] [data-entry]").forEach(paintRow);
  findAll("[data-list] [data-stage-id]").forEach(paintProgress);
  findAll("main [data-hand]").forEach(paintHand);
}

function paintStrip() {
  const { signedOut, away } = desk.sender;
  const strip = find("[data-strip]");
  const waiting = kept.waiting().length;
  const text = [
    kept.trouble === "refuses" && words.storage_refused,
    kept.trouble === "cleared" && fill(words.storage_cleared, { n: kept.gone }),
    waiting ? fill(words.waiting, { n: waiting }) : words.nothing_waits,
    signedOut ? words.signed_out_strip : away ? words.away : ready && words.ready,
  ].filter(Boolean).join(" ");
  const said = find("[data-said]", strip);
  if (said.textContent !== text) said.textContent = text;
  strip.classList.toggle("bad", Boolean(kept.trouble) || signedOut);
  strip.classList.toggle("busy", waiting > 0 || away);
  find("[data-sign-in]", strip).hidden = !signedOut;
}

function paintRow(row) {
  const state = stateOf(desk.keyOf(row.dataset.stage, row.dataset.entry));
  if (!state) return;
  const mark = find("[data-state]", row);
  mark.textContent = words[`row_${state}`];
  mark.className = DONE.has(state) && state !== "held" ? "tick" : `badge ${state}`;
}

function paintProgress(section) {
  const stage = app.stages.find((each) => each.stage_id === section.dataset.stageId);
  const owed = stage.assignments.filter((each) => each.state !== "void");
  const isDone = (each) => SENT.has(each.state) || DONE.has(kept.last(desk.keyOf(stage.stage_id, each.entry_id))?.state);
  const done = owed.filter(isDone).length;
  find("progress", section).value = done;
  find("b", section).firstChild.textContent = done;
}

function paintHand(place) {
  const { hand } = app.stages.find((each) => each.stage_id === place.dataset.hand);
  const waits = kept.hand?.stage === place.dataset.hand;
  const said = find("[data-raised]", place);
  const text = waits ? words.hand_waits : hand ? fill(words.hand_up, { what: words.hands[hand.kind] }) : "";
  if (said.textContent !== text) said.textContent = text;
  said.hidden = !text;
  find("[data-lower]", place).hidden = !hand && !waits;
}

// A hand is raised or lowered as soon as there is a connection, like everything that is tapped.
function putHand(form, kind) {
  const stage = form.closest("[data-hand]").dataset.hand;
  const lower = kind === "lower";
  const body = lower ? {} : { kind, note: form.elements.note.value, entry_id: form.elements.entry_id.value || null };
  const url = app.hands[stage] + (lower ? "/lower" : "");
  kept.noteHand({ judge: app.judge_id, id: newId(), stage, url, body });
  if (!lower) form.elements.note.value = "";
  desk.sender.wake();
}

// ---- the server

// Takes the list as it is now, and puts it aside for when there is no network.
async function look() {
  try {
    const response = await fetch(`/judge?edition_id=${app.edition_id}`, { headers: { Accept: "text/html" } });
    desk.sender.setAway(response.status >= 500);
    desk.sender.setSignedOut(response.redirected);
    if (!response.ok || response.redirected) return;
    desk.contact.note(response);
    const text = await response.text();
    take(new DOMParser().parseFromString(text, "text/html"));
    await putAside(text);
    lookAhead();
  } catch {
    desk.sender.setAway(true);
  }
}

function lookIn(ms) {
  clearTimeout(looking);
  const mine = setTimeout(async () => {
    await look();
    if (looking === mine) lookIn(LOOK_AGAIN_MS);
  }, ms);
  looking = mine;
}

function take(page) {
  const news = find("[data-app]", page) && read(page);
  if (!news) return;
  if (news.judge_id !== app.judge_id) { desk.sender.setSignedOut(true); return; }
  app = news;
  if (!streaming) onStage.clear();
  app.running.forEach(heard);
  for (const name of ["[data-list]", "[data-templates]"]) find(name).replaceChildren(...find(name, page).childNodes);
  const wanted = route();
  if (wanted && wanted.key === open?.key) { open.update(wanted); paint(); } else show();
}

// Every answer carries the policy by which pages are held to our own files; what is kept has it too.
async function putAside(text) {
  if (!("caches" in window)) return;
  const files = await caches.open("judge-files");
  const wanted = findAll("link[rel=stylesheet], link[rel=modulepreload], script[src]").map((each) => each.href || each.src);
  const had = (await files.keys()).map((request) => request.url);
  await files.addAll(wanted.filter((url) => !had.includes(url)));
  await Promise.all(had.filter((url) => !wanted.includes(url)).map((url) => files.delete(url)));
  const policy = (await files.match(wanted[0])).headers.get("Content-Security-Policy");
  const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy };
  const pages = await caches.open(PAGES);
  for (const path of ["/judge", `/judge?edition_id=${app.edition_id}`]) await pages.put(path, new Response(text, { headers }));
}

// The first page of each deck, one after the other, so that it is there without a network. Not on
// a first visit, which has enough to fetch.
async function lookAhead() {
  if (ahead || !navigator.serviceWorker?.controller) return;
  ahead = true;
  const owed = app.stages.filter((stage) => stage.state === "open").flatMap((stage) => stage.assignments);
  const pictures = new Set(owed.filter((each) => each.state === "draft" && each.deck).map((each) => each.deck.picture));
  for (const picture of [...pictures].slice(0, MOST_AHEAD)) if (!(await fetch(picture).catch(() => null))) break;
  ahead = false;
}

// ---- who is on stage

function paintNow() {
  const on = [...onStage.values()].reverse().map(currentOf).find(Boolean);
  const line = find("[data-now-on]");
  line.hidden = !on || on.entry_id === open?.assignment.entry_id;
  if (!on) return;
  find("a", line).textContent = on.company;
  find("a", line).href = desk.formOf(on.stage_id, on.entry_id);
}

// Who is on in a session, of those whom this judge scores: another session is in another room.
function currentOf(session) {
  const stage = app.stages.find((each) => each.stage_id === session.stage_id);
  const owed = stage?.assignments.find((each) => each.entry_id === session.current && each.state !== "void");
  return owed && { stage_id: session.stage_id, entry_id: owed.entry_id, company: owed.company };
}

// What is older than what is known changes nothing; what is heard last is shown first.
function heard(session) {
  if (session.number < (onStage.get(session.session_id)?.number ?? 0)) return;
  onStage.delete(session.session_id);
  onStage.set(session.session_id, session);
  paintNow();
}

function listen() {
  const stream = new EventSource(`${app.live}/show`);
  stream.onopen = () => { streaming = true; };
  stream.addEventListener("session", (event) => { heard(JSON.parse(event.data)); });
  stream.onerror = () => {
    streaming = false;
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, POLL_MS);
  };
}

const fetched = async (path) => {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), POLL_MS / 2);
  try {
    const response = await fetch(path, { signal: patience.signal });
    return response.ok ? await response.json() : null;
  } catch { return null; } finally { clearTimeout(timer); }
};

// Where the stream does not pass: the same, asked for; of the gateway where the live process is away.
async function poll() {
  if (streaming || document.visibilityState !== "visible") return;
  const newest = await fetched(`${app.live}/show.json`);
  const open = app.stages.filter((stage) => stage.state === "open").map((stage) => app.sessions[stage.stage_id]);
  const asked = newest ? [newest] : await Promise.all(open.map(fetched));
  for (const session of asked.flatMap((each) => each?.sessions ?? [])) heard(session);
}

// ---- begin

document.addEventListener("click", (event) => {
  const link = event.target.closest("main a[href]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const { origin, pathname } = new URL(link.href);
  const [, edition, stage] = FORM.exec(pathname) ?? [];
  const ours = pathname === "/judge" || (edition === app.edition_id && stage !== "receipts");
  if (origin !== location.origin || !ours) return;
  event.preventDefault();
  go(pathname);
});

// Whoever signs out takes along what the phone kept, and is asked first where something waits.
document.addEventListener("submit", async (event) => {
  if (event.target.closest("[data-hand]")) {
    event.preventDefault();
    putHand(event.target, event.submitter?.value ?? "question");
    return;
  }
  if (new URL(event.target.action).pathname !== app.sign_out) return;
  event.preventDefault();
  const held = kept.held();
  if (held && !window.confirm(fill(words.sign_out_waiting, { n: held }))) return;
  await kept.clear();
  const names = "caches" in window ? await caches.keys() : [];
  for (const name of names.filter((each) => each.startsWith("judge-"))) await caches.delete(name);
  event.target.submit();
});

function again() {
  if (document.visibilityState !== "visible") return;
  desk.sender.wake();
  lookIn(0);
}

// On a later visit: the first has enough to fetch.
function offerHomeScreen(old) {
  if (!old) return;
  const link = Object.assign(document.createElement("link"), { rel: "manifest", href: app.manifest });
  document.head.append(link);
}

async function begin() {
  await kept.open();
  // A page that a service worker gave may be old, and what it says of the time with it.
  const old = Boolean(navigator.serviceWorker?.controller);
  const [opening] = performance.getEntriesByType("navigation");
  desk.contact = new Contact(kept, old ? null : app.now, opening?.responseStart);
  const ended = () => { lookIn(AFTER_COUNTED_MS); };
  desk.sender = new Sender(kept, desk.contact, { send: app.send, receipts: app.receipts, ended });
  app.running.forEach(heard);
  show();
  window.addEventListener("popstate", show);
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  desk.sender.wake();
  listen();
  setInterval(poll, POLL_MS);
  offerHomeScreen(old);
  lookIn(LOOK_AGAIN_MS);
  await Promise.all([old ? look() : putAside(pristine), navigator.serviceWorker.register("/judge/sw.js", { scope: "/judge" })]);
  await navigator.serviceWorker.ready;
  ready = Boolean(await caches.match("/judge", { cacheName: PAGES }));
  paint();
}

// Where the browser has no service worker, or lends us none, all but opening without a network works.
begin().catch((error) => { console.warn("this page will not open without a network", error); });
