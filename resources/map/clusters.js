"use strict";
/* Marks that would cover each other are one mark: dots a pill with letters and count, pins a stack with its numbers. */

/* Groups of entries whose points lie within `width` by `height` pixels of the group's first. */
function grouped(map, entries, width, height) {
  const cells = new Map();
  const groups = [];
  for (const entry of entries) {
    const at = map.latLngToLayerPoint([entry.stop.lat, entry.stop.lon]);
    const column = Math.floor(at.x / width);
    const row = Math.floor(at.y / height);
    let found = null;
    for (let x = column - 1; x <= column + 1 && !found; x += 1) {
      for (let y = row - 1; y <= row + 1 && !found; y += 1) {
        for (const group of cells.get(x + ":" + y) || []) {
          if (Math.abs(group.at.x - at.x) < width && Math.abs(group.at.y - at.y) < height) found = group;
        }
      }
    }
    if (!found) {
      found = { at, entries: [] };
      groups.push(found);
      const key = column + ":" + row;
      cells.set(key, (cells.get(key) || []).concat([found]));
    }
    found.entries.push(entry);
  }
  return groups;
}

/* A white pill with a disc per route and how many stops it stands for. */
function pill(group, colours) {
  const letters = [...new Set(group.entries.map((entry) => entry.route.letter))].sort();
  const fills = new Map(group.entries.map((entry) => [entry.route.letter, entry.route.fill]));
  const shown = letters.slice(0, 4);
  const width = 12 + shown.length * 14 + String(group.entries.length).length * 8;
  const discs = shown.map((letter, i) =>
    `<circle cx="${11 + i * 14}" cy="9" r="6.5" fill="${fills.get(letter)}"/>`
    + `<text x="${11 + i * 14}" y="12.6" font-size="9.5" fill="${colours.letter}">${letter.replace(/[^\p{L}\p{N}]/gu, "")}</text>`).join("");
  return {
    width,
    html: `<svg class="pin" width="${width}" height="18" viewBox="0 0 ${width} 18">`
      + `<rect x="0.5" y="0.5" width="${width - 1}" height="17" rx="8.5" fill="${colours.panel}" stroke="${colours.line}"/>${discs}`
      + `<text x="${width - 4}" y="13" text-anchor="end" style="text-anchor: end" fill="${colours.text}">${group.entries.length}</text></svg>`,
  };
}

/* `7–9`, `3, 8`: the numbers of a stack of pins. */
function numbers(group) {
  const all = group.entries.map((entry) => entry.stop.number).sort((a, b) => a - b);
  const together = all[all.length - 1] - all[0] === all.length - 1;
  return all.length === 2 && !together ? all.join(", ") : together ? `${all[0]}–${all[all.length - 1]}` : `${all[0]}…${all[all.length - 1]}`;
}
