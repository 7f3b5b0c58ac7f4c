// What was handed in, and what still waits for that.
"use strict";

const actWords = (one) => {
  const [stop, order] = find(one.orders[0]);
  const what = one.kind === "handoff" ? words.outcomes[saidOf(one.data)] || words.failures[one.data.outcome] : words[`act_${one.kind}`];
  return `${clockOf(one.at)}  ${stop ? say(words.stop, { number: stop.number }) : ""} ${order ? order.name : ""} ${what}`;
};

// handed in after the route was last heard
const newer = (entry) => !route.server || entry.sentAt > Date.parse(route.server);

const queueScreen = async () => {
  const every = await store.all("acts");
  const held = every.filter((entry) => !entry.sent);
  // the desk settles them: the route says which still wait there
  const waits = (entry) => entry.sent === "open" && (!route.at_desk || route.at_desk.includes(entry.act.id) || newer(entry));
  const open = every.filter(waits);
  return [
    bar("#/", words.queue, held.length ? "" : words.all_sent),
    ...(await banner()),
    held.length && !sync.offlineSince() ? h("p", { class: "said" }, say(words.keep_open, { count: held.length })) : "",
    held.length ? h("button", { class: "plain", onclick: () => sync.now() }, words.try_now) : "",
    held.map((entry) => h("p", { class: "act" }, actWords(entry.act))),
    open.length ? h("h2", {}, words.at_desk) : "",
    open.map((entry) => h("p", { class: "act" }, actWords(entry.act))),
    h("h2", {}, words.sent),
    every.filter((entry) => entry.sent && !waits(entry)).map((entry) => h("p", { class: "act" }, actWords(entry.act))),
    main(words.to_list, () => go("#/")),
  ];
};

const queueScreenBare = async () => {
  const held = await waiting();
  return [bar("", words.queue, ""), ...(await banner()), held.map((entry) => h("p", { class: "act" }, `${entry.n}  ${clockOf(entry.act.at)}`)), h("button", { class: "plain", onclick: () => sync.now() }, words.try_now)];
};
