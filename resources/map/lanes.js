"use strict";
/* Routes that share a street are drawn side by side, in the order of their letters, on the same side both ways. */

const LANE = 4.4;

function laneKey(a, b) {
  const one = a[0].toFixed(5) + "," + a[1].toFixed(5);
  const two = b[0].toFixed(5) + "," + b[1].toFixed(5);
  return one < two ? one + "|" + two : two + "|" + one;
}

/* Which letters drive along each piece of street. */
function laneTable(routes) {
  const table = new Map();
  for (const route of routes) {
    for (const line of route.lines) {
      for (let i = 1; i < line.points.length; i += 1) {
        const key = laneKey(line.points[i - 1], line.points[i]);
        const letters = table.get(key) || [];
        if (!letters.includes(route.letter)) letters.push(route.letter);
        table.set(key, letters);
      }
    }
  }
  for (const letters of table.values()) letters.sort();
  return table;
}

/* The points of a line moved onto its lane, for the zoom of the moment. */
function laned(map, points, letter, table) {
  const flat = points.map((point) => map.latLngToLayerPoint(point));
  const shifts = flat.map(() => [0, 0, 0]);
  let moved = false;
  for (let i = 1; i < flat.length; i += 1) {
    const letters = table.get(laneKey(points[i - 1], points[i])) || [letter];
    const lane = (letters.indexOf(letter) - (letters.length - 1) / 2) * LANE;
    let dx = flat[i].x - flat[i - 1].x;
    let dy = flat[i].y - flat[i - 1].y;
    const length = Math.hypot(dx, dy);
    if (length < 0.5) continue;
    /* the same side for both directions */
    const turned = dx < 0 || (dx === 0 && dy < 0) ? -1 : 1;
    const x = (-dy / length) * lane * turned;
    const y = (dx / length) * lane * turned;
    moved = moved || lane !== 0;
    for (const at of [i - 1, i]) {
      shifts[at][0] += x;
      shifts[at][1] += y;
      shifts[at][2] += 1;
    }
  }
  if (!moved) return points;
  return flat.map((point, i) => {
    const count = shifts[i][2] || 1;
    return map.layerPointToLatLng([point.x + shifts[i][0] / count, point.y + shifts[i][1] / count]);
  });
}
