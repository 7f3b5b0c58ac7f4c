// The driver's page: his route, each stop, what happened there. Works on what the phone keeps, with network or without.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const token = location.pathname.split("/")[2];
const screen = document.getElementById("screen");
let route = null;
// what was done on this phone, by order: the last act counts
let mine = new Map();
let forms = {};

const h = (tag, given, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(given || {})) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return made;
};

const say = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => (facts && name in facts ? facts[name] : ""));
const clockOf = (iso) => new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
const stopOf = (id) => route.stops.find((stop) => String(stop.id) === String(id));
const amount = (minor, order) => `${(minor / 10 ** order.digits).toFixed(order.digits)} ${order.currency}`;
// open stops of a van that has left; the others are still to be loaded at the depot
const onBoard = () => left().filter((stop) => stop.left !== false);
const toLoad = () => left().filter((stop) => stop.left === false);
const outcomeOf = (order) => (mine.get(order.id) || {}).outcome || order.outcome;
const isOver = (stop) => stop.orders.every((order) => outcomeOf(order) || order.cancelled);
const left = () => route.stops.filter((stop) => !isOver(stop));
const openOrder = (stop) => stop.orders.find((order) => !outcomeOf(order) && !order.cancelled) || stop.orders[0];
const go = (hash) => {
  location.hash = hash;
};

// what is being filled in here is newer than what is kept: it is read once
const loadForms = async () => {
  forms = (await store.get("forms")) || {};
};

const load = async () => {
  route = await store.get("route");
  if (sync.standing() !== "ours") forms = {};
  mine = new Map();
  const heard = (await store.get("route_at")) || 0;
  for (const entry of await store.all("acts")) {
    const { act } = entry;
    // what was handed in before the route came stands in the route, with what the desk made of it since
    if (entry.sent && entry.sentAt && entry.sentAt < heard) continue;
    if (act.kind === "handoff" && entry.sent !== "open")
      mine.set(act.orders[0], { outcome: act.data.outcome, at: act.at, act, sent: entry.sent });
  }
};

const act = async (kind, orders, data, photos) => {
  const made = { v: 1, id: photo.id(), kind, orders, data, heard: (await store.get("heard")) || null, ...clock.read() };
  await store.addAct(made, photos || []);
  await load();
  sync.now();
};

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

const bar = (back, title, right) =>
  h(
    "header",
    {},
    back ? h("a", { href: back, class: "back", "aria-label": words.back }, "‹ ", title) : h("b", {}, title),
    h("span", {}, right || ""),
  );

// `lacks` says what is not there yet: asked when this is drawn, and again when it is pressed
const main = (text, press, lacks) => {
  const why = lacks ? lacks() : "";
  const pressed = () => {
    const now = lacks ? lacks() : "";
    return now ? show(true).then(() => alarm(now)) : press();
  };
  return h("footer", {}, h("button", { class: why ? "main not" : "main", "aria-disabled": why ? "true" : "false", onclick: pressed }, text, why ? h("small", {}, why) : ""));
};

const choice = (name, value, text, chosen, press, why) =>
  h(
    "label",
    { class: why ? "row barred" : "row" },
    h("input", { type: "radio", name, value, checked: chosen, disabled: Boolean(why), onchange: press }),
    h("span", {}, text, why ? h("small", {}, why) : ""),
  );

const tick = (text, on, press) =>
  h("label", { class: "row" }, h("input", { type: "checkbox", checked: on, onchange: (event) => press(event.target.checked) }), h("span", {}, text));

const waiting = async () => (await store.all("acts")).filter((entry) => !entry.sent);

const banner = async () => {
  const parts = [];
  const held = (await waiting()).length;
  const since = sync.offlineSince();
  if (sync.standing() !== "ours")
    parts.push(h("div", { class: "said bad", role: "status" }, h("b", {}, words[`standing_${sync.standing()}`]), held ? h("p", {}, say(words.held, { count: held })) : ""));
  else if (since)
    parts.push(
      h("a", { class: "said", role: "status", href: "#/queue" }, h("b", {}, say(words.offline, { time: clockOf(since) })), h("p", {}, say(words.keep_open, { count: held }))),
    );
  if (!isSecureContext) parts.push(h("div", { class: "said bad" }, h("b", {}, words.paper_counts), h("p", {}, words.paper_why)));
  return parts;
};

const tags = (stop) => {
  const said = [];
  const count = stop.orders.flatMap((order) => order.parcels).length;
  said.push(say(count === 1 ? words.parcel : words.parcels, { count }));
  for (const order of stop.orders) {
    if (order.due) said.push(amount(order.due, order));
    for (const need of order.needs) said.push(words[`need_${need}`]);
  }
  return h("p", { class: "tags" }, said.map((text) => h("b", {}, text)));
};

const row = (stop) =>
  h(
    "a",
    { class: "stop", href: `#/stop/${stop.id}` },
    h("b", { class: "number" }, String(stop.number)),
    h("span", { class: "who" }, h("b", {}, stop.street), h("small", {}, stop.orders.map((order) => order.name).join(", "))),
    h("span", { class: "when" }, h("b", {}, isOver(stop) ? (words.outcomes[outcomeOf(stop.orders[0])] || words.cancelled) : stop.eta), h("small", {}, isOver(stop) ? "" : stop.window)),
  );

const listScreen = async () => {
  const anyLeft = route.stops.some((stop) => stop.left);
  const waits = anyLeft ? toLoad() : [];
  const open = anyLeft ? onBoard() : left();
  const over = route.stops.filter(isOver);
  const next = open[0];
  const late = next && next.until && new Date(next.until) < clock.now();
  return [
    bar("", say(words.route, { name: route.name }), late ? words.late : ""),
    ...(await banner()),
    h("p", { class: "soft" }, `${route.day}, ${route.van}`),
    h("p", { class: ready.withoutNetwork() ? "ready" : "ready no" }, ready.withoutNetwork() ? words.ready : words.not_ready, " ", isSecureContext && !ready.withoutNetwork() ? h("button", { class: "link", onclick: () => location.reload() }, words.try_it) : ""),
    route.back_at ? h("p", { class: "said" }, say(words.back_since, { time: route.back_at })) : "",
    !forms.checked && !route.checked ? h("a", { class: "button plain", href: "#/check" }, words.check) : "",
    over.length ? h("details", {}, h("summary", {}, say(words.done_of, { done: over.length, all: route.stops.length })), over.map(row)) : "",
    next ? h("a", { class: "next", href: `#/stop/${next.id}` }, h("span", {}, h("b", { class: "number" }, String(next.number)), h("span", {}, say(words.next_stop, { km: next.km })), h("b", { class: "eta" }, next.eta), h("span", {}, next.window)), h("strong", {}, next.street), h("span", {}, next.orders.map((order) => order.name).join(", ")), tags(next)) : h("p", { class: "big" }, waits.length ? say(words.load_next, { name: waits[0].route }) : words.all_done),
    toTake(open).map((stop) => h("a", { class: "button plain", href: `#/stop/${stop.id}` }, say(words.to_take_over, { number: stop.number }))),
    open.slice(1).map(row),
    waits.length ? [h("h2", {}, say(words.loaded_later, { name: waits[0].route })), waits.map(row)] : "",
    h("p", {}, h("a", { href: "#/queue" }, words.queue), " · ", h("a", { href: "#/end" }, words.end)),
    ready.isSeen() ? h("p", { class: "soft" }, words.seen) : "",
    next ? main(say(words.go_to, { number: next.number }), () => go(`#/stop/${next.id}`)) : main(words.end, () => go("#/end")),
  ];
};

const toTake = (open) => open.filter((stop) => stop.orders.some((order) => order.parcels.some(inOtherVan)));

const navigate = (stop) => {
  const place = `${stop.lat},${stop.lon}`;
  const apple = /iPhone|iPad|Macintosh/.test(navigator.userAgent);
  return apple ? `https://maps.apple.com/?daddr=${place}` : `geo:${place}?q=${place}(${encodeURIComponent(stop.street)})`;
};

const inOtherVan = (parcel) => Boolean(parcel.from) && !forms[`took:${parcel.code}`];

// a parcel of another van is ours once the driver says so: until then that van is asked for it
const parcelLine = (parcel) =>
  h(
    "p",
    { class: "parcel" },
    h("b", {}, parcel.of),
    " ",
    h("code", {}, parcel.spaced),
    " ",
    inOtherVan(parcel) ? h("b", { class: "bad" }, say(words.still_in, { van: parcel.from })) : parcel.from ? words.taken_over : parcel.place,
    inOtherVan(parcel) ? h("button", { class: "plain", onclick: () => takeOver(parcel) }, words.take_over) : "",
  );

const takeOver = async (parcel) => {
  await keepForm(`took:${parcel.code}`, true);
  await act("take", [], { code: parcel.code });
};

const stopScreen = async (id) => {
  const stop = stopOf(id);
  if (!stop) return missing();
  const order = openOrder(stop);
  const over = isOver(stop);
  const arrived = forms[`arrived:${stop.id}`] || stop.arrived;
  return [
    bar("#/", say(words.route, { name: route.name }), say(words.stop_of, { number: stop.number, all: route.stops.length })),
    ...(await banner()),
    h("p", { class: "head" }, h("b", { class: "eta" }, stop.eta), h("span", {}, stop.window ? say(words.promised, { window: stop.window }) : "")),
    h("h1", {}, stop.street),
    h("p", {}, stop.town),
    stop.orders.map((one) => h("p", {}, h("b", {}, one.name), " ", h("code", {}, one.number), one.cancelled ? h("b", { class: "bad" }, ` ${words.cancelled}`) : outcomeOf(one) ? ` ${words.outcomes[outcomeOf(one)]}` : "")),
    stop.code ? h("p", { class: "said" }, say(words.door_code, { code: stop.code })) : "",
    stop.access.map((text) => h("p", { class: "said" }, text)),
    tags(stop),
    order.safe_place ? h("p", { class: "tags" }, h("b", {}, say(words.safe_place, { place: order.safe_place }))) : h("p", { class: "tags" }, h("b", {}, words.no_safe_place)),
    stop.orders.flatMap((one) => one.parcels).map(parcelLine),
    h("div", { class: "two" }, stop.lat ? h("a", { class: "button plain", href: navigate(stop) }, words.navigate) : "", order.phone ? h("a", { class: "button plain", href: `tel:${order.phone.replace(/[^+0-9]/g, "")}`, onclick: () => keepForm(`rang:${order.id}`, clock.read()) }, words.call) : ""),
    order.phone && forms[`rang:${order.id}`] ? h("div", { class: "two" }, h("button", { class: "plain", onclick: () => rang(stop, order, true) }, words.answered), h("button", { class: "plain", onclick: () => rang(stop, order, false) }, words.no_answer)) : "",
    over ? h("a", { class: "button plain", href: `#/hand/${order.id}` }, words.otherwise) : "",
    over && !/^(delivered|picked)/.test(outcomeOf(order)) ? "" : h("a", { class: "button plain", href: `#/fail/${order.id}` }, words.cannot),
    over ? main(words.to_list, () => go("#/")) : arrived ? main(words.hand_over, () => go(`#/hand/${order.id}`)) : main(words.arrived, () => arrive(stop)),
  ];
};

const arrive = async (stop) => {
  const reading = clock.read();
  await keepForm(`arrived:${stop.id}`, reading.at);
  await keepForm(`reading:${stop.id}`, reading);
  await act("arrive", stop.orders.filter((order) => !order.cancelled).map((order) => order.id), {});
  go(`#/hand/${openOrder(stop).id}`);
};

const rang = async (stop, order, answered) => {
  await keepForm(`rang:${order.id}`, null);
  await keepForm(`called:${order.id}`, { at: clock.read().at, answered });
  await act("called", [order.id], { answered });
  show();
};

const blank = (order) => ({
  ask: { name: false, number: false, id_kind: "", of_age: false },
  parcels: {},
  who: "",
  name: "",
  relation: "",
  turned: {},
  cash: "",
  means: "cash",
  paper: false,
  note: "",
  photos: 0,
  order: order.id,
});

const find = (orderId) => {
  for (const stop of route.stops) for (const order of stop.orders) if (String(order.id) === String(orderId)) return [stop, order];
  return [null, null];
};

// what the depot asked for before it could say how strongly
const ASKED = { said_name: "required", said_number: "required", signature: "required", photo: "off", pin: "off" };
const level = (order, proof) => (order.proofs || ASKED)[proof];
const asks = (order, proof) => level(order, proof) !== "off";

const WHO = ["delivered_to_recipient", "delivered_third_party", "delivered_mailbox", "delivered_safe_place", "delivered_pickup_point"];
const ALONE = new Set(["delivered_mailbox", "delivered_safe_place", "delivered_pickup_point"]);
// drawn and not recorded yet, of the order that is open
let signing = null;
// photos and strokes that are not recorded yet, by order: kept, since phones drop a page while their camera is open
const drafts = {};

const draftOf = async (order) => {
  drafts[order.id] = drafts[order.id] || (await store.get(`draft:${order.id}`)) || { pictures: [], strokes: [], sentence: "" };
  return drafts[order.id];
};

const keepDraft = (order) => {
  const draft = drafts[order.id];
  if (signing && signing.order === order.id) {
    draft.strokes = signing.pad.signed() ? signing.pad.strokes() : [];
    draft.sentence = signing.sentence;
  }
  return store.put(`draft:${order.id}`, draft);
};

const picturesOf = (order) => (drafts[order.id] || { pictures: [] }).pictures;
// what was said to be missing, once: pressed again it is recorded without
let warnedOf = "";

// what follows from what was filled in
const factsOf = (order, form) => {
  const alone = ALONE.has(form.who);
  const pieces = Object.values(form.turned).reduce((sum, one) => sum + one.refused + one.damaged, 0);
  const sent = sentOf(order);
  const receiver = form.who === "delivered_to_recipient" ? form.name || order.name : form.name;
  const cash = order.due && !alone ? read(form.cash, order) : 0;
  const checked = order.parcels.filter((parcel) => form.parcels[parcel.code]).length;
  const sentence = [
    say(order.parcels.length === 1 ? words.parcel_received : words.parcels_received, { count: order.parcels.length }),
    say(words.items_of, { accepted: Math.max(0, sent - pieces), sent }),
    cash ? amount(cash, order) : "",
    receiver,
  ].filter(Boolean).join(", ");
  return { alone, pieces, receiver, cash, checked, sentence };
};

const sentOf = (order) => order.lines.reduce((sum, line) => sum + line.sent, 0);

const handScreen = async (orderId) => {
  const [stop, order] = find(orderId);
  if (!order) return missing();
  const key = `hand:${order.id}`;
  const form = formOf(key, blank(order));
  const { alone, checked, cash, receiver, pieces, sentence } = factsOf(order, form);
  const draft = await draftOf(order);
  const drawn = () => keepDraft(order).then(() => show(true));
  if (!signing || signing.order !== order.id) {
    const same = draft.sentence === sentence;
    signing = { order: order.id, sentence, pad: pad(sentence, drawn, same ? draft.strokes : []), changed: !same && draft.strokes.length > 0 };
  } else if (signing.sentence !== sentence) {
    signing = { order: order.id, sentence, pad: pad(sentence, drawn), changed: signing.pad.signed() };
    await keepDraft(order);
  }

  const set = (change) => fill(key, form, change);
  const sent = sentOf(order);
  return [
    bar(`#/stop/${stop.id}`, say(words.stop, { number: stop.number }), forms[`arrived:${stop.id}`] ? say(words.at_door, { time: clockOf(forms[`arrived:${stop.id}`]) }) : ""),
    ...(await banner()),
    h("h2", {}, say(words.parcels_checked, { checked, all: order.parcels.length })),
    order.parcels.map((parcel) => tick(`${parcel.of}  ${parcel.spaced}`, Boolean(form.parcels[parcel.code]), (on) => set({ parcels: { ...form.parcels, [parcel.code]: on ? "seen" : "" } }))),
    h("div", { class: scan.able() ? "two" : "" }, scan.able() ? h("button", { class: "dark", onclick: () => scanning(order, form, set) }, words.scan) : "", typedCode(order, form, set)),
    h("h2", {}, words.who_takes),
    WHO.map((who) => choice("who", who, words.outcomes[who], form.who === who, () => set({ who }), barred(order, who))),
    form.who && !alone
      ? [
          asks(order, "said_name") || asks(order, "said_number") ? h("h2", {}, words.ask) : "",
          asks(order, "said_name") ? tick(order.name, form.ask.name, (on) => set({ ask: { ...form.ask, name: on } })) : "",
          !asks(order, "said_number") ? "" : tick(say(words.ends_in, { end: order.number.slice(-4) }), form.ask.number, (on) => set({ ask: { ...form.ask, number: on } })),
          asks(order, "pin") ? pinOf(order, form, set) : "",
          order.needs.includes("id") || order.needs.includes("age") ? [field(words.id_kind, h("select", { onchange: (event) => set({ ask: { ...form.ask, id_kind: event.target.value } }) }, h("option", { value: "" }, words.choose), Object.entries(words.id_kinds).map(([code, text]) => h("option", { value: code, selected: form.ask.id_kind === code }, text)))), h("p", { class: "soft" }, words.no_number)] : "",
          order.needs.includes("age") ? tick(words.of_age, form.ask.of_age, (on) => set({ ask: { ...form.ask, of_age: on } })) : "",
        ]
      : "",
    h("details", pieces ? { open: true } : {}, h("summary", {}, pieces ? say(pieces === 1 ? words.item_not : words.items_not, { count: pieces }) : say(sent === 1 ? words.item_all : words.items_all, { count: sent })), order.lines.map((line) => items(line, form, set))),
    order.due && form.who && !alone ? money(order, form, set, cash) : "",
    form.who && !alone
      ? [
          field(words.name_of, h("input", { type: "text", value: receiver, autocomplete: "off", onchange: (event) => set({ name: event.target.value }) })),
          form.who === "delivered_third_party" ? field(words.relation, h("select", { onchange: (event) => set({ relation: event.target.value }) }, h("option", { value: "" }, words.choose), Object.entries(words.relations).map(([code, text]) => h("option", { value: code, selected: form.relation === code }, text)))) : "",
          ...(asks(order, "signature") ? [
          h("h2", {}, words.signature),
          signing.changed && !signing.pad.signed() ? h("p", { class: "said bad", role: "status" }, words.sign_again) : "",
          form.paper ? "" : signing.pad.canvas,
          h("div", { class: "two" }, form.paper ? "" : h("button", { class: "plain", onclick: () => { signing.pad.clear(); drawn(); } }, words.clear), h("button", { class: "plain", onclick: () => set({ paper: !form.paper }) }, form.paper ? words.sign_here : words.on_paper)),
          ] : []),
        ]
      : "",
    camera_of(order),
    field(words.note, h("input", { type: "text", value: form.note, maxlength: 300, onchange: (event) => set({ note: event.target.value }) })),
    main(words.delivered, () => record(stop, order, form, key), () => lacking(order, form, factsOf(order, form))),
  ];
};

const barred = (order, who) => {
  if (!ALONE.has(who)) return "";
  if (!order.alone) return words.in_person;
  if (who === "delivered_mailbox" && order.needs.includes("two")) return words.too_large;
  return who === "delivered_safe_place" && !order.safe_place ? words.not_allowed : "";
};

const pinOf = (order, form, set) => {
  const said = form.pin_state === "right" ? words.pin_right : form.pin_state === "kept" ? words.pin_kept : form.pin_state === "locked" ? words.pin_locked : form.pin_state ? say(words.pin_wrong, { left: form.pin_left }) : "";
  const tried = async (text) => {
    if (!/^[0-9]{4}$/.test(text)) return set({ pin: "", pin_state: "" });
    const answer = await sync.tryPin(order.id, text);
    if (!answer) return set({ pin: text, pin_state: "kept" });
    if (answer.result !== "right" && navigator.vibrate) navigator.vibrate([200, 100, 200]);
    return set({ pin: "", pin_state: answer.result, pin_left: answer.left });
  };
  return [
    field(words.pin, h("input", { type: "text", inputmode: "numeric", maxlength: 4, autocomplete: "off", value: form.pin || "", disabled: form.pin_state === "right", onchange: (event) => tried(event.target.value.trim()) })),
    said ? h("p", { class: form.pin_state === "right" || form.pin_state === "kept" ? "said" : "said bad", role: "status" }, said) : "",
  ];
};

// the proofs of a chosen level that are not there
const notThere = (order, form, alone) => [
  ...(alone ? [] : [["said_name", form.ask.name], ["said_number", form.ask.number], ["pin", form.pin_state === "right" || form.pin_state === "kept"], ["signature", form.paper || signing.pad.signed()]]),
  ["photo", picturesOf(order).length > 0],
].filter(([, there]) => !there).map(([proof]) => proof);

const lacking = (order, form, now) => {
  if (!form.who) return words.lacks_who;
  if (now.checked < order.parcels.length) return words.lacks_parcels;
  if (order.lines.some((line) => tooMany(line, form.turned[line.id]))) return words.lacks_pieces;
  if (Object.values(form.turned).some((one) => one.refused + one.damaged && (!one.issue || !one.done))) return words.lacks_issue;
  const open = notThere(order, form, now.alone).filter((proof) => level(order, proof) === "required");
  if (open.includes("photo")) return words.lacks_photo;
  if (now.alone) return "";
  if (open.includes("said_name") || open.includes("said_number")) return words.lacks_ask;
  if (open.includes("pin")) return words.lacks_pin;
  if ((order.needs.includes("id") || order.needs.includes("age")) && !form.ask.id_kind) return words.lacks_id;
  if (order.needs.includes("age") && !form.ask.of_age) return words.lacks_age;
  if (order.due && now.cash === null) return words.lacks_cash;
  if (!now.receiver.trim()) return words.lacks_name;
  if (form.who === "delivered_third_party" && !form.relation) return words.lacks_relation;
  if (open.includes("signature")) return words.lacks_signature;
  return "";
};

const field = (text, control) => h("label", { class: "field" }, text, control);

const typedCode = (order, form, set) =>
  h("input", {
    type: "text",
    inputmode: "numeric",
    "aria-label": words.type_number,
    placeholder: words.type_number,
    onchange: (event) => {
      const code = scan.read(event.target.value);
      const here = order.parcels.some((parcel) => parcel.code === code);
      if (here) set({ parcels: { ...form.parcels, [code]: "typed" } });
      else alarm(code ? words.other_parcel : words.no_code);
    },
  });

const alarm = (text) => {
  if (navigator.vibrate) navigator.vibrate([200, 100, 200]);
  const old = document.getElementById("alarm");
  if (old) old.remove();
  screen.prepend(h("p", { id: "alarm", class: "said bad", role: "alert" }, text));
};

const scanning = (order, form, set) => {
  let seen = {};
  scan.open(
    (code) => {
      if (!order.parcels.some((parcel) => parcel.code === code)) {
        alarm(words.other_parcel);
        return false;
      }
      seen = { ...seen, [code]: "scanned" };
      return order.parcels.every((parcel) => seen[parcel.code] || form.parcels[parcel.code]);
    },
    () => set({ parcels: { ...form.parcels, ...seen } }),
  );
};

const tooMany = (line, one) => Boolean(one) && one.refused + one.damaged > line.sent;

const items = (line, form, set) => {
  const none = { refused: 0, damaged: 0, issue: "", done: "" };
  const now = form.turned[line.id] || none;
  const change = (part) => {
    // what is too much stays as it was typed, and holds the record back until it is put right
    set({ turned: { ...form.turned, [line.id]: { ...(form.turned[line.id] || none), ...part } } });
  };
  const number = (name) =>
    field(words[name], h("input", { type: "number", min: 0, max: line.sent, value: now[name], inputmode: "numeric", onchange: (event) => change({ [name]: Math.max(0, Math.floor(Number(event.target.value) || 0)) }) }));
  const list = (name) =>
    field(words[name], h("select", { onchange: (event) => change({ [name]: event.target.value }) }, h("option", { value: "" }, words.choose), Object.entries(words[`${name}s`]).map(([code, text]) => h("option", { value: code, selected: now[name] === code }, text))));
  return h("div", { class: "line" }, h("b", {}, `${line.sent} × ${line.name}`), h("div", { class: "two" }, number("refused"), number("damaged")), tooMany(line, now) ? h("p", { class: "said bad", role: "status" }, say(words.too_many, { sent: line.sent })) : "", now.refused + now.damaged ? [list("issue"), list("done")] : "");
};

const read = (text, order) => {
  const plain = String(text).replace(",", ".").trim();
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const minor = Number(plain) * 10 ** order.digits;
  return Math.abs(minor - Math.round(minor)) < 1e-6 ? Math.round(minor) : null;
};

const money = (order, form, set, cash) => [
  h("h2", {}, say(words.to_pay, { amount: amount(order.due, order) })),
  h("div", { class: "two" }, field(words.taken, h("input", { type: "text", inputmode: "decimal", value: form.cash, onchange: (event) => set({ cash: event.target.value }) })), field(words.means_of, h("select", { onchange: (event) => set({ means: event.target.value }) }, Object.entries(words.means).map(([code, text]) => h("option", { value: code, selected: form.means === code }, text))))),
  cash !== null && cash !== order.due ? h("p", { class: "said bad" }, say(cash > order.due ? words.over : words.under, { amount: amount(Math.abs(cash - order.due), order) })) : "",
];

const camera_of = (order) => {
  const taken = picturesOf(order);
  return [
    h("label", { class: "button plain" }, taken.length > 1 ? say(words.photos, { count: taken.length }) : taken.length ? words.photo_one : words.photo, h("input", {
      type: "file",
      accept: "image/*",
      capture: "environment",
      class: "hidden",
      onchange: async (event) => {
        const wrong = new Set();
        for (const file of event.target.files) {
          try {
            (await draftOf(order)).pictures.push(await photo.take(file, order.id));
          } catch (error) {
            wrong.add(words[error.message] || words.photo_none);
          }
        }
        await keepDraft(order);
        await show(true);
        if (wrong.size) alarm([...wrong].join(" "));
      },
    })),
    taken.map((one) => h("div", { class: "photo" }, shown(one), h("button", { class: "plain", onclick: () => drop(order, one) }, words.photo_away))),
  ];
};

const shown = (one) => {
  const made = h("img", { alt: words.photo_alt, src: URL.createObjectURL(new Blob([one.bytes], { type: "image/jpeg" })) });
  made.addEventListener("load", () => URL.revokeObjectURL(made.src));
  return made;
};

const drop = async (order, one) => {
  const draft = await draftOf(order);
  draft.pictures = draft.pictures.filter((other) => other.id !== one.id);
  await keepDraft(order);
  await show(true);
};

let recording = false;
const finish = async (stop, order, data, key) => {
  if (recording) return;
  recording = true;
  // where this is may take seconds to find out: the press is seen at once
  const pressed = document.querySelector("footer button.main");
  if (pressed) pressed.classList.add("busy");
  try {
    const taken = picturesOf(order);
    data.photos = taken.map((one) => one.id);
    data.place = await ready.placeNow();
    data.arrived = forms[`reading:${stop.id}`] || null;
    data.parcels = order.parcels.map((parcel) => parcel.code);
    data.revision = Math.max(...route.routes.map((one) => one.revision));
    data.may_leave = Boolean(order.safe_place);
    await act("handoff", [order.id], data, taken);
    delete forms[key];
    await store.put("forms", forms);
    signing = null;
    delete drafts[order.id];
    await store.drop(`draft:${order.id}`);
    const again = stop.orders.find((one) => !outcomeOf(one) && !one.cancelled);
    go(again ? `#/hand/${again.id}` : "#/");
  } finally {
    recording = false;
    if (pressed) pressed.classList.remove("busy");
  }
};

const record = (stop, order, form, key) => {
  const now = factsOf(order, form);
  // what was signed for has changed since the pad was drawn
  if (signing.sentence !== now.sentence) return show(true);
  const warned = notThere(order, form, now.alone).filter((proof) => level(order, proof) === "warned").map((proof) => words.proofs[proof]);
  if (warned.length && warnedOf !== `${order.id}: ${warned.join()}`) {
    warnedOf = `${order.id}: ${warned.join()}`;
    return alarm(say(words.warned, { proofs: warned.join(", ") }));
  }
  const turned = Object.entries(form.turned).filter(([, one]) => one.refused + one.damaged).map(([line, one]) => ({ line: Number(line), ...one }));
  return finish(
    stop,
    order,
    {
      outcome: form.who,
      recipient: now.alone ? "" : now.receiver.trim(),
      relation: now.alone ? "" : form.who === "delivered_to_recipient" ? "customer" : form.relation,
      said_name: form.ask.name,
      said_number: form.ask.number,
      id_kind: form.ask.id_kind,
      of_age: form.ask.of_age,
      turned: now.alone ? [] : turned,
      collected: now.cash || 0,
      means: form.means,
      on_paper: form.paper && !now.alone,
      signature: now.alone || form.paper ? "" : signing.pad.picture(),
      signed_for: now.alone ? "" : signing.sentence,
      note: form.note,
      checked: form.parcels,
      pin: now.alone ? "" : form.pin || "",
    },
    key,
  );
};

const failScreen = async (orderId) => {
  const [stop, order] = find(orderId);
  if (!order) return missing();
  const key = `fail:${order.id}`;
  const form = formOf(key, { outcome: "", note: "" });
  const set = (change) => fill(key, form, change);
  const called = forms[`called:${order.id}`];
  await draftOf(order);
  return [
    bar(`#/stop/${stop.id}`, say(words.stop, { number: stop.number }), order.name),
    ...(await banner()),
    h("h1", {}, words.what_happened),
    h("div", { class: "grid" }, Object.entries(words.failures).map(([code, text]) => choice("outcome", code, text, form.outcome === code, () => set({ outcome: code })))),
    called ? h("p", { class: "said" }, say(called.answered ? words.rang_answered : words.rang_none, { time: clockOf(called.at) })) : order.phone ? h("a", { class: "button plain", href: `#/stop/${stop.id}` }, words.ring_first) : "",
    camera_of(order),
    field(words.note, h("input", { type: "text", value: form.note, maxlength: 300, onchange: (event) => set({ note: event.target.value }) })),
    order.safe_place ? h("p", { class: "said" }, say(words.may_leave, { place: order.safe_place })) : h("p", { class: "said" }, words.bring_back),
    main(form.outcome ? say(words.record, { outcome: words.failures[form.outcome] }) : words.record_plain, () => finish(stop, order, { outcome: form.outcome, note: form.note, said_name: false, said_number: false }, key), () => (form.outcome ? "" : words.lacks_outcome)),
  ];
};

const actWords = (one) => {
  const [stop, order] = find(one.orders[0]);
  const what = one.kind === "handoff" ? words.outcomes[one.data.outcome] || words.failures[one.data.outcome] : words[`act_${one.kind}`];
  return `${clockOf(one.at)}  ${stop ? say(words.stop, { number: stop.number }) : ""} ${order ? order.name : ""} ${what}`;
};

const queueScreen = async () => {
  const every = await store.all("acts");
  const held = every.filter((entry) => !entry.sent);
  const open = every.filter((entry) => entry.sent === "open");
  return [
    bar("#/", words.queue, held.length ? "" : words.all_sent),
    ...(await banner()),
    sync.offlineSince() ? "" : h("p", { class: "said" }, say(words.keep_open, { count: held.length })),
    h("button", { class: "plain", onclick: () => sync.now() }, words.try_now),
    held.map((entry) => h("p", { class: "act" }, actWords(entry.act))),
    open.length ? h("h2", {}, words.at_desk) : "",
    open.map((entry) => h("p", { class: "act" }, actWords(entry.act))),
    h("h2", {}, words.sent),
    every.filter((entry) => entry.sent && entry.sent !== "open").map((entry) => h("p", { class: "act" }, actWords(entry.act))),
    main(words.to_list, () => go("#/")),
  ];
};

const lacksKm = (text) => (/^\d+$/.test(text) ? "" : text ? words.km_figures : words.lacks_km);

// an odometer never runs backwards: said once, since the last one may have been wrong
const lower = (km) => {
  if (!route.odometer || km >= route.odometer || warnedOf === `km ${km}`) return false;
  warnedOf = `km ${km}`;
  alarm(say(words.km_lower, { km: route.odometer }));
  return true;
};

const checkScreen = async () => {
  const form = formOf("check", { odometer: "", fuel: "", damage: "", papers: false });
  const set = (change) => fill("check", form, change);
  return [
    bar("#/", words.check, route.van),
    ...(await banner()),
    field(words.odometer, h("input", { type: "text", inputmode: "numeric", value: form.odometer, onchange: (event) => set({ odometer: event.target.value.trim() }) })),
    field(words.fuel, h("select", { onchange: (event) => set({ fuel: event.target.value }) }, ["", "1/4", "1/2", "3/4", "1/1"].map((text) => h("option", { value: text, selected: form.fuel === text }, text || words.choose)))),
    field(words.damage, h("input", { type: "text", value: form.damage, maxlength: 300, onchange: (event) => set({ damage: event.target.value }) })),
    tick(words.papers, form.papers, (on) => set({ papers: on })),
    main(
      words.keep_check,
      async () => {
        const km = Number(form.odometer);
        if (lower(km)) return;
        await act("check", [], { odometer: km, fuel: form.fuel, damage: form.damage, papers: form.papers });
        await keepForm("checked", true);
        go("#/");
      },
      () => lacksKm(form.odometer),
    ),
  ];
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
    .filter((one) => !String(one.done).startsWith("kept"))
    .map((one) => ({ what: `${one.refused + one.damaged} × ${(order.lines.find((line) => line.id === one.line) || { name: "" }).name}`, name: order.name }));
};

const endScreen = async () => {
  const every = route.stops.flatMap((stop) => stop.orders.map((order) => ({ stop, order, ...doneWith(order) }))).filter((one) => one.outcome);
  const failed = every.filter((one) => !/^(delivered|picked)/.test(one.outcome));
  const sums = {};
  for (const one of every.filter((one) => one.collected && one.means === "cash")) sums[one.order.currency] = [(sums[one.order.currency] || [0])[0] + one.collected, one.order];
  const back = [...route.goods.filter((one) => !one.here), ...every.filter((one) => mine.has(one.order.id)).flatMap((one) => comesBack(one.order))];
  const form = formOf("back", { km: "" });
  const set = (change) => fill("back", form, change);
  const paper = every.filter((one) => one.on_paper);
  const open = (route.stops.some((stop) => stop.left) ? onBoard() : left()).length;
  return [
    bar("#/", say(words.route, { name: route.name }), (await waiting()).length ? "" : words.all_sent),
    ...(await banner()),
    h("h1", {}, words.hand_in),
    h("p", { class: "figures" }, h("b", {}, String(every.length - failed.length)), ` ${words.stops_done}  `, h("b", {}, String(failed.length)), ` ${words.not_delivered}  `, open ? h("b", { class: "bad" }, `${open} ${words.still_open}`) : ""),
    back.map((one) => h("p", { class: "said" }, h("b", {}, say(words.comes_back, { what: one.what })), ` ${one.name}`)),
    Object.values(sums).map(([minor, order]) => h("p", { class: "said" }, h("b", {}, say(words.in_cash, { amount: amount(minor, order) })))),
    paper.length ? h("p", { class: "said" }, say(words.sheet_too, { numbers: paper.map((one) => one.stop.number).join(", ") })) : "",
    field(words.odometer, h("input", { type: "text", inputmode: "numeric", value: form.km, onchange: (event) => set({ km: event.target.value.trim() }) })),
    main(
      words.close_route,
      async () => {
        if (lower(Number(form.km))) return;
        await act("back", [], { odometer: Number(form.km) });
        await keepForm("back", {});
        go("#/queue");
      },
      () => (open ? say(words.lacks_stops, { count: open }) : lacksKm(form.km)),
    ),
  ];
};

const missing = () => [bar("#/", words.to_list, ""), h("p", { class: "said bad" }, words.not_here), main(words.to_list, () => go("#/"))];

const emptyScreen = async () => [bar("", words.title, ""), ...(await banner()), h("p", {}, sync.standing() === "ours" ? words.no_route : "")];

const screens = { stop: stopScreen, hand: handScreen, fail: failScreen, queue: queueScreen, check: checkScreen, end: endScreen };

let touched = false;
addEventListener("pointerdown", () => {
  touched = true;
});
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(() => (touched = false), 500));

// nothing is drawn anew under a finger that types or signs: the rest waits for the end of that
let typing = null;
let awaited = false;
addEventListener("input", (event) => {
  if (event.target.matches("input[type=text], input[type=number]")) typing = event.target;
});
const typed = () => {
  typing = null;
  if (awaited) show(true);
};
addEventListener("change", typed);
addEventListener("focusout", typed);

let drawing = 0;
// `keep` leaves the page where it is; "quiet" draws only where nobody is at work
const show = async (keep) => {
  const [, name, id] = location.hash.split("/");
  const focused = document.activeElement && document.activeElement.matches("input[type=text], input[type=number]");
  if (keep === "quiet" && (focused || touched || name === "hand" || name === "fail")) return;
  awaited = Boolean((typing && typing.isConnected) || (signing && signing.pad.busy()));
  if (awaited) return;
  drawing += 1;
  const turn = drawing;
  const made = route ? await (screens[name] || listScreen)(id) : name === "queue" ? await queueScreenBare() : await emptyScreen();
  if (turn !== drawing) return;
  const top = scrollY;
  const next = h("main", {}, made.flat(Infinity).filter((part) => part instanceof Node));
  // nothing new: what a finger is about to press stays where it is
  if (keep === "quiet" && next.innerHTML === screen.innerHTML) return;
  screen.replaceChildren(...next.childNodes);
  document.body.dataset.shown = name || "list";
  if (keep !== undefined) scrollTo(0, top);
};

const queueScreenBare = async () => {
  const held = await waiting();
  return [bar("", words.queue, ""), ...(await banner()), held.map((entry) => h("p", { class: "act" }, `${entry.n}  ${clockOf(entry.act.at)}`)), h("button", { class: "plain", onclick: () => sync.now() }, words.try_now)];
};

const begin = async () => {
  await store.open(token);
  await clock.begin();
  await loadForms();
  await load();
  addEventListener("hashchange", () => {
    typing = null;
    if (signing) signing.pad.rest();
    show().then(() => scrollTo(0, 0));
  });
  await show();
  // the first time the route comes before whatever makes the page work without network: the driver waits for it
  if (!(await store.get("route"))) {
    await sync.first(token);
    await load();
    await show("quiet");
  }
  ready.begin().then(() => show("quiet"));
  await sync.begin(token, async () => {
    await load();
    await show("quiet");
  });
  await load();
  await show("quiet");
};

begin();
