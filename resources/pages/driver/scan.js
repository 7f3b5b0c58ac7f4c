// Scanning by camera where the browser can; a number typed or a label looked at where it cannot.
"use strict";

const scan = (() => {
  const able = () => "BarcodeDetector" in window && isSecureContext;

  // ISO 7064 MOD 97-10, as in an IBAN: letters count from 10
  const holds = (code) => {
    let rest = 0;
    for (const sign of code) {
      const value = /[0-9]/.test(sign) ? Number(sign) : sign.charCodeAt(0) - 55;
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest === 1;
  };

  // as printed (DCP0041832229R2), as spoken (0041 8322 29), with or without what stands before it
  const read = (text) => {
    const signs = text.toUpperCase().replace(/[^0-9A-Z]/g, "").replace(/R\d+$/, "");
    const code = /^\d{10}$/.test(signs) ? `DCP${signs}` : signs;
    return /^DCP\d{10}$/.test(code) && holds(code) ? code : "";
  };

  const open = async (found, closed) => {
    const box = document.createElement("div");
    box.className = "camera";
    const film = document.createElement("video");
    film.setAttribute("playsinline", "");
    const end = document.createElement("button");
    end.textContent = words.stop_scan;
    box.append(film, end);
    document.body.append(box);
    let stream;
    let over = false;
    const close = () => {
      over = true;
      if (stream) stream.getTracks().forEach((track) => track.stop());
      box.remove();
      closed();
    };
    end.addEventListener("click", close);
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      film.srcObject = stream;
      await film.play();
    } catch (error) {
      close();
      return;
    }
    const detector = new BarcodeDetector();
    while (!over) {
      const seen = await detector.detect(film).catch(() => []);
      const code = seen.map((one) => read(one.rawValue)).find(Boolean);
      if (code && found(code)) close();
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  };

  return { able, read, open };
})();
