// the goods of an order at the door: what comes back, and what is to be paid for the rest
const isKept = (done) => String(done).startsWith("kept");

// pieces of a line that come back: what was refused, and what is damaged unless the customer keeps it
const backOf = (one) => one.refused + (isKept(one.done) ? 0 : one.damaged);

// what is to collect, in minor units, as the desk reckons it. `unpriced`: goods to refund whose price is not known
const owedFor = (order, turned) => {
  const refunded = turned.filter((one) => String(one.done).endsWith("refund"));
  const lines = refunded.map((one) => [order.lines.find((line) => line.id === one.line) || { name: "" }, one.refused + one.damaged]);
  const credit = lines.reduce((sum, [line, pieces]) => sum + pieces * (line.price || 0), 0);
  const due = Math.max(0, order.due - credit);
  return { due, less: order.due - due, unpriced: lines.filter(([line]) => line.price === null || line.price === undefined).map(([line]) => line.name) };
};

// what was typed of goods that were not accepted, line by line
const turnedOf = (form) => Object.entries(form.turned).filter(([, one]) => one.refused + one.damaged).map(([line, one]) => ({ line: Number(line), ...one }));

const sentOf = (order) => order.lines.reduce((sum, line) => sum + line.sent, 0);

const tooMany = (line, one) => Boolean(one) && one.refused + one.damaged > line.sent;

const items = (line, form, set, type) => {
  const none = { refused: 0, damaged: 0, issue: "", done: "" };
  const now = form.turned[line.id] || none;
  // what is too much stays as it was typed, and holds the record back until it is put right
  const turned = (part) => {
    const one = { ...(form.turned[line.id] || none), ...part };
    // what is damaged needs no second word for it
    if (part.damaged && !one.issue) one.issue = "damaged";
    return { turned: { ...form.turned, [line.id]: one } };
  };
  const change = (part) => set(turned(part));
  const pieces = (event) => Math.max(0, Math.floor(Number(event.target.value) || 0));
  const number = (name) =>
    field(words[name], h("input", { type: "number", min: 0, max: line.sent, value: now[name], inputmode: "numeric", onfocus: (event) => event.target.select(), oninput: (event) => type(turned({ [name]: pieces(event) })), onchange: (event) => change({ [name]: pieces(event) }) }));
  const list = (name) =>
    field(words[name], h("select", { onchange: (event) => change({ [name]: event.target.value }) }, h("option", { value: "" }, words.choose), Object.entries(words[`${name}s`]).filter(([code]) => now.damaged || !isKept(code)).map(([code, text]) => h("option", { value: code, selected: now[name] === code }, text))));
  return h("div", { class: "line" }, h("b", {}, `${line.sent} × ${line.name}`), h("div", { class: "two" }, number("refused"), number("damaged")), tooMany(line, now) ? h("p", { class: "said bad", role: "status" }, say(words.too_many, { sent: line.sent })) : "", now.refused + now.damaged ? [list("issue"), list("done")] : "");
};
