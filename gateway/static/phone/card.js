// One entry on a judge's screen: what it is, its form, and what became of what was sent.
const find = (selector, place) => place.querySelector(selector);
const findAll = (selector, place) => [...place.querySelectorAll(selector)];
const isGiven = (mark) => mark !== null && mark !== undefined && mark !== "";
const shown = (mark) => (isGiven(mark) ? String(Number(mark)) : "–");
const TONES = { refused: "bad", no_marks: "bad", safe: "good", recorded: "good", practised: "good", counted: "good" };

export const newId = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(16).slice(2)}`;
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

// Puts a stage's marks, comment and note into one form, whatever of them there is.
function contentOf(stage, given) {
  const ids = stage.criteria.map((criterion) => criterion.criterion_id);
  const marks = Object.fromEntries(ids.map((id) => [id, given?.marks?.[id] ?? null]));
  return { marks, comment: given?.comment ?? "", note: given?.note ?? "" };
}

// `desk` is what all cards share: { words, kept, contact, sender, edition, keyOf, formOf }.
export class Card {
  constructor(desk, { stage, assignment, key }, element) {
    Object.assign(this, { desk, stage, assignment, key, element });
    this.form = find("form", element);
    this.describe();
    this.bind();
    this.reconcile();
  }

  // Takes over an entry that the server has put on the page, and what was touched in it since.
  static adopt(desk, wanted, element) {
    const before = contentOf(wanted.stage, wanted.assignment);
    const card = Object.assign(Object.create(Card.prototype), { desk, ...wanted, element, form: find("form", element) });
    const content = card.content();
    if (card.differences(before, content).length) desk.kept.keep({ cards: [{ ...desk.kept.card(wanted.key), draft: content }] });
    return new Card(desk, wanted, element);
  }

  // ---- what it is

  update({ stage, assignment }) {
    Object.assign(this, { stage, assignment });
    this.describe();
    this.reconcile();
  }

  describe() {
    const { element, stage, assignment, desk } = this;
    const where = [assignment.city, assignment.country].filter(Boolean).join(", ");
    const facts = [assignment.categories.join(", "), assignment.website, where, assignment.founded];
    const texts = { company: assignment.company, description: assignment.description, facts: facts.filter(Boolean).join(" · ") };
    for (const [name, text] of Object.entries(texts)) {
      const place = find(`[data-fill="${name}"]`, element);
      place.textContent = text;
      place.hidden = !text;
    }
    this.describeDeck(desk.edition);
    this.describeFiles(desk.edition);
    this.describeTable();
    find("[data-void]", element).hidden = assignment.state !== "void";
    find("[data-not-open]", element).hidden = stage.state === "open" || assignment.state === "void";
    this.form.hidden = assignment.state === "void";
    find("[data-hand] [name='entry_id']", element).value = assignment.entry_id;
    this.nameNext();
  }

  describeReceipt() {
    const { desk, assignment } = this;
    const receipt = desk.kept.last(this.key)?.receipt ?? assignment.receipt;
    const place = find("[data-receipt]", this.element);
    place.hidden = !receipt;
    if (!receipt) return;
    find("a", place).textContent = receipt;
    find("a", place).href = `/judge/${desk.edition}/receipts/${receipt}`;
  }

  describeTable() {
    const { table } = this.assignment;
    const place = find("[data-table]", this.element);
    place.hidden = !table;
    find("strong", place).textContent = table ?? "";
  }

  describeFiles(edition) {
    const { files, entry_id } = this.assignment;
    const place = find("[data-files]", this.element);
    place.hidden = !files;
    if (!files) return;
    find("a", place).href = `/editions/${edition}/entries/${entry_id}/files`;
    find("span", place).textContent = files;
  }

  describeDeck(edition) {
    const { deck, entry_id } = this.assignment;
    const place = find("[data-deck]", this.element);
    place.hidden = !deck;
    if (!deck) return;
    place.href = `/editions/${edition}/entries/${entry_id}/deck`;
    const picture = find("img", place);
    if (picture.getAttribute("src") !== deck.picture) picture.src = deck.picture;
    find("[data-pages]", place).textContent = deck.pages;
  }

  nameNext() {
    const { stage, desk } = this;
    const at = stage.assignments.indexOf(this.assignment);
    const turn = [...stage.assignments.slice(at + 1), ...stage.assignments.slice(0, at)];
    const next = turn.find((each) => each.state === "draft" && !desk.kept.last(desk.keyOf(stage.stage_id, each.entry_id)));
    const link = find("[data-next]", this.element);
    link.hidden = !next;
    if (!next) return;
    link.href = desk.formOf(stage.stage_id, next.entry_id);
    link.textContent = fill(desk.words.next, { company: next.company });
  }

  // ---- its form

  field(id) { return this.form.elements[`mark.${id}`]; }

  content() {
    const marks = Object.fromEntries(this.stage.criteria.map(({ criterion_id: id }) => [id, this.field(id).value || null]));
    return { marks, comment: this.form.elements.comment.value, note: this.form.elements.note.value };
  }

  enter(content) {
    for (const [id, mark] of Object.entries(content.marks)) this.setMark(this.field(id), mark);
    this.form.elements.comment.value = content.comment;
    this.form.elements.note.value = content.note;
    this.total();
  }

  setMark(input, mark) {
    const number = isGiven(mark) ? Number(mark) : null;
    if (!(input instanceof RadioNodeList)) input.value = number ?? "";
    else for (const radio of input) radio.checked = number !== null && Number(radio.value) === number;
  }

  bind() {
    for (const steps of findAll("[data-steps]", this.form)) steps.hidden = false;
    this.form.addEventListener("input", () => { this.touched(); });
    this.form.addEventListener("click", (event) => {
      const button = event.target.closest("[data-set], [data-add]");
      if (button) this.step(button);
      else if (event.target.closest("[data-take-theirs]")) this.takeTheirs();
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
  }

  step(button) {
    const id = button.closest("[data-criterion]").dataset.criterion;
    const criterion = this.stage.criteria.find((each) => each.criterion_id === id);
    const [lowest, highest] = [Number(criterion.lowest), Number(criterion.highest)];
    const add = Number(button.dataset.add ?? 0);
    const input = this.field(id);
    const from = input.value === "" ? (add > 0 ? lowest - add : highest - add) : Number(input.value);
    const wanted = button.dataset.set === undefined ? from + add : Number(button.dataset.set);
    const digits = (criterion.step.split(".")[1] ?? "").length;
    input.value = Number(Math.min(highest, Math.max(lowest, wanted)).toFixed(digits));
    this.touched();
  }

  touched() {
    const { kept } = this.desk;
    const card = kept.card(this.key);
    const content = this.content();
    const same = this.differences(contentOf(this.stage, card.shown), content).length === 0;
    kept.keep({ cards: [{ ...card, draft: same ? null : content }] });
    this.total();
  }

  // What the marks come to, as the rule weighs them; a mark that is not given adds nothing.
  total() {
    const { words } = this.desk;
    const all = this.stage.criteria.reduce((sum, criterion) => sum + Number(criterion.weight), 0);
    let [sum, most, missing] = [0, 0, 0];
    for (const criterion of this.stage.criteria) {
      const { value } = this.field(criterion.criterion_id);
      const share = Number(criterion.weight) / all;
      most += share * Number(criterion.highest);
      sum += share * Number(value || 0);
      missing += value === "" ? 1 : 0;
      this.light(criterion.criterion_id, value);
    }
    const values = { total: sum.toFixed(2), most: String(Number(most.toFixed(2))), missing };
    find("[data-total]", this.form).textContent = fill(missing ? words.total_so_far : words.total, values);
  }

  // Shows which anchor the mark stands on, and which of the big steps it is.
  light(id, value) {
    const place = find(`[data-criterion="${CSS.escape(id)}"]`, this.form);
    const anchors = findAll("[data-anchor]", place);
    const below = anchors.filter((each) => value !== "" && Number(each.dataset.anchor) <= Number(value));
    const [reached] = below.sort((a, b) => Number(b.dataset.anchor) - Number(a.dataset.anchor));
    for (const each of anchors) each.classList.toggle("here", each === reached);
    for (const each of findAll("[data-set]", place)) each.classList.toggle("on", value !== "" && Number(each.dataset.set) === Number(value));
  }

  // ---- what is kept of it

  differences(before, after) {
    const { words } = this.desk;
    const found = this.stage.criteria.flatMap(({ criterion_id: id, name }) => {
      const [old, now] = [shown(before.marks[id]), shown(after.marks[id])];
      return old === now ? [] : [`${name} ${old} → ${now}`];
    });
    if ((before.comment ?? "") !== (after.comment ?? "")) found.push(words.comment);
    if ((before.note ?? "") !== (after.note ?? "")) found.push(words.note);
    return found;
  }

  // Puts together what the server has, what this phone last saw of it, and what was touched since.
  reconcile() {
    const { kept } = this.desk;
    const card = kept.card(this.key);
    const { revision } = this.assignment;
    const settled = !["waiting", "safe"].includes(kept.last(this.key)?.state);
    if (revision && settled && revision >= (card.shown?.revision ?? 0)) {
      const theirs = { revision, ...contentOf(this.stage, this.assignment) };
      const changes = card.shown ? this.differences(card.shown, theirs) : [];
      if (changes.length || !card.shown) kept.keep({ cards: [{ ...card, shown: theirs, replaced: changes.length ? changes : card.replaced }] });
    }
    const now = kept.card(this.key);
    const content = contentOf(this.stage, now.draft ?? now.shown);
    if (this.differences(this.content(), content).length) this.enter(content);
    else this.total();
  }

  takeTheirs() {
    const { kept } = this.desk;
    const card = { ...kept.card(this.key), draft: null, replaced: null };
    kept.keep({ cards: [card] });
    this.enter(contentOf(this.stage, card.shown));
  }

  send() {
    const { kept, sender, contact, edition } = this.desk;
    const { stage, assignment, key } = this;
    const [card, last, content] = [kept.card(key), kept.last(key), this.content()];
    if (!Object.values(content.marks).some(isGiven)) { this.say("no_marks"); return; }
    // A second tap on the same marks is the same scorecard.
    if (last && last.state !== "refused" && !card.draft && !card.replaced) { sender.wake(); return; }
    const revision = Math.max(assignment.revision ?? 0, card.shown?.revision ?? 0, last?.body.revision ?? 0) + 1;
    const command_id = newId();
    const names = { command_id, edition_id: edition, stage_id: stage.stage_id, entry_id: assignment.entry_id };
    const body = { ...names, revision, ...content, ...contact.reckon() };
    const item = { command_id, key, judge: kept.judge, body, state: "waiting", receipt: null, problem: null, tapped: Date.now() };
    kept.keep({ cards: [{ ...card, draft: null, replaced: null, shown: { revision, ...content } }], sent: [item] });
    this.nameNext();
    sender.wake();
  }

  // ---- what is said of it

  paint(state, problem) {
    const { words, kept } = this.desk;
    const card = kept.card(this.key);
    this.say(state, state === "refused" ? ` ${words.refusals[problem?.code] ?? problem?.detail ?? ""}` : "");
    this.describeReceipt();
    const replaced = find("[data-replaced]", this.element);
    replaced.hidden = !card.replaced;
    if (!card.replaced) return;
    find("p", replaced).textContent = fill(card.draft ? words.replaced_draft : words.replaced, { changes: card.replaced.join(", ") });
    find("[data-take-theirs]", replaced).hidden = !card.draft;
  }

  say(name, detail = "") {
    const outcome = find("[data-outcome]", this.element);
    const text = name ? this.desk.words[name] + detail : "";
    if (outcome.textContent !== text) outcome.textContent = text;
    outcome.className = `outcome ${TONES[name] ?? ""}`;
  }
}
