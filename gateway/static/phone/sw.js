// Opens the judge's pages where there is no network: what the page put aside for that is given back.
const FILES = "judge-files";
const PAGES = "judge-pages";
const PICTURES = "judge-pictures";
const PATIENCE_MS = 4000;
const MOST_PICTURES = 60;

self.addEventListener("install", () => { self.skipWaiting(); });
self.addEventListener("activate", (event) => { event.waitUntil(self.clients.claim()); });

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && isShell(url.pathname)) event.respondWith(page(request, url));
  else if (/\/deck\/\d+\.webp$/.test(url.pathname)) event.respondWith(picture(event, request));
});

function isShell(path) {
  const parts = path.split("/").filter(Boolean);
  return parts[0] === "judge" && (parts.length === 1 || (parts.length === 4 && parts[2] !== "receipts"));
}

async function file(request) {
  return (await caches.match(request, { cacheName: FILES })) ?? fetch(request);
}

// The newest from the network; what was put aside when that takes too long, fails, or asks for a sign-in.
async function page(request, url) {
  const network = fetch(request).catch(() => null);
  const [, edition] = url.pathname.split("/").filter(Boolean);
  const named = edition ?? url.searchParams.get("edition_id");
  const aside = await caches.match(named ? `/judge?edition_id=${named}` : "/judge", { cacheName: PAGES });
  if (!aside) return (await network) ?? Response.error();
  const late = new Promise((done) => { setTimeout(done, PATIENCE_MS, null); });
  const answer = await Promise.race([network, late]);
  return answer?.ok || (answer && answer.status >= 400 && answer.status < 500) ? answer : aside;
}

async function picture(event, request) {
  const aside = await caches.match(request, { cacheName: PICTURES });
  if (aside) return aside;
  const answer = await fetch(request);
  if (answer.ok) event.waitUntil(putAside(request, answer.clone()));
  return answer;
}

async function putAside(request, answer) {
  const pictures = await caches.open(PICTURES);
  await pictures.put(request, answer);
  const keys = await pictures.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - MOST_PICTURES))) await pictures.delete(old);
}
