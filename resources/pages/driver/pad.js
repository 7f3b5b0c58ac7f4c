// A place to sign with a finger. What was signed for stands below the line; when that changes, the signature is gone.
"use strict";

const pad = (sentence, changed) => {
  const canvas = document.createElement("canvas");
  canvas.width = 640;
  canvas.height = 260;
  canvas.className = "pad";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words.signature);
  const pen = canvas.getContext("2d");
  let points = 0;
  let last = null;

  const clear = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = "#000";
    pen.fillRect(24, canvas.height - 52, canvas.width - 48, 2);
    pen.font = "22px system-ui, sans-serif";
    pen.fillText(sentence, 24, canvas.height - 20, canvas.width - 48);
    points = 0;
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
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const here = at(event);
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.strokeStyle = "#000";
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...here);
    pen.stroke();
    last = here;
    points += 1;
  });
  const up = () => {
    if (last) changed();
    last = null;
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  clear();

  return {
    canvas,
    clear,
    // a dot by a sleeve is no signature
    signed: () => points >= 8,
    picture: () => canvas.toDataURL("image/png").split(",")[1],
  };
};
