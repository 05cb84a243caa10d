// Places and totals worked out from marks, exactly: fractions of whole numbers, rounded where the rule says so.
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;

export function fraction(text) {
  const parts = DECIMAL.exec(text);
  if (!parts) throw new Error(`not a number: ${text}`);
  const [, sign, whole, rest = "", power = "0"] = parts;
  const shift = Number(power) - rest.length;
  const size = BigInt(whole + rest) * (shift > 0 ? 10n ** BigInt(shift) : 1n);
  return { n: sign ? -size : size, d: shift < 0 ? 10n ** BigInt(-shift) : 1n };
}

const ZERO = { n: 0n, d: 1n };
const plus = (a, b) => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const times = (a, b) => ({ n: a.n * b.n, d: a.d * b.d });
const over = (a, b) => {
  if (b.n === 0n) throw new Error("divided by nothing");
  return { n: a.n * b.d, d: a.d * b.n };
};
const less = (a, b) => a.n * b.d < b.n * a.d;
const same = (a, b) => (a === null || b === null ? a === b : a.n * b.d === b.n * a.d);

// Halves away from zero.
export function rounded(value, digits) {
  const unit = 10n ** BigInt(digits);
  const size = (value.n < 0n ? -value.n : value.n) * unit;
  const whole = (2n * size + value.d) / (2n * value.d);
  return { n: value.n < 0n ? -whole : whole, d: unit };
}

export const shown = (value) => (value === null ? "–" : `${Number((value.n * 1000000n) / value.d) / 1000000}`);

const ascending = (a, b) => (less(a, b) ? -1 : less(b, a) ? 1 : 0);

function mean(marks, rule) {
  let kept = [...marks].sort(ascending);
  if (rule.method === "trimmed_mean" && kept.length > rule.drop_highest + rule.drop_lowest) {
    kept = kept.slice(rule.drop_lowest, kept.length - rule.drop_highest);
  }
  if (!kept.length) return null;
  return rounded(over(kept.reduce(plus, ZERO), { n: BigInt(kept.length), d: 1n }), rule.digits);
}

const FULL = { n: 100n, d: 1n }; // what full marks of all panels come to
const panelsOf = (stage) => stage.panels ?? [];
const criteriaOf = (panel, stage) => stage.criteria.filter((each) => each.panel === panel.panel_id);
const weights = (all) => all.map((each) => fraction(each.weight)).reduce(plus, ZERO);

// What the means of these criteria add up to by their weights, null without any.
function added(criteria, means, digits) {
  const given = criteria.filter((each) => means[each.criterion_id]);
  const part = (each) => rounded(over(times(means[each.criterion_id], fraction(each.weight)), weights(criteria)), digits);
  return given.length ? given.map(part).reduce(plus, ZERO) : null;
}

// The total of the lowest marks by these criteria, or of the highest.
const end = (criteria, name) => over(criteria.map((each) => times(fraction(each.weight), fraction(each[name]))).reduce(plus, ZERO), weights(criteria));

// Each panel's part of its full marks by the panel's weight, out of 100; `given` says what a panel gave.
function together(stage, given) {
  const part = (panel) => over(over(times(FULL, given(panel)), end(criteriaOf(panel, stage), "highest")), over(weights(stage.panels), fraction(panel.weight)));
  return stage.panels.map(part).reduce(plus, ZERO);
}

function workedOut(cards, stage) {
  const { digits } = stage.rule;
  const means = {};
  for (const { criterion_id: name } of stage.criteria) {
    const given = cards.map((marks) => marks[name]).filter((mark) => mark !== undefined && mark !== null);
    means[name] = mean(given.map(fraction), stage.rule);
  }
  const panels = Object.fromEntries(panelsOf(stage).map((panel) => [panel.panel_id, added(criteriaOf(panel, stage), means, digits)]));
  let total = null;
  if (!panelsOf(stage).length) total = cards.length ? added(stage.criteria, means, digits) ?? ZERO : null;
  else if (Object.values(panels).every((one) => one !== null)) total = rounded(together(stage, (panel) => panels[panel.panel_id]), digits);
  const all = cards.flatMap((marks) => Object.values(marks)).filter((mark) => mark !== null).map(fraction).sort(ascending);
  const highest = all.length ? all[all.length - 1] : null;
  return { means, panels, total, highest, scorecards: cards.length, place: null, shared: false, judged: null, votes: null };
}

// The most votes are worth what full marks are, none what the lowest marks are, by the stage's percent.
function hearAudience(worked, votes, stage) {
  const [least, full] = panelsOf(stage).length
    ? [together(stage, (panel) => end(criteriaOf(panel, stage), "lowest")), FULL]
    : ["lowest", "highest"].map((name) => end(stage.criteria, name));
  const all = [...worked.entries()];
  const of = (id) => votes[id] ?? 0;
  const most = Math.max(0, ...all.filter(([, one]) => one.total !== null).map(([id]) => of(id)));
  const percent = { n: BigInt(stage.rule.audience_percent ?? 0), d: 100n };
  const rest = { n: 100n - percent.n, d: 100n };
  for (const [id, one] of all) {
    Object.assign(one, { judged: one.total, votes: of(id) });
    if (one.total === null || !most) continue;
    const part = { n: BigInt(of(id)), d: BigInt(most) };
    const heard = plus(least, times(plus(full, times(least, { n: -1n, d: 1n })), part));
    one.total = rounded(plus(times(one.total, rest), times(heard, percent)), stage.rule.digits);
  }
}

// Votes alone: who has none has no total, and marks are none of it.
function countVotes(worked, votes) {
  for (const [id, one] of worked) {
    const number = votes[id] ?? 0;
    Object.assign(one, { votes: number, total: number ? { n: BigInt(number), d: 1n } : null });
  }
}

export const byVotes = (stage) => stage.rule.method === "votes";

function reading(name, one) {
  if (name === "highest_mark") return one.highest;
  if (name === "scorecards") return { n: BigInt(one.scorecards), d: 1n };
  const [kind, ...rest] = name.split(":");
  const known = { criterion: one.means, panel: one.panels }[kind];
  const found = known && known[rest.join(":")];
  if (found === undefined) throw new Error(`not a tie-break: ${name}`);
  return found;
}

// What was not given stands below everything.
function before(a, b, readings) {
  for (const read of readings) {
    const [x, y] = [read(a), read(b)];
    if (same(x, y)) continue;
    return x === null ? 1 : y === null ? -1 : less(x, y) ? 1 : -1;
  }
  return 0;
}

// Returns what each entry's scorecards come to, by entry: means, total, place, whether it is shared.
// `votes` are the audience's by entry where they are a part of the total, else null.
export function recompute(stage, entryIds, cards, votes = null) {
  const marks = new Map(entryIds.map((id) => [id, []]));
  for (const card of cards) if (marks.has(card.entry_id)) marks.get(card.entry_id).push(card.marks);
  const worked = new Map([...marks].map(([id, given]) => [id, workedOut(given, stage)]));
  if (byVotes(stage)) countVotes(worked, votes ?? {});
  else if (votes) hearAudience(worked, votes, stage);
  const readings = [(one) => one.total, ...stage.rule.tie_breaks.map((name) => (one) => reading(name, one))];
  for (const one of worked.values()) readings.forEach((read) => read(one)); // a tie-break that is not known is a fault, tie or not
  const placed = [...worked.values()].filter((one) => one.total !== null).sort((a, b) => before(a, b, readings));
  for (let start = 0; start < placed.length;) {
    let end = start + 1;
    while (end < placed.length && before(placed[start], placed[end], readings) === 0) end += 1;
    for (const one of placed.slice(start, end)) Object.assign(one, { place: start + 1, shared: end - start > 1 });
    start = end;
  }
  return worked;
}

// Returns what is not as the row says: pairs of what it says and what was worked out, by name.
export function differences(row, ours) {
  const number = (text) => (text === null ? null : fraction(text));
  const found = [];
  if (row.place !== ours.place) found.push(["place", row.place, ours.place]);
  if (row.shared !== ours.shared) found.push(["shared", row.shared, ours.shared]);
  if (row.scorecards !== ours.scorecards) found.push(["scorecards", row.scorecards, ours.scorecards]);
  if ((row.votes ?? null) !== ours.votes) found.push(["votes", row.votes, ours.votes]);
  if (!same(number(row.judged ?? null), ours.judged)) found.push(["judged", row.judged, shown(ours.judged)]);
  if (!same(number(row.total), ours.total)) found.push(["total", row.total, shown(ours.total)]);
  for (const [name, value] of Object.entries(ours.panels)) {
    const said = (row.panels ?? {})[name] ?? null;
    if (!same(number(said), value)) found.push([name, said, shown(value)]);
  }
  for (const [name, value] of Object.entries(ours.means)) {
    if (!same(number(row.means[name] ?? null), value)) found.push([name, row.means[name], shown(value)]);
  }
  return found;
}
