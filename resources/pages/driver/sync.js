// Hands in what was done: on start, when the network is back, when the page is looked at, and every few seconds.
"use strict";

const sync = (() => {
  const EVERY_MS = 15000;
  const AT_ONCE = 4;
  const ROUTE_EVERY_MS = 60000;
  let base = "";
  let running = false;
  let again = false;
  let routeAt = 0;
  let since = null;
  let standing = "ours";
  let tell = () => {};

  // a page that is opened again without network says so at once
  const restore = async () => {
    since = (await store.get("since")) || null;
  };

  const first = async (token) => {
    base = `/d/${token}`;
    try {
      await renew(true);
    } catch (error) {
      // no network: the first round says so
    }
  };

  const begin = (token, changed) => {
    base = `/d/${token}`;
    tell = changed;
    setInterval(() => now(), EVERY_MS);
    addEventListener("online", () => now());
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());
    return now();
  };

  const ask = async (path, body, type) => {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 20000);
    try {
      return await fetch(`${base}${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: body === undefined ? {} : { "content-type": type || "application/json" },
        body: body === undefined || type ? body : JSON.stringify(body),
        signal: stop.signal,
        credentials: "same-origin",
        cache: "no-store",
      });
    } finally {
      clearTimeout(late);
    }
  };

  const now = async () => {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await round();
      } while (again);
    } catch (error) {
      since = since || (await store.get("since")) || new Date().toISOString();
      await store.put("since", since);
    } finally {
      running = false;
      tell();
    }
  };

  const round = async () => {
    const counter = (await store.get("counter")) || 0;
    const hello = await ask("/hello", { announced: counter, checks: await ready.checks(), place: await ready.placeSeen() });
    if (hello.status === 410 || hello.status === 403 || hello.status === 404) {
      // another phone has the route, or nobody: what was done here may still be handed in
      standing = hello.status === 410 ? "over" : hello.status === 403 ? "other" : "unknown";
      await store.forget();
    } else if (hello.ok) {
      standing = "ours";
      await clock.heard((await hello.json()).server);
    } else {
      throw new Error(String(hello.status));
    }
    since = null;
    await store.put("since", null);
    const held = (await store.all("acts")).some((entry) => !entry.sent);
    await handIn();
    // what was handed in stands in the route now, with what follows from it
    if (standing === "ours") await renew(held);
  };

  const handIn = async () => {
    for (const photo of await store.all("photos")) {
      const answer = await ask(`/photo/${photo.id}?order=${photo.order}`, photo.bytes, "image/jpeg");
      if (answer.status === 413) {
        // too much, now and later: that there was a picture is handed in without it
        const said = await ask(`/photo/${photo.id}?order=${photo.order}&wrong=large`, new ArrayBuffer(0), "image/jpeg");
        if (!said.ok && said.status !== 409) throw new Error(String(said.status));
      } else if (!answer.ok && answer.status !== 409) {
        throw new Error(String(answer.status));
      }
      // 409: the server has one under this number
      await store.dropPhoto(photo.id);
    }
    const waiting = (await store.all("acts")).filter((entry) => !entry.sent);
    while (waiting.length) {
      const batch = waiting.splice(0, AT_ONCE);
      const answer = await ask("/acts", { sent: clock.read(), acts: batch.map((entry) => entry.act) });
      if (!answer.ok) throw new Error(String(answer.status));
      const receipts = (await answer.json()).receipts;
      for (const entry of batch) {
        const receipt = receipts.find((one) => one.id === entry.act.id);
        if (!receipt) continue;
        const data = { ...entry.act.data, signature: "", pin: "" };
        await store.putAct({ n: entry.n, sent: receipt.state, sentAt: Date.now(), act: { ...entry.act, data } });
      }
      tell();
    }
  };

  // null: no network, and nobody can say now
  const tryPin = async (order, pin) => {
    try {
      const answer = await ask("/pin", { order, pin });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };

  const renew = async (force) => {
    if (!force && Date.now() - routeAt < ROUTE_EVERY_MS) return;
    const asked = Date.now();
    const answer = await ask("/route");
    if (!answer.ok) return;
    await store.put("route", await answer.json());
    await store.put("route_at", asked);
    routeAt = Date.now();
  };

  const renewNow = () => {
    routeAt = 0;
    return now();
  };

  return { restore, first, begin, tryPin, now, renewNow, offlineSince: () => since, standing: () => standing };
})();
