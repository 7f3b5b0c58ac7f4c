// A place to sign with a finger. What was signed for stands below the line; when that changes, the signature is gone.
"use strict";

// `fresh` returns what is signed for by what stands in the fields now
const pad = (sentence, changed, drawn, fresh) => {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 260;
  canvas.className = "pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words.signature);
  const pen = canvas.getContext("2d");
  let points = 0;
  let last = null;
  // lines of points: so a signature outlives a page that the phone drops while its camera is open
  let strokes = [];

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    pen.fillRect(24, canvas.height - 52, canvas.width - 48, 2);
    pen.font = "22px system-ui, sans-serif";
    pen.fillText(sentence, 24, canvas.height - 20, canvas.width - 48);
    points = 0;
    strokes = [];
  };

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [
      ((event.clientX - box.left) / box.width) * canvas.width,
      ((event.clientY - box.top) / box.height) * canvas.height,
    ];
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
    // whoever typed last is done with his field; nothing is drawn anew below the finger
    settleTyped();
    const now = fresh ? fresh() : sentence;
    if (now !== sentence) {
      sentence = now;
      clear();
    }
    strokes.push([last]);
  });
  const line = (from, to) => {
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.strokeStyle = "#000";
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
    points += 1;
  };
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const here = at(event);
    line(last, here);
    strokes[strokes.length - 1].push(here);
    last = here;
  });
  const up = () => {
    const drew = last;
    last = null;
    if (drew) changed();
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  clear();
  for (const stroke of drawn || []) {
    for (let place = 1; place < stroke.length; place += 1) line(stroke[place - 1], stroke[place]);
    strokes.push(stroke);
  }

  return {
    canvas,
    strokes: () => strokes,
    clear,
    // a stroke is under way
    busy: () => Boolean(last),
    rest: () => (last = null),
    // a dot by a sleeve is no signature
    signed: () => points >= 8,
    picture: () => canvas.toDataURL("image/png").split(",")[1],
  };
};
