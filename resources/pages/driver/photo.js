// A photo, made smaller on the phone and looked at: an empty or one-coloured one is none.
"use strict";

const photo = (() => {
  const LONGEST = 1600;

  const id = () => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const uniform = (pen, width, height) => {
    const data = pen.getImageData(0, 0, width, height).data;
    for (let place = 0; place < data.length; place += 4 * 97) {
      if (Math.abs(data[place] - data[0]) + Math.abs(data[place + 1] - data[1]) > 24) return false;
    }
    return true;
  };

  const smaller = async (file) => {
    const whole = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(whole.width, whole.height));
    const width = Math.max(1, Math.round(whole.width * scale));
    const height = Math.max(1, Math.round(whole.height * scale));
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d");
    pen.drawImage(whole, 0, 0, width, height);
    if (uniform(pen, width, height)) throw new Error("uniform");
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.75));
    return made.arrayBuffer();
  };

  // bytes, not a file: a file that is kept may come back short
  const take = async (file, order) => {
    let bytes;
    try {
      bytes = await smaller(file);
    } catch (error) {
      bytes = await file.arrayBuffer();
    }
    return { id: id(), order, bytes };
  };

  return { take, id };
})();
