// The list of stops, and one stop.
"use strict";

const banner = async () => {
  const parts = [];
  if (forms.changed_at)
    parts.push(h("div", { class: "said bad", role: "status" }, h("b", {}, say(words.changed, { time: clockOf(forms.changed_at) })), h("button", { class: "plain", onclick: () => keepForm("changed_at", null).then(() => show(true)) }, words.changed_seen)));
  const held = (await waiting()).length;
  const since = sync.offlineSince();
  if (sync.standing() !== "ours")
    parts.push(h("div", { class: "said bad", role: "status" }, h("b", {}, words[`standing_${sync.standing()}`]), held ? h("p", {}, say(words.held, { count: held })) : ""));
  else if (since)
    parts.push(
      h("a", { class: "said", role: "status", href: "#/queue" }, h("b", {}, say(words.offline, { time: clockOf(since) })), h("p", {}, say(words.keep_open, { count: held }))),
    );
  if (!ready.isTrusted()) parts.push(h("div", { class: "said bad" }, h("b", {}, words.paper_counts), h("p", {}, isSecureContext ? words.paper_why_certificate : words.paper_why)));
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

// what has to be at hand at a door: money, and whoever shows a paper
const marks = (stop) => stop.orders.flatMap((order) => [order.due ? amount(order.due, order) : "", ...["age", "id"].filter((need) => order.needs.includes(need)).map((need) => words[`need_${need}`])]).filter(Boolean);

// whether the list of what is done is open: news draw the page anew
let doneOpen = false;

const isHanded = (order) => /^(delivered|picked)/.test(outcomeOf(order));

// delivered or not is seen at a glance
const ended = (order) => {
  const outcome = outcomeOf(order);
  return outcome ? `${isHanded(order) ? "✓" : "✗"} ${words.short[outcome] || words.outcomes[outcome] || outcome}` : words.cancelled;
};

const takenAt = (stop) =>
  stop.orders.map((order) => (order.due && isHanded(order) ? amount(doneWith(order).collected, order) : "")).filter(Boolean).join(", ");

const row = (stop) =>
  h(
    "a",
    { class: "stop", href: `#/stop/${stop.id}` },
    h("b", { class: "number" }, String(stop.number)),
    h("span", { class: "who" }, h("b", {}, stop.street), h("small", {}, [stop.orders.map((order) => order.name).join(", "), ...(isOver(stop) ? [] : marks(stop))].join(" · "))),
    h("span", { class: "when" }, h("b", {}, isOver(stop) ? ended(stop.orders[0]) : stop.eta), h("small", {}, isOver(stop) ? takenAt(stop) : stop.window)),
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
    h("p", { class: ready.withoutNetwork() ? "ready" : "ready no" }, ready.withoutNetwork() ? words.ready : words.not_ready, " ", ready.isTrusted() && !ready.withoutNetwork() ? h("button", { class: "link", onclick: () => location.reload() }, words.try_it) : ""),
    route.back_at ? h("p", { class: "said" }, say(words.back_since, { time: route.back_at })) : "",
    !forms.checked && !route.checked ? h("a", { class: "button plain", href: "#/check" }, words.check) : "",
    over.length ? h("details", { open: doneOpen, ontoggle: (event) => (doneOpen = event.target.open) }, h("summary", {}, say(words.done_of, { done: over.length, all: route.stops.length })), over.map(row)) : "",
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
    h("p", { class: "head" }, h("b", over ? {} : { class: "eta" }, over ? ended(order) : stop.eta), over && takenAt(stop) ? h("b", {}, takenAt(stop)) : "", h("span", {}, stop.window ? say(words.promised, { window: stop.window }) : "")),
    h("h1", {}, stop.street),
    h("p", {}, stop.town),
    stop.orders.map((one) => h("p", {}, h("b", {}, one.name), " ", h("code", {}, one.number), one.cancelled ? h("b", { class: "bad" }, ` ${words.cancelled}`) : outcomeOf(one) ? ` ${words.outcomes[outcomeOf(one)]}` : "")),
    stop.code ? h("p", { class: "said" }, say(words.door_code, { code: stop.code })) : "",
    stop.access.map((text) => h("p", { class: "said" }, text)),
    tags(stop),
    order.safe_place ? h("p", { class: "tags" }, h("b", {}, say(words.safe_place, { place: order.safe_place }))) : h("p", { class: "tags" }, h("b", {}, words.no_safe_place)),
    stop.orders.flatMap((one) => one.parcels).map(parcelLine),
    h("div", { class: "two" }, stop.lat ? h("a", { class: "button plain", href: navigate(stop) }, words.navigate) : "", order.phone ? dial(order, words.call) : ""),
    answers(order),
    over ? otherwise(order) : h("a", { class: "button plain", href: `#/fail/${order.id}` }, words.cannot),
    over ? main(words.to_list, () => go("#/")) : arrived ? main(words.hand_over, () => go(`#/hand/${order.id}`)) : main(words.arrived, () => arrive(stop)),
  ];
};

// nobody was met there
const NOBODY = new Set(["failed_not_home", "failed_no_access", "failed_cant_find_address", "failed_no_time"]);

// says on a page that is opened once more what it replaces
const putsRight = (order) => {
  const why = outcomeOf(order) && forms[`why:${order.id}`];
  if (!why) return [];
  const before = { outcome: words.outcomes[outcomeOf(order)] || outcomeOf(order) };
  return [h("p", { class: "said" }, say(why === "wrong_code" ? words.replaces : words.tries_again, before))];
};

// what was recorded is not so: somebody opened after all, or the driver chose wrongly
const otherwise = (order) => {
  const again = (words_of, where, why) => h("button", { class: "plain", onclick: () => keepForm(`why:${order.id}`, why).then(() => go(`#/${where}/${order.id}`)) }, words_of);
  const missed = !isHanded(order);
  const closed = NOBODY.has(outcomeOf(order));
  return [
    missed ? again(closed ? words.opened : words.worked, "hand", "opened_after_all") : "",
    h("details", {}, h("summary", {}, words.otherwise), again(missed ? words.was_handed : words.was_handed_other, "hand", "wrong_code"), again(words.was_missed, "fail", "wrong_code")),
  ];
};

const arrive = async (stop) => {
  const reading = clock.read();
  await keepForm(`arrived:${stop.id}`, reading.at);
  await keepForm(`reading:${stop.id}`, reading);
  await act("arrive", stop.orders.filter((order) => !order.cancelled).map((order) => order.id), {});
  go(`#/hand/${openOrder(stop).id}`);
};

// what came of a call, once the driver has rung
const answers = (order) =>
  order.phone && forms[`rang:${order.id}`] ? h("div", { class: "two" }, h("button", { class: "plain", onclick: () => rang(order, true) }, words.answered), h("button", { class: "plain", onclick: () => rang(order, false) }, words.no_answer)) : "";

const dial = (order, said) => h("a", { class: "button plain", href: `tel:${order.phone.replace(/[^+0-9]/g, "")}`, onclick: () => keepForm(`rang:${order.id}`, clock.read()).then(() => setTimeout(show, 300)) }, said);

const rang = async (order, answered) => {
  await keepForm(`rang:${order.id}`, null);
  await keepForm(`called:${order.id}`, { at: clock.read().at, answered });
  await act("called", [order.id], { answered });
  settles();
  show();
};

const missing = () => [bar("#/", words.to_list, ""), h("p", { class: "said bad" }, words.not_here), main(words.to_list, () => go("#/"))];
