// What a judge's phone keeps, and how it is sent. Nothing here knows the page.
import { openDB } from "../vendor/idb.js";

const NAME = "darkhorse-judge";
const STORES = ["cards", "sent", "meta"];
const MARKER = "darkhorse_kept";
const MARKER_SECONDS = 30 * 24 * 3600;
// A store that is being cleared can be opened again only a little later.
const RESTORE_MS = [200, 1000, 3000, 0];
const SOON_MS = 500;
const FIRST_MS = 1000;
const LONGEST_MS = 15000;
const ANSWER_MS = 20000;
const MOST_AT_ONCE = 50;
const MOST_ASKED = 100;
const SIGNED_OUT = 401;
const OTHER_JUDGE = "other_judge";
const PASSING = new Set([SIGNED_OUT, 408, 429]);
const ENDED = new Set(["counted", "practised", "refused"]);

function upgrade(db) {
  db.createObjectStore("cards", { keyPath: "key" });
  db.createObjectStore("sent", { keyPath: "command_id" });
  db.createObjectStore("meta");
}

// How many marks this phone held when it was last asked. A browser that clears what a page stored
// leaves cookies alone, so that the next visit knows what is gone.
function marked() {
  const found = document.cookie.split("; ").find((cookie) => cookie.startsWith(`${MARKER}=`));
  return Number(found?.slice(MARKER.length + 1) ?? 0) || 0;
}

function mark(number) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${MARKER}=${number}; Path=/judge; SameSite=Strict; Max-Age=${MARKER_SECONDS}${secure}`;
}

// The cards of one judge (drafts, and what was seen of them last) and what the judge sent, in
// IndexedDB and in memory. `trouble` is "refuses" where the browser keeps nothing, and "cleared",
// with how many are `gone`, where it threw away what had not been sent.
export class Kept {
  constructor(judge, changed) {
    Object.assign(this, { judge, changed, db: null, trouble: null, gone: 0, contact: null, hand: null });
    this.cards = new Map();
    this.sent = new Map();
  }

  async open() {
    const expected = marked();
    try {
      await this.connect();
      const [cards, sent, contact, hand, born] = await Promise.all([
        this.db.getAll("cards"), this.db.getAll("sent"), ...["contact", "hand", "born"].map((key) => this.db.get("meta", key)),
      ]);
      this.contact = contact ?? null;
      this.hand = hand?.judge === this.judge ? hand : null;
      for (const card of cards) if (card.judge === this.judge) this.cards.set(card.key, card);
      for (const item of sent) if (item.judge === this.judge) this.sent.set(item.command_id, item);
      if (!born && expected > 0) Object.assign(this, { trouble: "cleared", gone: expected });
      await this.db.put("meta", new Date().toISOString(), "born");
    } catch {
      this.refused();
    }
    mark(this.held());
  }

  async connect() {
    this.db = await openDB(NAME, 1, { upgrade, terminated: () => { this.restore(); } });
  }

  // The browser closed the store under a page that is open: what it held is still in memory.
  async restore() {
    if (this.restoring) return;
    this.restoring = true;
    this.db = null;
    for (const ms of RESTORE_MS) {
      try {
        await this.connect();
        await this.put([...this.cards.values()], [...this.sent.values()]);
        await this.db.put("meta", new Date().toISOString(), "born");
        break;
      } catch {
        this.db = null;
        await new Promise((done) => { setTimeout(done, ms); });
      }
    }
    this.restoring = false;
    if (!this.db) this.refused();
  }

  refused() {
    this.db = null;
    this.trouble = "refuses";
    this.changed();
  }

  async put(cards, sent, gone = []) {
    const change = this.db.transaction(STORES, "readwrite");
    for (const card of cards) change.objectStore("cards").put(card);
    for (const item of sent) change.objectStore("sent").put(item);
    for (const id of gone) change.objectStore("sent").delete(id);
    await change.done;
  }

  // Keeps what changed, all of it or nothing. A page whose browser keeps nothing still holds it.
  async keep({ cards = [], sent = [] }) {
    for (const card of cards) this.cards.set(card.key, card);
    for (const item of sent) this.sent.set(item.command_id, item);
    const gone = this.forget(sent);
    mark(this.held());
    this.changed();
    if (!this.db) return;
    try {
      await this.put(cards, sent, gone);
    } catch {
      await this.restore();
    }
  }

  // Of each card only the last that ended is kept, and what has not ended.
  forget(sent) {
    const keys = new Set(sent.map((item) => item.key));
    const old = [...this.sent.values()].filter((item) => keys.has(item.key) && ENDED.has(item.state) && item !== this.last(item.key));
    for (const item of old) this.sent.delete(item.command_id);
    return old.map((item) => item.command_id);
  }

  card(key) {
    return this.cards.get(key) ?? { key, judge: this.judge, draft: null, shown: null, replaced: null };
  }

  last(key) {
    return [...this.sent.values()].filter((item) => item.key === key).sort((a, b) => a.body.revision - b.body.revision).pop() ?? null;
  }

  waiting() {
    return [...this.sent.values()].filter((item) => item.state === "waiting").sort((a, b) => a.tapped - b.tapped);
  }

  followed() {
    return [...this.sent.values()].filter((item) => item.state !== "waiting" && !ENDED.has(item.state));
  }

  held() {
    return this.waiting().length + [...this.cards.values()].filter((card) => card.draft).length;
  }

  async noteContact(contact) {
    this.contact = contact;
    try { await this.db?.put("meta", contact, "contact"); } catch { /* the next one tries again */ }
  }

  // The hand that is to be raised or lowered, until the organiser's side has it; the last tap counts.
  async noteHand(hand) {
    this.hand = hand;
    this.changed();
    try { await this.db?.put("meta", hand, "hand"); } catch { /* the page still holds it */ }
  }

  async clear() {
    mark(0);
    const gone = [...this.sent.keys()];
    const change = this.db?.transaction(STORES, "readwrite");
    for (const key of this.cards.keys()) change?.objectStore("cards").delete(key);
    for (const id of gone) change?.objectStore("sent").delete(id);
    await change?.done;
  }
}

// The server's time, by what it last said and a clock that only counts up; after the page was
// opened anew without a network, by how far the phone's own clock was off then.
export class Contact {
  constructor(kept, pageNow, answered) {
    this.kept = kept;
    this.now = null;
    this.heard(pageNow, answered);
  }

  note(response) { this.heard(response.headers.get("X-Server-Time")); }

  // What the server said is of the moment when it answered, however long ago that was on this phone.
  heard(text, answered = performance.now()) {
    const server = Date.parse(text ?? "");
    if (Number.isNaN(server)) return;
    this.now = { server, counted: answered };
    this.kept.noteContact({ server, wall: Date.now() - (performance.now() - answered) });
  }

  reckon() {
    const clock = { phone_at: new Date().toISOString(), contact_at: null, basis: "none" };
    const known = this.now ?? this.kept.contact;
    if (!known) return { made_at: clock.phone_at, clock };
    const made = this.now
      ? known.server + performance.now() - known.counted
      : Date.now() + known.server - known.wall;
    const contact_at = new Date(known.server).toISOString();
    return { made_at: new Date(made).toISOString(), clock: { ...clock, contact_at, basis: this.now ? "monotonic" : "wall" } };
  }
}

// Sends what waits until it is safe, and asks what became of it until it is counted or refused.
export class Sender {
  constructor(kept, contact, { send, receipts, ended }) {
    Object.assign(this, { kept, contact, send, receipts, ended, signedOut: false, away: false, running: false });
    this.rouse = () => {};
  }

  wake() {
    this.woken = true;
    this.rouse();
    if (!this.running) this.run();
  }

  async run() {
    this.running = true;
    let wait = FIRST_MS;
    while (this.kept.waiting().length || this.kept.followed().length || this.kept.hand) {
      // Something changed, the network perhaps: what failed until then says nothing of what comes.
      if (this.woken) wait = FIRST_MS;
      this.woken = false;
      const moved = [await this.sendSome(), await this.sendHand(), await this.askSome()].some(Boolean);
      wait = moved || this.woken ? SOON_MS : Math.min(LONGEST_MS, wait * 2);
      await this.pause(wait);
    }
    this.running = false;
  }

  pause(ms) {
    return new Promise((done) => {
      const timer = setTimeout(done, ms * (0.75 + Math.random() / 2));
      this.rouse = () => { clearTimeout(timer); done(); };
    });
  }

  async sendSome() {
    const items = this.kept.waiting().slice(0, MOST_AT_ONCE);
    if (!items.length) return false;
    const scorecards = items.map((item) => item.body);
    const answer = await this.ask(this.send, { judge_id: this.kept.judge, scorecards });
    if (answer?.status !== 202) return false;
    const results = answer.body?.results ?? [];
    const settled = items.map((item, at) => this.settled(item, results[at])).filter(Boolean);
    if (settled.length) await this.kept.keep({ sent: settled });
    this.told(settled);
    return settled.length > 0;
  }

  async sendHand() {
    const { hand } = this.kept;
    if (!hand) return false;
    const answer = await this.ask(hand.url, hand.body, hand.id);
    const passing = !answer || answer.status >= 500 || PASSING.has(answer.status);
    if (passing || this.kept.hand !== hand) return false;
    await this.kept.noteHand(null);
    this.ended();
    return true;
  }

  settled(item, result) {
    if (result?.receipt) return { ...item, state: "safe", receipt: result.receipt };
    if (result?.problem?.code === OTHER_JUDGE) this.setSignedOut(true);
    const passing = !result?.problem || result.problem.status >= 500 || result.problem.code === OTHER_JUDGE;
    return passing ? null : { ...item, state: "refused", problem: result.problem };
  }

  async askSome() {
    const items = this.kept.followed().slice(-MOST_ASKED);
    if (!items.length) return false;
    const asked = items.map((item) => `receipt=${encodeURIComponent(item.receipt)}`).join("&");
    const answer = await this.ask(`${this.receipts}?${asked}`);
    if (answer?.status !== 200) return false;
    const found = new Map((answer.body?.receipts ?? []).map((outcome) => [outcome.receipt, outcome]));
    const news = items.flatMap((item) => {
      const outcome = found.get(item.receipt);
      if (!outcome || outcome.state === "waiting" || outcome.state === item.state) return [];
      return [{ ...item, state: outcome.state, problem: outcome.refusal }];
    });
    if (news.length) await this.kept.keep({ sent: news });
    this.told(news);
    return news.length > 0;
  }

  told(items) {
    if (items.some((item) => ENDED.has(item.state))) this.ended();
  }

  // Returns null where nothing came back that could be understood.
  async ask(url, body, id) {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), ANSWER_MS);
    try {
      const headers = { ...(body && { "Content-Type": "application/json" }), ...(id && { "Idempotency-Key": id }) };
      const response = await fetch(url, {
        method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body), signal: patience.signal,
      });
      this.contact.note(response);
      this.setAway(false);
      this.setSignedOut(response.status === SIGNED_OUT);
      return { status: response.status, body: await response.json() };
    } catch {
      this.setAway(true);
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  setSignedOut(value) {
    if (this.signedOut !== value) { this.signedOut = value; this.kept.changed(); }
  }

  setAway(value) {
    if (this.away !== value) { this.away = value; this.kept.changed(); }
  }
}
