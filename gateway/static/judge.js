// Sends a scorecard without leaving the page, keeps it until it is safe, and shows what became of it.
const form = document.querySelector("[data-scorecard]");
const FIRST_MS = 1000;
const LONGEST_MS = 15000;
// Not the scorecard's fault: it is kept and sent again, once signed in again or a little later.
const SIGNED_OUT = 401;
const PASSING = new Set([SIGNED_OUT, 408, 429]);
const key = form && `scorecard:${form.dataset.edition}:${form.dataset.stage}:${form.dataset.entry}`;
let attempt = 0;
// What the server's clock said when the page was made, and how long that is ago by a clock that only
// counts up: together the time, whatever the phone takes for it.
const contactAt = form?.dataset.now;
const opened = performance.now();

const reckoned = () => new Date(Date.parse(contactAt) + performance.now() - opened).toISOString();

function say(name, detail = "") {
  const outcome = form.querySelector("[data-outcome]");
  outcome.textContent = outcome.dataset[name] + detail;
  outcome.className = `outcome ${{ refused: "bad", safe: "good", recorded: "good", counted: "good", held: "" }[name] ?? ""}`;
}

const later = (ms) => new Promise((done) => { setTimeout(done, ms); });

function read() {
  const data = new FormData(form);
  const marks = {};
  for (const input of form.querySelectorAll("[name^='mark.']")) {
    marks[input.name.slice(5)] = data.get(input.name) || null;
  }
  return {
    command_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`,
    edition_id: form.dataset.edition,
    stage_id: form.dataset.stage,
    entry_id: form.dataset.entry,
    revision: Number(data.get("revision")),
    marks,
    comment: data.get("comment"),
    made_at: reckoned(),
    clock: { phone_at: new Date().toISOString(), contact_at: contactAt, basis: "monotonic" },
  };
}

function remember(scorecard) {
  try {
    if (scorecard) localStorage.setItem(key, JSON.stringify(scorecard));
    else localStorage.removeItem(key);
  } catch { /* private window: the page itself still holds it */ }
}

function recall() {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

async function send(scorecard) {
  const mine = ++attempt;
  let wait = FIRST_MS;
  remember(scorecard);
  say("sending");
  while (mine === attempt) {
    const answer = await post(scorecard);
    if (mine !== attempt) return;
    if (answer.status === 202) { remember(null); say("safe"); follow(answer.body.receipt, mine); return; }
    if (answer.status >= 400 && answer.status < 500 && !PASSING.has(answer.status)) {
      remember(null);
      say("refused", reason(answer.body));
      return;
    }
    say(answer.status === SIGNED_OUT ? "signIn" : "later");
    await later(wait);
    wait = Math.min(LONGEST_MS, wait * 2);
  }
}

async function post(scorecard) {
  try {
    const response = await fetch(form.dataset.send, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(scorecard),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return { status: 0, body: null };
  }
}

function reason(problem) {
  const fields = Object.entries(problem?.errors ?? {}).map(([field, error]) => `${field}: ${JSON.stringify(error)}`);
  return [problem?.detail ?? "", ...fields].join(" ");
}

async function follow(receipt, mine) {
  for (let wait = 500; mine === attempt; wait = Math.min(LONGEST_MS, wait * 1.5)) {
    await later(wait);
    const outcome = await outcomeOf(receipt);
    if (mine !== attempt || !outcome) continue;
    if (outcome.state === "refused") { say("refused", reason(outcome.refusal)); return; }
    if (outcome.state !== "waiting") say(outcome.state);
    if (outcome.state === "counted") return;
  }
}

async function outcomeOf(receipt) {
  try {
    const response = await fetch(`${form.dataset.receipts}?receipt=${encodeURIComponent(receipt)}`);
    return response.ok ? (await response.json()).receipts[0] : null;
  } catch {
    return null;
  }
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const scorecard = read();
    form.querySelector("[name='revision']").value = scorecard.revision + 1;
    send(scorecard);
  });
  const unsent = recall();
  if (unsent) send(unsent);
}
