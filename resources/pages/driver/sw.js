// Keeps the page itself, so that it opens without network. Never swaps a page that is open: the next opening is new.
"use strict";

const CACHE = "driver-{{ version }}";
const FILES = {{ files|tojson }};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)));
});

// old files may go, what the phone holds never: its acts are in their own store, and the page itself moves on
const moveOn = async () => {
  const cache = await caches.open(CACHE);
  for (const name of (await caches.keys()).filter((one) => one !== CACHE)) {
    const old = await caches.open(name);
    const kept = await old.keys();
    const isLost = async (request) => Boolean((await old.match(request)).headers.get("x-driver-page")) && !(await cache.match(request));
    const lost = await Promise.all(kept.map(isLost));
    // a page that is older than this worker goes on with the files that it was made for
    if (lost.some(Boolean)) for (const request of kept) if (!(await cache.match(request))) await cache.put(request, await old.match(request));
    await caches.delete(name);
  }
  await self.clients.claim();
};

self.addEventListener("activate", (event) => event.waitUntil(moveOn()));

const page = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 4000);
    const answer = await fetch(request, { signal: stop.signal });
    clearTimeout(late);
    if (answer.ok && answer.headers.get("x-driver-page")) await cache.put(request.url, answer.clone());
    if (answer.status < 500) return answer;
  } catch (error) {
    // no network: what is kept
  }
  const kept = await cache.match(request.url);
  return kept || Response.error();
};

// a page that is newer than this worker finds its files on the network, and without one the files that are kept
const file = async (request) => {
  const kept = await caches.match(request);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    return (await caches.match(request, { ignoreSearch: true })) || Response.error();
  }
};

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event.request));
  else if (["script", "style"].includes(event.request.destination)) event.respondWith(file(event.request));
});
