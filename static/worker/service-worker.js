// Keeps Help now on this device, for when there is no network. The line before this one names what
// is kept: public pages and the files that they need. Nothing else is ever kept or answered.
//
// Forms are left alone: sent from here, another site's form would look to the server like ours.
const CACHE = `help-${KEPT.version}`;
const PATIENCE = 3000;
const DAY = 24 * 60 * 60 * 1000;
const KEPT_AT = "X-Kept-At";
let faceChanged = false;

// A page is kept only together with the very files that it names, so that both are of one making.
const keep = async (path, answer) => {
  const words = await answer.text();
  if (!answer.ok || answer.redirected || !KEPT.assets.every((each) => words.includes(each))) return false;
  const headers = new Headers(answer.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set(KEPT_AT, String(Date.now()));
  await (await caches.open(CACHE)).put(path, new Response(words, { headers }));
  return true;
};

const keepAnew = async (path) => keep(path, await fetch(path, { cache: "no-cache" }));

const install = async () => {
  await (await caches.open(CACHE)).addAll(KEPT.assets);
  const kept = await Promise.all(KEPT.pages.map(keepAnew));
  if (!kept.every(Boolean)) throw new Error("Help now is of another making; it is kept at the next visit");
  await self.skipWaiting();
};

const activate = async () => {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  // The page is asked for at once, and does not wait until this worker is awake.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
};

const kept = async (path) => (await caches.open(CACHE)).match(path);

// Numbers may change, and so may the face of the pages: once a day, and after a change of comfort.
const keepUpToDate = async () => {
  const age = Date.now() - Number((await kept(KEPT.pages[0]))?.headers.get(KEPT_AT) ?? 0);
  if (age < DAY && !faceChanged) return;
  faceChanged = false;
  await Promise.all(KEPT.pages.map(keepAnew));
};

const fresh = async (event) => (await event.preloadResponse) ?? fetch(event.request);

const help = async (event, path) => {
  const asked = fresh(event);
  event.waitUntil(asked.then((answer) => answer.ok && keep(path, answer.clone())).catch(() => {}));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const answer = await Promise.race([asked.catch(() => null), late]);
  if (answer?.ok) return answer;
  return (await kept(path)) ?? asked;
};

const page = async (event) => {
  try {
    return await fresh(event);
  } catch (error) {
    const plain = await kept(KEPT.offline);
    if (plain) return plain;
    throw error;
  }
};

const asset = async (request) => (await kept(new URL(request.url).pathname)) ?? fetch(request);

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method !== "GET") {
    if (pathname.startsWith("/comfort")) faceChanged = true;
  } else if (request.mode === "navigate") {
    const known = KEPT.pages.includes(pathname) && pathname !== KEPT.offline;
    event.respondWith(known ? help(event, pathname) : page(event));
    if (!known) event.waitUntil(keepUpToDate().catch(() => {}));
  } else if (KEPT.assets.includes(pathname)) {
    event.respondWith(asset(request));
  }
});
