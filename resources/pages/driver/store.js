// What the phone keeps: the route, what was done and not yet handed in, photos. It outlives pages, not a cleared browser.
"use strict";

const store = (() => {
  let opened;

  const open = (token) => {
    opened = new Promise((resolve, reject) => {
      const asked = indexedDB.open(`driver-${token}`, 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore("kept");
        asked.result.createObjectStore("acts", { keyPath: "n" });
        asked.result.createObjectStore("photos", { keyPath: "id" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return opened;
  };

  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  const within = async (names, mode, work) => {
    const db = await opened;
    const tx = db.transaction(names, mode);
    const result = work((name) => tx.objectStore(name));
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onerror = tx.onabort = () => reject(tx.error);
    });
    return result;
  };

  const get = async (key) => {
    const db = await opened;
    return done(db.transaction("kept").objectStore("kept").get(key));
  };

  const put = (key, value) => within(["kept"], "readwrite", (of) => of("kept").put(value, key));

  const drop = (key) => within(["kept"], "readwrite", (of) => of("kept").delete(key));

  const all = async (name) => {
    const db = await opened;
    return done(db.transaction(name).objectStore(name).getAll());
  };

  // an act gets its number and is kept in one transaction: two pages never give the same one
  const addAct = (act, photos) =>
    within(["kept", "acts", "photos"], "readwrite", (of) => {
      const asked = of("kept").get("counter");
      asked.onsuccess = () => {
        act.n = (asked.result || 0) + 1;
        of("kept").put(act.n, "counter");
        of("acts").put({ n: act.n, sent: "", act });
        for (const photo of photos) of("photos").put(photo);
      };
      return act;
    });

  const putAct = (entry) => within(["acts"], "readwrite", (of) => of("acts").put(entry));
  const dropPhoto = (id) => within(["photos"], "readwrite", (of) => of("photos").delete(id));

  // everything that names a customer goes; what was not handed in stays
  const forget = () =>
    within(["kept"], "readwrite", (of) => {
      of("kept").delete("route");
      of("kept").put({}, "forms");
      // drafts of signatures and photos, one for each order
      of("kept").delete(IDBKeyRange.bound("draft:", "draft:\uffff"));
    });

  return { open, get, put, drop, all, addAct, putAct, dropPhoto, forget };
})();
