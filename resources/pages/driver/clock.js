// What this phone's clock shows, and by how much it was seen to jump against a counter that only runs forward.
"use strict";

const clock = (() => {
  const JUMP_MS = 5000;
  let jumped = 0;
  let ahead = 0;
  let offset = Date.now() - performance.now();

  const watch = () => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - offset) > JUMP_MS) {
      jumped += (now - offset) / 1000;
      store.put("jumped", jumped);
    }
    offset = now;
  };

  const begin = async () => {
    jumped = (await store.get("jumped")) || 0;
    const last = await store.get("heard");
    if (last) ahead = new Date(last.ours) - new Date(last.at);
    setInterval(watch, 1000);
  };

  const read = () => {
    watch();
    return { at: new Date().toISOString(), jumped };
  };

  const heard = (ours) => {
    const moment = { ours, ...read() };
    ahead = new Date(ours) - new Date(moment.at);
    return store.put("heard", moment);
  };

  // what the depot's clock shows, as far as this phone knows
  const now = () => new Date(Date.now() + ahead);

  return { begin, read, heard, now };
})();
