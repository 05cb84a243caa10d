// Adds the viewer's own time to times of the edition, and lets the server's clock run.

const LANGUAGE = document.documentElement.lang;

function said(moment, zone, options) {
  return new Intl.DateTimeFormat(LANGUAGE, { ...options, timeZone: zone }).format(moment);
}

function here() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function addOwn(time) {
  const moment = new Date(time.dateTime);
  const way = { dateStyle: "medium", timeStyle: "short" };
  const own = said(moment, here(), way);
  if (own === said(moment, time.dataset.zone, way)) return;
  const more = document.createElement("span");
  more.className = "muted";
  more.textContent = ` (${time.dataset.yours.replace("{time}", own)})`;
  time.append(more);
}

function run(time) {
  const told = Date.parse(time.dateTime);
  const since = performance.now();
  const way = { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" };
  const tick = () => {
    const moment = new Date(told + performance.now() - since);
    time.textContent = said(moment, time.dataset.zone, way);
  };
  tick();
  setInterval(tick, 1000);
}

document.querySelectorAll("time[data-here]").forEach(addOwn);
document.querySelectorAll("time[data-clock]").forEach(run);
