// Counts down by the server's time, which the page was told, whatever the own clock says.
const LATE = "over";

export function serverClock(now) {
  const offset = now ? Date.parse(now) - Date.now() : 0;
  return () => Date.now() + offset;
}

export function leftMs(clock, now) {
  if (clock.left_ms !== null && clock.left_ms !== undefined) return clock.left_ms;
  return clock.ends_at ? Date.parse(clock.ends_at) - now : null;
}

export function asTime(ms) {
  const over = ms < 0;
  const seconds = Math.abs(over ? Math.floor(ms / 1000) : Math.ceil(ms / 1000));
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  return over ? `+${text}` : text;
}

export function tick(element, clock, now) {
  const left = leftMs(clock, now);
  const time = element.querySelector("[data-time]");
  time.textContent = left === null ? "–" : asTime(left);
  element.classList.toggle(LATE, left !== null && left < 0);
  element.classList.toggle("soon", left !== null && left >= 0 && left < 60000);
}
