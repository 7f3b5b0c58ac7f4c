// A photo, made smaller on the phone and looked at: what is none, or shows one colour, is taken again at once.
"use strict";

const photo = (() => {
  const LONGEST = 1600;
  // what the depot takes in, less what goes with it
  const LARGEST = 1000000;

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
    let whole;
    try {
      whole = await createImageBitmap(file);
    } catch {
      throw new Error("photo_none");
    }
    const scale = Math.min(1, LONGEST / Math.max(whole.width, whole.height));
    const width = Math.max(1, Math.round(whole.width * scale));
    const height = Math.max(1, Math.round(whole.height * scale));
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext("2d");
    pen.drawImage(whole, 0, 0, width, height);
    if (uniform(pen, width, height)) throw new Error("photo_empty");
    for (const quality of [0.75, 0.5, 0.3]) {
      const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
      if (made.size <= LARGEST) return made.arrayBuffer();
    }
    throw new Error("photo_large");
  };

  // bytes, not a file: a file that is kept may come back short. Errors: photo_none, photo_empty, photo_large.
  const take = async (file, order) => ({ id: id(), order, bytes: await smaller(file) });

  return { take, id };
})();
