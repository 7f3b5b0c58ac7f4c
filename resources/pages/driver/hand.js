// A handover at the door: parcels, pieces, money, who takes it, signature.
"use strict";

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

const WHO = ["delivered_to_recipient", "delivered_third_party", "delivered_mailbox", "delivered_safe_place", "delivered_pickup_point"];
const ALONE = new Set(["delivered_mailbox", "delivered_safe_place", "delivered_pickup_point"]);

// what follows from what was filled in
const factsOf = (order, form) => {
  const alone = ALONE.has(form.who);
  const turned = turnedOf(form);
  const pieces = turned.reduce((sum, one) => sum + one.refused + one.damaged, 0);
  const back = turned.reduce((sum, one) => sum + backOf(one), 0);
  const sent = sentOf(order);
  const receiver = form.who === "delivered_to_recipient" ? form.name || order.name : form.name;
  const owed = alone ? { due: 0, less: 0, unpriced: [] } : owedFor(order, turned);
  const cash = order.due && !alone ? read(form.cash, order) : 0;
  const checked = order.parcels.filter((parcel) => form.parcels[parcel.code]).length;
  const sentence = [
    say(order.parcels.length === 1 ? words.parcel_received : words.parcels_received, { count: order.parcels.length }),
    say(words.items_of, { accepted: Math.max(0, sent - back), sent }),
    cash ? amount(cash, order) : "",
    receiver,
  ].filter(Boolean).join(", ");
  return { alone, pieces, back, receiver, cash, owed, checked, sentence };
};

const handScreen = async (orderId) => {
  const [stop, order] = find(orderId);
  if (!order) return missing();
  const key = `hand:${order.id}`;
  const form = formOf(key, blank(order));
  const { alone, checked, cash, owed, receiver, pieces, sentence } = factsOf(order, form);
  const draft = await draftOf(order);
  const drawn = () => keepDraft(order).then(() => show(true));
  const fresh = () => (signing.sentence = factsOf(order, form).sentence);
  if (!signing || signing.order !== order.id) {
    const same = draft.sentence === sentence;
    signing = { order: order.id, sentence, pad: pad(sentence, drawn, same ? draft.strokes : [], fresh), changed: !same && draft.strokes.length > 0 };
  } else if (signing.sentence !== sentence) {
    signing = { order: order.id, sentence, pad: pad(sentence, drawn, [], fresh), changed: signing.pad.signed() };
    await keepDraft(order);
  }

  const set = (change) => fill(key, form, change);
  const type = (change) => note(key, form, change);
  const sent = sentOf(order);
  return [
    bar(`#/stop/${stop.id}`, say(words.stop, { number: stop.number }), forms[`arrived:${stop.id}`] ? say(words.at_door, { time: clockOf(forms[`arrived:${stop.id}`]) }) : ""),
    ...(await banner()),
    ...putsRight(order),
    h("h2", {}, say(words.parcels_checked, { checked, all: order.parcels.length })),
    order.parcels.map((parcel) => tick(`${parcel.of}  ${parcel.spaced}`, Boolean(form.parcels[parcel.code]), (on) => set({ parcels: { ...form.parcels, [parcel.code]: on ? "seen" : "" } }))),
    h("div", { class: scan.able() ? "two" : "" }, scan.able() ? h("button", { class: "dark", onclick: () => scanning(order, form, set) }, words.scan) : "", typedCode(order, form, set)),
    h("h2", {}, words.who_takes),
    h("div", { class: "grid" }, WHO.map((who) => choice("who", who, words.short[who], form.who === who, () => set({ who }), barred(order, who)))),
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
    h("details", pieces ? { open: true } : {}, h("summary", {}, pieces ? say(pieces === 1 ? words.item_not : words.items_not, { count: pieces }) : say(sent === 1 ? words.item_all : words.items_all, { count: sent })), order.lines.map((line) => items(line, form, set, type))),
    order.due && form.who && !alone ? money(order, form, set, type, cash, owed) : "",
    form.who && !alone
      ? [
          field(words.name_of, h("input", { type: "text", value: receiver, autocomplete: "off", oninput: (event) => type({ name: event.target.value }), onchange: (event) => set({ name: event.target.value }) })),
          form.who === "delivered_third_party" ? field(words.relation, h("select", { onchange: (event) => set({ relation: event.target.value }) }, h("option", { value: "" }, words.choose), Object.entries(words.relations).map(([code, text]) => h("option", { value: code, selected: form.relation === code }, text)))) : "",
          ...(asks(order, "signature") ? [
          h("h2", {}, words.signature),
          signing.changed && !signing.pad.signed() ? h("p", { class: "said bad", role: "status" }, words.sign_again) : "",
          form.paper ? "" : signing.pad.canvas,
          h("div", { class: "two" }, form.paper ? "" : h("button", { class: "plain", onclick: () => { signing.pad.clear(); drawn(); } }, words.clear), h("button", { class: "plain", onclick: () => set({ paper: !form.paper }) }, form.paper ? words.sign_here : words.on_paper)),
          ] : []),
        ]
      : "",
    cameraOf(order),
    field(words.note, h("input", { type: "text", value: form.note, maxlength: 300, oninput: (event) => type({ note: event.target.value }), onchange: (event) => set({ note: event.target.value }) })),
    outcomeOf(order) ? "" : h("a", { class: "button plain", href: `#/fail/${order.id}` }, words.cannot),
    main(words.delivered, () => record(stop, order, form, key), () => lacking(order, form, factsOf(order, form))),
  ];
};

const barred = (order, who) => {
  if (!ALONE.has(who)) return "";
  if (!order.alone) return words.in_person;
  if (who === "delivered_mailbox" && order.needs.includes("two")) return words.too_large;
  return who === "delivered_safe_place" && !order.safe_place ? words.not_allowed : "";
};

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

const read = (text, order) => {
  const plain = String(text).replace(",", ".").trim();
  if (!/^\d+(\.\d+)?$/.test(plain)) return null;
  const minor = Number(plain) * 10 ** order.digits;
  return Math.abs(minor - Math.round(minor)) < 1e-6 ? Math.round(minor) : null;
};

const money = (order, form, set, type, cash, owed) => [
  h("h2", {}, say(words.to_pay, { amount: amount(owed.due, order) })),
  owed.less ? h("p", { class: "soft" }, say(words.less, { amount: amount(owed.less, order), all: amount(order.due, order) })) : "",
  owed.unpriced.length ? h("p", { class: "said bad", role: "status" }, say(words.unpriced, { goods: owed.unpriced.join(", ") })) : "",
  h("div", { class: "two" }, field(words.taken, h("input", { type: "text", inputmode: "decimal", value: form.cash, oninput: (event) => type({ cash: event.target.value }), onchange: (event) => set({ cash: event.target.value }) })), field(words.means_of, h("select", { onchange: (event) => set({ means: event.target.value }) }, Object.entries(words.means).map(([code, text]) => h("option", { value: code, selected: form.means === code }, text))))),
  cash !== null && cash !== owed.due ? h("p", { class: "said bad" }, say(cash > owed.due ? words.over : words.under, { amount: amount(Math.abs(cash - owed.due), order) })) : "",
];

const record = (stop, order, form, key) => {
  const now = factsOf(order, form);
  // what was signed for has changed since the pad was drawn
  if (signing.sentence !== now.sentence) return show(true);
  const without = notThere(order, form, now.alone).filter((proof) => level(order, proof, now.alone) === "warned").map((proof) => words.proofs[proof]);
  const short = order.due && !now.alone && now.cash !== null && now.cash < now.owed.due ? amount(now.owed.due - now.cash, order) : "";
  const warned = [without.length ? say(words.warned, { proofs: without.join(", ") }) : "", short ? say(words.warned_short, { amount: short }) : ""].filter(Boolean);
  if (warned.length && warnedOf !== `${order.id}: ${warned.join()}`) {
    warnedOf = `${order.id}: ${warned.join()}`;
    settles();
    return alarm(warned.join(" "));
  }
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
      turned: now.alone ? [] : turnedOf(form),
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
