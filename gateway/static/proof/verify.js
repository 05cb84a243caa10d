// The checks of a proof, as `python -m infra.proof` does them. Each is {held, said: [word, values], notes}.
import { byVotes, differences, recompute } from "./exact.js";
import { bytes, consistent, each, hex, leafHash, root, textHash } from "./tree.js";

// The second with votes of an audience in the totals, the third with panels, the fourth by votes alone.
const FORMATS = ["darkhorse-proof/1", "darkhorse-proof/2", "darkhorse-proof/3", "darkhorse-proof/4"];
const DIGEST_DIGITS = 32;

const check = (held, word, values = {}, notes = []) => ({ held, said: [word, values], notes });
const newer = (a, b) => a.revision > b.revision || (a.revision === b.revision && a.version > b.version);
const cardOf = (leaf) => `${leaf.entry_id} ${leaf.judge}`;

class Proof {
  constructor(told) {
    this.told = told;
    this.leaves = told.log.leaves;
    this.size = told.head.size;
    this.corrected = new Map(told.corrections.map((one) => [one.index, one.reason || ""]));
    this.names = { ...told.entries };
    told.withdrawn.forEach((one) => { this.names[one.entry_id] = one.company; });
    this.ofStage = this.leaves
      .map((leaf, index) => ({ index, ...leaf.data }))
      .filter((leaf) => leaf.stage_id === told.stage.stage_id);
    this.counted = this.count(false);
  }

  within(index) { return index < this.size || this.corrected.has(index); }

  company(entryId) { return this.names[entryId] ?? entryId; }

  count(everything) {
    const newest = new Map();
    const recused = new Map();
    const disqualified = new Set();
    let votes = null;
    for (const leaf of this.ofStage) {
      if (!everything && !this.within(leaf.index)) continue;
      const card = cardOf(leaf);
      if (leaf.kind === "disqualified") disqualified.add(leaf.entry_id);
      else if (leaf.kind === "audience") votes = leaf.votes;
      else if (leaf.kind === "void") recused.set(card, leaf);
      else if (!newest.has(card) || newer(leaf, newest.get(card))) newest.set(card, leaf);
    }
    const gone = this.told.withdrawn;
    for (const [card, leaf] of newest) {
      const out = gone.some((one) => one.entry_id === leaf.entry_id && (!one.judge || one.judge === leaf.judge));
      if (out || recused.has(card) || disqualified.has(leaf.entry_id)) newest.delete(card);
    }
    return { newest, recused, disqualified, votes };
  }
}

async function leaves(proof, tell) {
  const faults = [];
  const hashes = await each(proof.leaves.length, async (n) => {
    const { index, hash, data } = proof.leaves[n];
    const right = index === n && (data === null || hex(await leafHash(data)) === hash);
    if (!right) faults.push(["leafWrong", { n }]);
    return bytes(hash);
  }, tell);
  const hidden = proof.leaves.filter((leaf) => leaf.data === null).length;
  const notes = hidden ? [["hidden", { n: hidden }]] : [];
  return { hashes, done: check(!faults.length, "leaves", { n: hashes.length }, faults.length ? faults : notes) };
}

async function heads(proof, hashes, whole) {
  const { heads: all, head, consistency, log } = proof.told;
  const right = hashes.length === log.size && hex(whole) === log.root;
  const done = [check(right, "log", { root: log.root })];
  const last = all[all.length - 1];
  if (!last || last.root !== head.root || last.size !== head.size || all.length !== consistency.length) {
    return [...done, check(false, "lastHead")];
  }
  let before = 0;
  for (const [n, { size, root: said, at }] of all.entries()) {
    const earlier = await root(hashes.slice(0, size));
    let held = before <= size && size <= hashes.length && hex(earlier) === said;
    if (held && size) held = Boolean(consistency[n]) && await consistent(consistency[n], earlier, whole);
    done.push(check(held, "head", { at, size, root: said }));
    before = size;
  }
  for (const { head: then, index, certificate, consistency: grown } of proof.told.corrections) {
    const there = await root(hashes.slice(0, then.size));
    let held = index < then.size && then.size <= hashes.length && hex(there) === then.root;
    if (held) held = Boolean(grown) && await consistent(grown, there, whole);
    done.push(check(held, "correctedHead", { certificate, size: then.size, root: then.root }));
  }
  return done;
}

function oneVoice(proof) {
  const told = new Map();
  const faults = [];
  for (const leaf of proof.ofStage.filter((one) => one.kind === "scorecard")) {
    const name = `${cardOf(leaf)} ${leaf.revision} ${leaf.version}`;
    const marks = JSON.stringify(Object.entries(leaf.marks).sort());
    const first = told.get(name);
    if (!first) told.set(name, { marks, index: leaf.index });
    else if (first.marks !== marks) faults.push(["voices", { a: first.index, b: leaf.index }]);
  }
  return check(!faults.length, "voice", {}, faults);
}

function after(proof) {
  const late = proof.ofStage.filter((leaf) => leaf.index >= proof.size);
  const notes = late.map((leaf) => {
    const reason = proof.corrected.get(leaf.index);
    const values = { n: leaf.index, company: proof.company(leaf.entry_id), judge: leaf.judge, reason };
    return [reason === undefined ? "ignored" : "correction", values];
  });
  const faults = [...proof.corrected].filter(([, reason]) => !reason).map(([n]) => ["noReason", { n }]);
  const said = new Map(proof.ofStage.map((leaf) => [leaf.index, leaf.reason]));
  for (const [n, reason] of proof.corrected) {
    if (reason && said.get(n) !== reason) faults.push(["noCorrection", { n, reason }]);
  }
  return check(!faults.length, "after", { n: late.length }, [...faults, ...notes]);
}

function leftOut(proof) {
  const ofEntries = proof.ofStage.filter((leaf) => proof.within(leaf.index) && leaf.kind !== "audience");
  const ids = new Set(ofEntries.map((leaf) => leaf.entry_id));
  const faults = [...ids].filter((id) => !(id in proof.names)).map((entry) => ["nameless", { entry }]);
  if (byVotes(proof.told.stage)) {
    const voted = Object.keys(proof.counted.votes ?? {}).filter((id) => !(id in proof.names));
    faults.push(...voted.map((entry) => ["votedNameless", { entry }]));
  }
  const named = new Set(proof.told.withdrawn.filter((one) => one.reason === "disqualified").map((one) => one.entry_id));
  for (const id of proof.counted.disqualified) {
    if (!named.has(id)) faults.push(["notNamed", { company: proof.company(id) }]);
  }
  for (const id of proof.count(true).disqualified) {
    if (named.has(id) && !proof.counted.disqualified.has(id)) faults.push(["beside", { company: proof.company(id) }]);
  }
  const notes = proof.told.withdrawn.map((one) => [one.reason, { company: one.company, judge: one.judge }]);
  proof.counted.recused.forEach((leaf) => {
    notes.push([leaf.reason ? "voided" : "recused", { company: proof.company(leaf.entry_id), judge: leaf.judge }]);
  });
  return check(!faults.length, "left", { n: notes.length }, [...faults, ...notes]);
}

function deviations(proof, counted) {
  const { stage, entries, certified } = proof.told;
  const worked = recompute(stage, Object.keys(entries), [...counted.newest.values()], counted.votes);
  const seen = new Set(certified.map((row) => row.entry_id));
  const found = [...worked.keys()].filter((id) => !seen.has(id)).map((id) => ["missing", { company: entries[id] }]);
  for (const row of certified) {
    const ours = worked.get(row.entry_id);
    if (!ours || entries[row.entry_id] !== row.company) found.push(["strange", { company: row.company }]);
    else differences(row, ours).forEach(([what, came, right]) => found.push(["differs", { company: row.company, what, came, right }]));
  }
  return found;
}

function podium(proof) {
  const found = deviations(proof, proof.counted);
  if (found.length && !deviations(proof, proof.count(true)).length) found.unshift(["countsLate", {}]);
  const { votes, newest } = proof.counted;
  const values = { n: proof.told.certified.length, cards: newest.size };
  if (byVotes(proof.told.stage) && !votes) return check(false, "voted", { ...values, votes: 0 }, [["noVotes", {}]]);
  if (!votes) return check(!found.length, "podium", values, found);
  values.votes = Object.values(votes).reduce((sum, each) => sum + each, 0);
  return check(!found.length, byVotes(proof.told.stage) ? "voted" : "heard", values, found);
}

// In a stage with panels no scorecard gives marks for two of them.
function panels(proof) {
  const { criteria, panels: all } = proof.told.stage;
  if (!all?.length) return [];
  const whose = new Map(criteria.map((each) => [each.criterion_id, each.panel]));
  const several = ({ marks }) => new Set(Object.keys(marks).map((name) => whose.get(name))).size > 1;
  const faults = [...proof.counted.newest.values()].filter(several).map((leaf) => ["severalPanels", { n: leaf.index }]);
  return [check(!faults.length, "onePanel", {}, faults)];
}

function fate(proof, leaf, revision) {
  const counts = proof.counted.newest.get(cardOf(leaf));
  if (!proof.within(leaf.index) && (!counts || newer(leaf, counts))) return ["late", {}];
  if (!counts) return ["out", {}];
  if (counts.revision > revision) return ["replaced", { revision: counts.revision, n: counts.index }];
  return ["counts", {}];
}

async function receipt(proof, typed) {
  const digest = (await textHash(typed)).slice(0, DIGEST_DIGITS);
  const has = (leaf) => (leaf.receipts || []).find((one) => one.digest === digest);
  const leaf = [...proof.ofStage].reverse().find(has);
  if (!leaf) return check(false, "receiptMissing", { receipt: typed }, [["noLeaf", {}]]);
  const { revision } = has(leaf);
  const marks = Object.entries(leaf.marks).map(([name, mark]) => `${name} ${mark}`).join(", ");
  const values = { receipt: typed, n: leaf.index, company: proof.company(leaf.entry_id), revision };
  return check(true, "receipt", values, [["marks", { revision: leaf.revision, marks }], fate(proof, leaf, revision)]);
}

async function all(told, { receipts, noted, tell }) {
  const proof = new Proof(told);
  const { hashes, done } = await leaves(proof, tell);
  const whole = await root(hashes);
  const roots = new Set([...told.heads, ...told.corrections.map((one) => one.head)].map((head) => head.root));
  const names = { stage: told.stage.name, edition: told.edition.name, certificate: told.certificate };
  return [
    check(true, "named", names),
    done,
    ...await heads(proof, hashes, whole),
    ...noted.map((one) => check(roots.has(one.toLowerCase()), "noted", { root: one })),
    oneVoice(proof),
    after(proof),
    leftOut(proof),
    ...panels(proof),
    podium(proof),
    ...await Promise.all(receipts.map((typed) => receipt(proof, typed))),
  ];
}

// Returns the checks. `noted` are roots that somebody noted before the reveal; `tell` hears how far it is.
export async function verify(told, { receipts = [], noted = [], tell = () => {} } = {}) {
  if (!told || !FORMATS.includes(told.format)) return [check(false, "unreadable")];
  try {
    return await all(told, { receipts, noted, tell });
  } catch (error) {
    return [check(false, "unreadable", {}, [["error", { text: String(error) }]])];
  }
}
