// The route that this phone has, what was done of it here, and what is being filled in.
"use strict";

let route = null;

// what was done on this phone, by order: the last act counts
let mine = new Map();
let forms = {};
const stopOf = (id) => route.stops.find((stop) => String(stop.id) === String(id));

// open stops of a van that has left; the others are still to be loaded at the depot
const onBoard = () => left().filter((stop) => stop.left !== false);
const toLoad = () => left().filter((stop) => stop.left === false);
const outcomeOf = (order) => (mine.get(order.id) || {}).outcome || order.outcome;
const isOver = (stop) => stop.orders.every((order) => outcomeOf(order) || order.cancelled);
const left = () => route.stops.filter((stop) => !isOver(stop));
const openOrder = (stop) => stop.orders.find((order) => !outcomeOf(order) && !order.cancelled) || stop.orders[0];

// what is being filled in here is newer than what is kept: it is read once
const loadForms = async () => {
  forms = (await store.get("forms")) || {};
};

const load = async () => {
  route = await store.get("route");
  if (sync.standing() !== "ours") forms = {};
  mine = new Map();
  const ids = route && sync.standing() === "ours" ? route.stops.map((stop) => stop.id) : [];
  // a stop that is not there any more is said where it is looked for; the order of those that stay is said here
  const before = (forms.order || []).filter((id) => ids.includes(id));
  if (before.length && String(before) !== String(ids)) await keepForm("changed_at", clock.now().toISOString());
  if (ids.length && String(forms.order) !== String(ids)) await keepForm("order", ids);
  const heard = (await store.get("route_at")) || 0;
  for (const entry of await store.all("acts")) {
    const { act } = entry;
    // what was handed in before the route came stands in the route, with what the desk made of it since
    if (entry.sent && entry.sentAt && entry.sentAt < heard) continue;
    if (act.kind === "handoff" && entry.sent !== "open")
      mine.set(act.orders[0], { outcome: saidOf(act.data), at: act.at, act, sent: entry.sent });
  }
};

const act = async (kind, orders, data, photos) => {
  const made = { v: 1, id: photo.id(), kind, orders, data, heard: (await store.get("heard")) || null, ...clock.read() };
  await store.addAct(made, photos || []);
  await load();
  sync.now();
};

// a handover of a part is one, whoever took it
const saidOf = (data) => (/^delivered/.test(data.outcome) && (data.turned || []).some(backOf) ? "delivered_partial" : data.outcome);

const keepForm = (key, form) => {
  forms[key] = form;
  return store.put("forms", forms);
};

// one object for as long as it is filled in: what is pressed between two drawings finds what was pressed before
const formOf = (key, empty) => {
  forms[key] = forms[key] || {};
  for (const [name, value] of Object.entries(empty)) if (!(name in forms[key])) forms[key][name] = value;
  return forms[key];
};

const fill = (key, form, change) => keepForm(key, Object.assign(form, change)).then(() => show());
// kept with each sign that is typed: a phone drops a page while the cursor still stands in its field
const note = (key, form, change) => keepForm(key, Object.assign(form, change));
const waiting = async () => (await store.all("acts")).filter((entry) => !entry.sent);
const inOtherVan = (parcel) => Boolean(parcel.from) && !forms[`took:${parcel.code}`];

const find = (orderId) => {
  for (const stop of route.stops) for (const order of stop.orders) if (String(order.id) === String(orderId)) return [stop, order];
  return [null, null];
};

// what of an order is known here: what this phone did last, or what the desk has
const doneWith = (order) => {
  const own = mine.get(order.id);
  if (!own) return { outcome: order.outcome, collected: order.collected || 0, means: order.means || "", on_paper: order.on_paper, turned: [] };
  const { data } = own.act;
  return { outcome: own.outcome, collected: data.collected || 0, means: data.means || "", on_paper: data.on_paper, turned: data.turned || [] };
};

// what comes back of an act that the desk has not heard yet: whole parcels, or pieces of a line
const comesBack = (order) => {
  const done = doneWith(order);
  if (!/^(delivered|picked)/.test(done.outcome)) return [{ what: order.parcels.map((parcel) => parcel.spaced).join(", "), name: order.name }];
  return done.turned
    .filter(backOf)
    .map((one) => ({ what: `${backOf(one)} × ${(order.lines.find((line) => line.id === one.line) || { name: "" }).name}`, name: order.name }));
};
