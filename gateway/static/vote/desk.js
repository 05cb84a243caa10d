// Keeps the turnout up to date. Who leads is not in it before the vote is closed.
const root = document.querySelector("[data-turnout]");
const EVERY_MS = 3000;

function show(turnout) {
  const valid = turnout.tickets.issued - turnout.tickets.void;
  for (const vote of turnout.votes) {
    const section = root.querySelector(`[data-vote="${CSS.escape(vote.vote_id)}"]`);
    if (!section) continue;
    const settled = String(vote.settled);
    if (section.dataset.state !== vote.state || section.dataset.settled !== settled) {
      // An act by another organiser, or the last votes counted: the buttons are others now.
      if (!root.querySelector("details.confirm[open]")) location.reload();
      return;
    }
    section.querySelector("[data-votes]").textContent = vote.votes;
    section.querySelector("[data-tickets]").textContent = valid;
    section.querySelector("[data-refused]").textContent = vote.refused;
  }
}

async function ask() {
  try {
    const response = await fetch(root.dataset.turnout);
    if (response.ok) show(await response.json());
  } catch { /* the next time */ }
  setTimeout(ask, EVERY_MS);
}

setTimeout(ask, EVERY_MS);
