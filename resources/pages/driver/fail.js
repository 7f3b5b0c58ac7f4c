// A stop that is over: recorded, or not delivered.
"use strict";

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
    // why it is said once more; empty for the first time
    data.why = outcomeOf(order) ? forms[`why:${order.id}`] || "" : "";
    await act("handoff", [order.id], data, taken);
    delete forms[key];
    delete forms[`why:${order.id}`];
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
    ...putsRight(order),
    h("h1", {}, words.what_happened),
    h("div", { class: "grid" }, Object.entries(words.failures).map(([code, text]) => choice("outcome", code, text, form.outcome === code, () => set({ outcome: code })))),
    called ? h("p", { class: "said" }, say(called.answered ? words.rang_answered : words.rang_none, { time: clockOf(called.at) })) : order.phone ? dial(order, words.ring_first) : "",
    answers(order),
    cameraOf(order),
    field(words.note, h("input", { type: "text", value: form.note, maxlength: 300, oninput: (event) => note(key, form, { note: event.target.value }), onchange: (event) => set({ note: event.target.value }) })),
    order.safe_place ? h("p", { class: "said" }, say(words.may_leave, { place: order.safe_place })) : h("p", { class: "said" }, words.bring_back),
    main(form.outcome ? say(words.record, { outcome: words.failures[form.outcome] }) : words.record_plain, () => finish(stop, order, { outcome: form.outcome, note: form.note, said_name: false, said_number: false }, key), () => (form.outcome ? "" : words.lacks_outcome)),
  ];
};
