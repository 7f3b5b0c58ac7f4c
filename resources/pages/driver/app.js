// Draws the driver's page, on what the phone keeps: with network or without.
"use strict";

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
  if (!event.target.matches("input[type=text], input[type=number]")) return;
  typing = event.target;
  relook();
});

const typed = () => {
  typing = null;
  if (awaited) show(true);
};

addEventListener("change", typed);

addEventListener("focusout", typed);

// what was typed last counts, though the cursor still stands in its field
const settleTyped = () => {
  const field = document.activeElement;
  if (field && field.matches("input[type=text], input[type=number]")) field.blur();
  typing = null;
};

// a finger that is down presses what it found: nothing is drawn anew before it is up again
let pressing = false;

addEventListener("pointerdown", (event) => (pressing = Boolean(event.target.closest("button, a, label, summary"))));

for (const end of ["pointerup", "pointercancel"])
  addEventListener(end, () =>
    setTimeout(() => {
      pressing = false;
      if (awaited) show(true);
    }, 0),
  );

let drawing = 0;
let drawnAt = null;

// `keep` leaves the page where it is; "quiet" draws only where nobody is at work
const show = async (keep) => {
  const [, name, id] = location.hash.split("/");
  const focused = document.activeElement && document.activeElement.matches("input[type=text], input[type=number]");
  if (keep === "quiet" && (focused || touched || name === "hand" || name === "fail")) return;
  awaited = Boolean(pressing || (typing && typing.isConnected) || (signing && signing.pad.busy()));
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
  if (drawnAt !== null && drawnAt !== location.hash) settles();
  drawnAt = location.hash;
  document.body.dataset.shown = name || "list";
  if (keep !== undefined) scrollTo(0, top);
};

const begin = async () => {
  await store.open(token);
  await clock.begin();
  await sync.restore();
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
