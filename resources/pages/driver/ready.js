// Whether this phone works without network. Only a page that was opened again from what it keeps has shown it.
"use strict";

const ready = (() => {
  let reloaded = false;
  let camera = "";
  let place = "";
  let free = 0;
  // a page whose warning was clicked through opens, and is never kept
  let refused = false;

  const begin = async () => {
    if (!("serviceWorker" in navigator) || !isSecureContext) return;
    reloaded = Boolean(navigator.serviceWorker.controller) && Boolean(await store.get("route"));
    try {
      await navigator.serviceWorker.register("/d/sw.js", { scope: "/d/" });
      // the first page came before the worker: it is kept by hand
      await navigator.serviceWorker.ready;
      const name = (await caches.keys()).find((one) => one.startsWith("driver-"));
      if (name) await (await caches.open(name)).add(location.pathname);
    } catch (error) {
      // without network the next opening tells more; a certificate that is not trusted stays so
      refused = error.name === "SecurityError";
    }
    if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
  };

  const allowed = async (name) => {
    try {
      return (await navigator.permissions.query({ name })).state;
    } catch (error) {
      return "";
    }
  };

  const checks = async () => {
    camera = await allowed("camera");
    place = await allowed("geolocation");
    if (navigator.storage && navigator.storage.estimate) {
      const room = await navigator.storage.estimate();
      free = Math.round(((room.quota || 0) - (room.usage || 0)) / 1e6);
    }
    return {
      secure: isSecureContext,
      trusted: !refused,
      worker: works(),
      reloaded,
      stored: Boolean(await store.get("route")),
      camera,
      place,
      version: document.documentElement.dataset.version,
      free_mb: free,
    };
  };

  const placeNow = () =>
    new Promise((resolve) => {
      if (!navigator.geolocation || !isSecureContext) return resolve(null);
      const late = setTimeout(() => resolve(null), 3000);
      navigator.geolocation.getCurrentPosition(
        (found) => {
          clearTimeout(late);
          resolve({ lat: found.coords.latitude, lon: found.coords.longitude, accuracy: Math.round(found.coords.accuracy), age: Math.max(0, Math.round((Date.now() - found.timestamp) / 1000)) });
        },
        () => {
          clearTimeout(late);
          resolve(null);
        },
        { maximumAge: 60000, timeout: 2500 },
      );
    });

  // where the van is, for the desk: never asked for here, and not where the driver forbids it
  const placeSeen = async () => {
    if (!isSecureContext || (await allowed("geolocation")) !== "granted") return null;
    return placeNow();
  };

  const isSeen = () => isSecureContext && place === "granted";

  const works = () => Boolean(navigator.serviceWorker && navigator.serviceWorker.controller);

  const withoutNetwork = () => isSecureContext && works() && reloaded;

  const isTrusted = () => isSecureContext && !refused;

  return { begin, isTrusted, checks, placeNow, placeSeen, isSeen, works, withoutNetwork };
})();
