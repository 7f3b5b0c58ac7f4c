// Photos and strokes that are not recorded yet.
"use strict";

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

const cameraOf = (order) => {
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
