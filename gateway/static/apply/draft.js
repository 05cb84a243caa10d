// Saves an application as it is typed. Without this, the form's Save button does.
// What was typed and not saved is kept on this device, and comes back when the page does.

const PAUSE_MS = 900;
const AGAIN_MS = 5_000;

const form = document.querySelector("form[data-draft]");
const status = form.querySelector(".kept") ?? document.createElement("p");
const fields = new Map();
const key = `draft:${form.dataset.entry}`;
let seen = Number(form.elements.seen.value);
let timer = null;
let flight = null;
let refused = false;
let goes = false;

class Field {
  constructor(box) {
    this.box = box;
    this.id = box.dataset.field;
    this.was = form.elements[`was.${this.id}`];
    this.control = form.elements[`answer.${this.id}`];
    this.currency = form.elements[`currency.${this.id}`];
    this.note = box.querySelector("[data-theirs]");
    this.asks = false;
    this.note.querySelector(".plain").hidden = true;
    this.note.querySelector(".choose").hidden = false;
    this.note.addEventListener("click", (event) => this.choose(event.target.dataset.keep));
  }

  get text() {
    const text = (this.control.value ?? "").replaceAll("\r\n", "\n");
    return this.currency && text.trim() ? `${text.trim()} ${this.currency.value}` : text;
  }

  set text(text) {
    if (!this.currency) {
      this.control.value = text;
      return;
    }
    const cut = text.lastIndexOf(" ");
    this.control.value = cut < 0 ? text : text.slice(0, cut);
    if (cut >= 0) this.currency.value = text.slice(cut + 1);
  }

  get dirty() {
    return this.text !== this.was.value.replaceAll("\r\n", "\n");
  }

  ask(theirs) {
    this.asks = true;
    this.theirs = theirs;
    this.note.querySelector("blockquote").textContent = theirs;
    this.note.hidden = false;
  }

  choose(which) {
    if (!which) return;
    if (which === "theirs" && this.theirs !== undefined) this.text = this.theirs;
    this.asks = false;
    this.note.hidden = true;
    changed();
  }
}

function dirty() {
  return [...fields.values()].filter((field) => field.dirty);
}

function tell(text, bad) {
  status.textContent = text;
  status.classList.toggle("bad", Boolean(bad));
}

function keep() {
  const answers = Object.fromEntries(dirty().map((field) => [field.id, field.text]));
  try {
    if (Object.keys(answers).length) localStorage.setItem(key, JSON.stringify({ seen, answers }));
    else localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing still saves by the network.
  }
}

function restore() {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(key));
  } catch {
    return;
  }
  if (!kept) return;
  let any = false;
  for (const [id, text] of Object.entries(kept.answers)) {
    const field = fields.get(id);
    if (!field || field.text === text) continue;
    field.text = text;
    any = true;
  }
  if (!any) return;
  // So that the server says what others changed in between.
  seen = Math.min(seen, kept.seen);
  tell(form.dataset.restored);
  changed();
}

function changed() {
  keep();
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE_MS);
}

function clock(text) {
  const way = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(document.documentElement.lang, way).format(new Date(text));
}

async function save() {
  clearTimeout(timer);
  if (flight) return flight;
  const sent = new Map(dirty().filter((field) => !field.asks).map((field) => [field, field.text]));
  if (!sent.size) return undefined;
  flight = send(sent).finally(() => {
    flight = null;
  });
  return flight;
}

async function send(sent) {
  tell(form.dataset.saving);
  const answers = Object.fromEntries([...sent].map(([field, text]) => [field.id, text]));
  let response;
  try {
    response = await fetch(form.dataset.draft, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ seen, answers }),
    });
  } catch {
    return later();
  }
  if (response.status === 401) return tell(form.dataset.signedOut, true);
  if (response.status === 409) return disagree(await response.json(), sent);
  if (response.status >= 500 || response.status === 429) return later();
  refused = !response.ok;
  if (refused) return tell(form.dataset.wrong, true);
  const saved = await response.json();
  for (const [field, text] of sent) field.was.value = text;
  const alone = saved.version <= seen + 1;
  if (alone) advance(saved.version);
  else await refresh();
  keep();
  tell(alone ? form.dataset.saved.replace("{time}", clock(saved.saved_at)) : form.dataset.others);
  if (dirty().some((field) => !field.asks)) changed();
  return undefined;
}

function later() {
  tell(form.dataset.later, true);
  timer = setTimeout(save, AGAIN_MS);
}

async function disagree(problem, sent) {
  refused = problem.code !== "draft_changed";
  if (refused) return tell(form.dataset.wrong, true);
  for (const [id, told] of Object.entries(problem.errors)) {
    const field = fields.get(id);
    if (field && field.text !== told.theirs) field.ask(told.theirs);
  }
  if (!(await refresh())) return later();
  keep();
  tell(form.dataset.conflict, true);
  if ([...sent.keys()].some((field) => field.dirty && !field.asks)) changed();
  return undefined;
}

// Takes what others changed into the page; where the same was typed here, asks which stays.
async function refresh() {
  let whole;
  try {
    const response = await fetch(form.dataset.whole);
    if (!response.ok) return false;
    whole = await response.json();
  } catch {
    return false;
  }
  for (const field of fields.values()) {
    const theirs = whole.answers[field.id] ?? "";
    if (theirs === field.was.value) continue;
    if (!field.dirty) field.text = theirs;
    else if (field.text !== theirs) field.ask(theirs);
    field.was.value = theirs;
  }
  advance(whole.version);
  return true;
}

function advance(version) {
  seen = version;
  form.elements.seen.value = String(version);
}

form.querySelectorAll("[data-field]").forEach((box) => {
  const field = new Field(box);
  fields.set(field.id, field);
});
form.addEventListener("input", changed);
form.addEventListener("change", changed);
// What was typed is saved first, so that nothing is on its way twice; what cannot be is left to the form,
// which says why.
form.addEventListener("submit", async (event) => {
  if (goes) return;
  event.preventDefault();
  await flight;
  await save();
  // While this event is still under way, the browser would not hear of another.
  await new Promise((done) => setTimeout(done));
  if (dirty().length && !refused) return;
  goes = true;
  form.requestSubmit(event.submitter);
  goes = false;
});
window.addEventListener("pagehide", keep);
window.addEventListener("online", () => dirty().length && save());
restore();
// What was typed before this script came.
if (dirty().length) changed();
