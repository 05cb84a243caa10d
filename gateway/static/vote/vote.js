// Sends a vote and keeps it on the phone until it is safe; shows what became of it; follows the votes.
const root = document.querySelector("[data-voting]");
const list = root.querySelector("[data-votes]");
const texts = JSON.parse(root.dataset.texts);
const key = `votes:${location.pathname}`;
const FIRST_MS = 1000;
const LONGEST_MS = 15000;
const ASK_MS = 5000;
const sections = new Map();
let clock = { server: Date.parse(root.dataset.now), here: performance.now() };
let live = false;

const later = (ms) => new Promise((done) => { setTimeout(done, ms); });
const madeAt = () => new Date(clock.server + performance.now() - clock.here).toISOString();

function heardFrom(response) {
  const told = Date.parse(response.headers.get("X-Server-Time") ?? "");
  if (told) clock = { server: told, here: performance.now() };
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
}

function kept() {
  try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return {}; }
}

function keep(voteId, command) {
  try {
    const all = kept();
    if (command) all[voteId] = command;
    else delete all[voteId];
    if (Object.keys(all).length) localStorage.setItem(key, JSON.stringify(all));
    else localStorage.removeItem(key);
  } catch { /* private window: the page itself still holds it */ }
}

function make(tag, attributes = {}, ...inside) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...inside);
  return node;
}

function say(seen, text, tone = "") {
  const outcome = seen.node.querySelector("[data-outcome]");
  outcome.textContent = text;
  outcome.className = `outcome ${tone}`;
}

function choicesOf(seen) {
  const form = make("form", { method: "post", class: "choices" });
  for (const choice of seen.vote.choices) {
    const pressed = String(seen.chosen === choice.entry_id);
    const button = make("button", { name: "entry_id", value: choice.entry_id, "aria-pressed": pressed }, choice.company);
    button.disabled = seen.vote.state !== "open";
    form.append(button);
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); choose(seen, event.submitter.value); });
  return form;
}

function totalsOf(vote) {
  const names = new Map(vote.choices.map((choice) => [choice.entry_id, choice.company]));
  const most = Math.max(0, ...vote.totals.map((line) => line.votes));
  const lines = [...vote.totals].sort((a, b) => b.votes - a.votes).map((line) => {
    const best = most > 0 && line.votes === most;
    const name = make("span", {}, names.get(line.entry_id) ?? "");
    if (best) name.append(" ", make("span", { class: "award" }, vote.name));
    const bar = make("progress", { max: most || 1, value: line.votes, "aria-label": names.get(line.entry_id) ?? "" });
    return make("li", { class: best ? "best" : "" }, name, make("b", {}, String(line.votes)), bar);
  });
  return make("ol", { class: "totals" }, ...lines);
}

// Only what changed is made anew, so that whoever is on a button stays there.
function draw(seen) {
  const { node, vote } = seen;
  const badge = node.querySelector(".badge");
  badge.className = `badge ${vote.state}`;
  badge.textContent = texts[`state_${vote.state}`];
  node.querySelectorAll(".choices, .totals, .head ~ .muted").forEach((old) => old.remove());
  const body = vote.state === "revealed" ? [totalsOf(vote)] : [choicesOf(seen)];
  if (vote.state === "closed") body.push(make("p", { class: "muted" }, texts.closed));
  node.querySelector(".head").after(...body);
}

function sectionFor(vote) {
  const badge = make("span", { class: "badge" });
  const head = make("div", { class: "head" }, make("h2", { id: `vote-${vote.vote_id}` }, vote.name), badge);
  const outcome = make("p", { class: "outcome", role: "status", "data-outcome": "" });
  const attributes = { class: "card vote", "data-vote": vote.vote_id, "aria-labelledby": `vote-${vote.vote_id}` };
  const node = make("section", attributes, head, outcome);
  list.prepend(node);
  return node;
}

function update(vote) {
  if (!list || vote.edition_id !== root.dataset.edition) return;
  let seen = sections.get(vote.vote_id);
  if (seen && seen.vote.number >= vote.number) return;
  if (!seen) {
    seen = { node: sectionFor(vote), chosen: "", attempt: 0 };
    sections.set(vote.vote_id, seen);
  }
  seen.vote = vote;
  root.querySelector("[data-none]").hidden = true;
  draw(seen);
}

function press(seen, entryId) {
  seen.chosen = entryId;
  for (const button of seen.node.querySelectorAll(".choices button")) {
    button.setAttribute("aria-pressed", String(button.value === entryId));
  }
}

function choose(seen, entryId) {
  const command = {
    command_id: newId(),
    edition_id: root.dataset.edition,
    vote_id: seen.vote.vote_id,
    ticket: root.dataset.ticket,
    entry_id: entryId,
    made_at: madeAt(),
  };
  keep(seen.vote.vote_id, command);
  send(seen, command);
}

async function send(seen, command) {
  const mine = ++seen.attempt;
  press(seen, command.entry_id);
  say(seen, texts.sending);
  for (let wait = FIRST_MS; mine === seen.attempt; wait = Math.min(LONGEST_MS, wait * 2)) {
    const answer = await post(command);
    if (mine !== seen.attempt) return;
    if (answer.status === 202) {
      keep(command.vote_id, null);
      say(seen, `✓ ${texts.safe}`, "good");
      follow(seen, answer.body.receipt, mine);
      return;
    }
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) { refuse(seen, answer.body); return; }
    say(seen, answer.status === 429 ? texts.too_often : texts.later);
    await later(wait + Math.random() * wait / 2);
  }
}

async function post(command) {
  try {
    const response = await fetch(root.dataset.cast, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(command),
    });
    heardFrom(response);
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: null };
  }
}

function refuse(seen, refusal) {
  keep(seen.vote.vote_id, null);
  press(seen, seen.counted ?? "");
  say(seen, `${texts.refused} ${texts[refusal?.code] ?? refusal?.detail ?? ""}`, "bad");
}

async function follow(seen, receipt, mine) {
  for (let wait = 700; mine === seen.attempt; wait = Math.min(LONGEST_MS, wait * 1.5)) {
    await later(wait + Math.random() * wait);
    const outcome = await outcomeOf(receipt);
    if (mine !== seen.attempt || !outcome) continue;
    if (outcome.state === "refused") { refuse(seen, outcome.refusal); return; }
    if (outcome.state === "counted") {
      seen.counted = seen.chosen;
      say(seen, `✓✓ ${texts.counted}`, "good");
      return;
    }
  }
}

async function outcomeOf(receipt) {
  try {
    const response = await fetch(`${root.dataset.receipts}?receipt=${encodeURIComponent(receipt)}`);
    return response.ok ? (await response.json()).receipts[0] : null;
  } catch {
    return null;
  }
}

async function ask() {
  try {
    const response = await fetch(root.dataset.fetch);
    heardFrom(response);
    if (response.ok) (await response.json()).votes.forEach(update);
  } catch { /* the next time */ }
}

function listen() {
  const stream = new EventSource(root.dataset.live);
  stream.onopen = () => { live = true; root.querySelector("[data-line]").textContent = ""; };
  stream.addEventListener("vote", (event) => update(JSON.parse(event.data)));
  stream.addEventListener("look-again", ask);
  stream.onerror = () => {
    live = false;
    root.querySelector("[data-line]").textContent = texts.not_live;
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, ASK_MS);
  };
}

async function poll() {
  for (;;) {
    await later(ASK_MS + Math.random() * ASK_MS / 2);
    if (!live) await ask();
  }
}

if (list) {
  for (const node of list.querySelectorAll("[data-vote]")) {
    const seen = { node, vote: JSON.parse(node.dataset.body), chosen: node.dataset.chosen, counted: node.dataset.chosen, attempt: 0 };
    sections.set(node.dataset.vote, seen);
    draw(seen);
  }
  for (const command of Object.values(kept())) {
    const seen = sections.get(command.vote_id);
    if (seen) send(seen, command);
  }
  listen();
  poll();
}
