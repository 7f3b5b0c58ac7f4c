// What an order asks for at the door, how strongly, and what of it is not there yet.
"use strict";

// what the depot asked for before it could say how strongly
const ASKED = { said_name: "required", said_number: "required", signature: "required", photo: "off", pin: "off" };
const level = (order, proof, alone) => {
  const own = (order.proofs || ASKED)[proof];
  // where nobody signs, a picture of where it lies is asked for in place of that
  return alone && proof === "photo" && own !== "required" && asks(order, "signature") ? "warned" : own;
};
const asks = (order, proof) => level(order, proof) !== "off";

// what was said to be missing, once: pressed again it is recorded without
let warnedOf = "";

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
  if (turnedOf(form).some((one) => !one.issue || !one.done || (isKept(one.done) && !one.damaged))) return words.lacks_issue;
  if (!now.alone && now.back && now.back === sentOf(order)) return words.lacks_taken;
  const open = notThere(order, form, now.alone).filter((proof) => level(order, proof, now.alone) === "required");
  if (open.includes("photo")) return words.lacks_photo;
  if (now.alone) return "";
  if (open.includes("said_name") || open.includes("said_number")) return words.lacks_ask;
  if (open.includes("pin")) return words.lacks_pin;
  if ((order.needs.includes("id") || order.needs.includes("age")) && !form.ask.id_kind) return words.lacks_id;
  if (order.needs.includes("age") && !form.ask.of_age) return words.lacks_age;
  if (order.due && now.cash === null && (now.owed.due || String(form.cash).trim())) return words.lacks_cash;
  if (!now.receiver.trim()) return words.lacks_name;
  if (form.who === "delivered_third_party" && !form.relation) return words.lacks_relation;
  if (open.includes("signature")) return words.lacks_signature;
  return "";
};
