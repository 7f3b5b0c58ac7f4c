// What every screen of the driver's page is put together from.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const token = location.pathname.split("/")[2];
const screen = document.getElementById("screen");

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
const amount = (minor, order) => `${(minor / 10 ** order.digits).toFixed(order.digits)} ${order.currency}`;

const go = (hash) => {
  // until the next page is drawn, what was pressed still stands there
  settles();
  location.hash = hash;
};

const bar = (back, title, right) =>
  h(
    "header",
    {},
    back ? h("a", { href: back, class: "back", "aria-label": words.back }, "‹ ", title) : h("b", {}, title),
    h("span", {}, right || ""),
  );

// what has just come on the screen takes no press at first: the second tap of a double one was meant for what was there
const SETTLES_MS = 450;
let cameAt = 0;

const settles = () => {
  cameAt = performance.now();
};

addEventListener(
  "click",
  (event) => {
    if (!event.isTrusted || performance.now() - cameAt > SETTLES_MS) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    settles();
  },
  true,
);

// one press at a time: what it does may take seconds
let working = false;

// says again on the main button what is not there yet, without a new drawing
let relook = () => {};

// `lacks` says what is not there yet: asked when this is drawn, while something is typed, and when it is pressed
const main = (text, press, lacks) => {
  const pressed = async () => {
    if (working) return;
    working = true;
    try {
      const now = lacks ? lacks() : "";
      if (now) await show(true).then(() => alarm(now));
      else await press();
    } finally {
      working = false;
    }
  };
  const button = h("button", { onclick: pressed });
  relook = () => {
    const why = lacks ? lacks() : "";
    button.className = why ? "main not" : "main";
    button.setAttribute("aria-disabled", why ? "true" : "false");
    button.replaceChildren(text, ...(why ? [h("small", {}, why)] : []));
  };
  relook();
  return h("footer", {}, button);
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

const field = (text, control) => h("label", { class: "field" }, text, control);

const alarm = (text) => {
  if (navigator.vibrate) navigator.vibrate([200, 100, 200]);
  const old = document.getElementById("alarm");
  if (old) old.remove();
  screen.prepend(h("p", { id: "alarm", class: "said bad", role: "alert" }, text));
};
