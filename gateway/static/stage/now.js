// Tells a judge who is on stage, as soon as that changes.
const line = document.querySelector("[data-now-on]");
const AGAIN_MS = 10000;

function show(session) {
  const on = session.slots.find((slot) => slot.entry_id === session.current);
  line.hidden = !on || on.entry_id === line.dataset.here;
  if (!on) return;
  const link = line.querySelector("a");
  link.textContent = on.company;
  link.href = `${line.dataset.form}/${session.stage_id}/${on.entry_id}`;
}

function follow() {
  const stream = new EventSource(line.dataset.live);
  stream.addEventListener("session", (event) => show(JSON.parse(event.data)));
  stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) setTimeout(follow, AGAIN_MS); };
}

follow();
