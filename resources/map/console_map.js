"use strict";
/* The only way to change what the map shows: consoleMap.show(state). The page itself is never loaded again. */

const consoleMap = (() => {
  let map, colours, bridge, home;
  let state = { routes: [], places: [], selected: "", legend: true };
  const hidden = new Set();
  const layers = {};
  const drawing = {};
  let grounds = 0;
  const many = new Set();
  let lasso = null;
  /* everything is in view until somebody looks at a piece of it */
  let fitted = true, fitting = false;
  /* tiles fade in */
  const FADED_MS = 350;

  function start(leafletMap, options) {
    map = leafletMap;
    home = map.getCenter();
    colours = options.colours;
    for (const [name, value] of Object.entries(colours)) document.documentElement.style.setProperty("--" + name, value);
    map.attributionControl.setPrefix(false);
    drawGround();
    map.setMaxZoom(19);
    map.options.zoomSnap = 0.5;
    L.control.scale({ imperial: false, maxWidth: 110 }).addTo(map);
    /* a thousand elements of SVG are slower to pan than two canvases */
    drawing.lines = L.canvas({ padding: 0.2 });
    drawing.dots = L.canvas({ pane: "dots", padding: 0.2, tolerance: 4 });
    layers.lines = L.layerGroup().addTo(map);
    layers.arrows = L.layerGroup().addTo(map);
    layers.dots = L.layerGroup().addTo(map);
    layers.pins = L.layerGroup().addTo(map);
    buttons();
    map.on("zoomend", draw);
    map.on("moveend resize", pointToDepot);
    map.on("dragstart zoomstart", () => { fitted = fitted && fitting; });
    map.on("resize", () => { if (fitted) fit(); });
    map.on("click", (event) => {
      if (state.placing) bridge.say_moved("pin", event.latlng.lat, event.latlng.lng);
    });
    new QWebChannel(qt.webChannelTransport, (channel) => {
      bridge = channel.objects.bridge;
      bridge.say_ready();
    });
  }

  /* The street map. Drawn again under a new address when a region was imported: the old tiles are still remembered. */
  function drawGround() {
    for (const layer of [layers.ground, layers.names]) if (layer) map.removeLayer(layer);
    grounds += 1;
    const style = basemapStyle(colours);
    const tiles = { url: `dispatch://map/tiles/{z}/{x}/{y}.mvt?ground=${grounds}`, maxDataZoom: 14 };
    layers.ground = protomapsL.leafletLayer({
      ...tiles,
      backgroundColor: colours.land,
      attribution: "© OpenStreetMap contributors",
      paintRules: style.paintRules,
      labelRules: [],
    }).addTo(map);
    /* names stand above the routes and below dots and pins: a line through a name makes both unreadable */
    if (!map.getPane("names")) {
      map.createPane("names").style.zIndex = 450;
      map.getPane("names").style.pointerEvents = "none";
      map.createPane("dots").style.zIndex = 460;
    }
    layers.names = protomapsL.leafletLayer({ ...tiles, pane: "names", attribution: "© OpenStreetMap contributors", paintRules: [], labelRules: style.labelRules }).addTo(map);
  }

  function buttons() {
    const drawn = {
      plus: '<path d="M5 12h14M12 5v14"/>',
      minus: '<path d="M5 12h14"/>',
      lasso: '<path d="M3.7 14A8 5 0 1 1 9 16.7M7 18a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM7 18c0 2 1.5 3 3 3"/>',
      all: '<path d="M8 3H5a2 2 0 0 0-2 2v3M21 8V5a2 2 0 0 0-2-2h-3M3 16v3a2 2 0 0 0 2 2h3M16 21h3a2 2 0 0 0 2-2v-3"/>',
    };
    const zoom = L.control({ position: "topleft" });
    zoom.onAdd = () => {
      const bar = L.DomUtil.create("div", "bar tall");
      for (const [name, title, act] of [
        ["plus", "Closer", () => map.zoomIn()],
        ["minus", "Farther", () => map.zoomOut()],
        ["all", "Show everything", fit],
        ["lasso", "Choose stops with a lasso", startLasso],
      ]) {
        const button = L.DomUtil.create("button", "", bar);
        button.title = title;
        button.setAttribute("aria-label", title);
        button.innerHTML = `<svg viewBox="0 0 24 24">${drawn[name]}</svg>`;
        if (name === "lasso") layers.lasso = button;
        L.DomEvent.on(button, "click", act);
      }
      L.DomEvent.disableClickPropagation(bar);
      return bar;
    };
    zoom.addTo(map);
    const legend = L.control({ position: "bottomleft" });
    legend.onAdd = () => {
      layers.legend = L.DomUtil.create("div", "bar legend");
      L.DomEvent.disableClickPropagation(layers.legend);
      return layers.legend;
    };
    legend.addTo(map);
    layers.chip = L.DomUtil.create("button", "chip", map.getContainer());
    L.DomEvent.disableClickPropagation(layers.chip);
    L.DomEvent.on(layers.chip, "click", () => map.panTo(map.depot));
  }

  /* Where the depot is when it is not on the piece of the map that is shown. */
  function pointToDepot() {
    const depot = state.places.find((place) => place.kind === "depot");
    map.depot = depot && [depot.lat, depot.lon];
    const away = depot && !map.getBounds().contains(map.depot);
    layers.chip.style.display = away ? "" : "none";
    if (!away) return;
    const from = map.getCenter();
    const km = map.distance(from, map.depot) / 1000;
    const a = map.latLngToLayerPoint(from), b = map.latLngToLayerPoint(map.depot);
    const turn = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
    layers.chip.innerHTML = '<svg viewBox="-9 -9 18 18"><path d="M-7 7V-2L0 -7 7 -2V7M-3.5 7V1H3.5V7"/></svg>'
      + `Depot ${km < 10 ? km.toFixed(1) : Math.round(km)} km`
      + `<svg viewBox="-9 -9 18 18"><path transform="rotate(${turn})" d="M-6 0H6M1 -5L6 0 1 5"/></svg>`;
    layers.chip.setAttribute("aria-label", "Go to the depot");
  }

  /* A line drawn with the pressed pointer; what lies inside is chosen. Escape, or a lasso around nothing, lets go. */
  function startLasso() {
    if (lasso) return endLasso([]);
    map.dragging.disable();
    map.getContainer().style.cursor = "crosshair";
    lasso = { points: [], line: L.polygon([], { color: colours.accent, weight: 2, fillOpacity: 0.12, interactive: false }).addTo(map) };
    map.on("mousedown", lassoDown);
  }

  function lassoDown(event) {
    lasso.points = [event.latlng];
    map.on("mousemove", lassoMove);
    map.once("mouseup", () => endLasso(inside(lasso.points)));
  }

  function lassoMove(event) {
    lasso.points.push(event.latlng);
    lasso.line.setLatLngs(lasso.points);
  }

  function endLasso(found) {
    map.off("mousedown", lassoDown).off("mousemove", lassoMove);
    map.removeLayer(lasso.line);
    lasso = null;
    map.dragging.enable();
    map.getContainer().style.cursor = state.placing ? "crosshair" : "";
    bridge.say_lassoed(found);
  }

  function inside(ring) {
    const marks = state.routes.filter((route) => !hidden.has(route.letter)).flatMap((route) => route.stops)
      .filter((stop) => stop.state === "todo" || stop.state === "late").concat(state.places.filter((place) => place.kind === "unrouted"));
    return marks.filter((mark) => {
      let within = false;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const a = ring[i], b = ring[j];
        if (a.lat > mark.lat !== b.lat > mark.lat && mark.lon < ((b.lng - a.lng) * (mark.lat - a.lat)) / (b.lat - a.lat) + a.lng) within = !within;
      }
      return within;
    }).map((mark) => mark.id);
  }

  function chooseMany(keys) {
    many.clear();
    for (const key of keys) many.add(key);
    draw();
  }

  /* A pin or a diamond that is let go on a stop goes before it; anywhere else it goes back. */
  function carried(marker, id) {
    marker.on("dragend", () => {
      const here = map.latLngToContainerPoint(marker.getLatLng());
      let best = null, nearest = 30;
      for (const stop of state.routes.flatMap((route) => route.stops)) {
        if (stop.id === id || hidden.has(stop.letter) || stop.state === "done") continue;
        const away = here.distanceTo(map.latLngToContainerPoint([stop.lat, stop.lon]));
        if (away < nearest) [best, nearest] = [stop.id, away];
      }
      draw();
      if (best) bridge.say_dropped_on(id, best);
    });
    return marker;
  }

  function ringOf(id, otherwise) {
    return id === state.selected || many.has(id) ? colours.accent : otherwise;
  }

  function drawLegend() {
    layers.legend.textContent = "";
    layers.lasso.style.display = state.editable ? "" : "none";
    layers.legend.style.display = state.legend && state.routes.length ? "" : "none";
    for (const route of state.routes) {
      const button = L.DomUtil.create("button", route.selected ? "chosen" : "", layers.legend);
      button.textContent = route.letter;
      button.title = route.title;
      button.style.background = route.fill;
      button.setAttribute("aria-label", `Show ${route.title}`);
      button.setAttribute("aria-pressed", String(!hidden.has(route.letter)));
      L.DomEvent.on(button, "click", () => {
        if (!hidden.delete(route.letter)) hidden.add(route.letter);
        draw();
      });
    }
  }

  function show(next) {
    const moved = next.selected !== state.selected;
    /* a route that has not changed comes as its letter */
    const known = new Map(state.routes.map((route) => [route.letter, route]));
    next.routes = next.routes.map((route) => (typeof route === "string" ? known.get(route) : route));
    state = next;
    draw();
    if (moved && next.selected) reveal(next.selected);
  }

  function draw() {
    for (const name of ["lines", "dots", "pins"]) layers[name].clearLayers();
    const shown = state.routes.filter((route) => !hidden.has(route.letter));
    const table = laneTable(shown);
    for (const route of shown) if (!route.selected) drawRoute(route, table);
    for (const route of shown) if (route.selected) drawRoute(route, table);
    if ((state.way || []).length) {
      L.polyline(state.way, { color: colours.halo, weight: 7, interactive: false, renderer: drawing.lines }).addTo(layers.lines);
      L.polyline(state.way, { color: colours.accent, weight: 4, dashArray: "9 6", lineCap: "butt", interactive: false, renderer: drawing.lines }).addTo(layers.lines);
    }
    drawDots(shown.filter((route) => !route.selected));
    for (const place of state.places) drawPlace(place);
    drawArrows();
    drawLegend();
    pointToDepot();
    map.getContainer().style.cursor = state.placing ? "crosshair" : "";
  }

  function drawRoute(route, table) {
    for (const line of route.lines) {
      const points = laned(map, line.points, route.letter, table);
      const dash = line.driven ? "1 6" : line.estimate ? "10 6" : null;
      if (route.selected && !line.driven) L.polyline(points, { color: colours.halo, weight: 6, interactive: false, renderer: drawing.lines }).addTo(layers.lines);
      L.polyline(points, {
        color: route.fill, weight: route.selected ? 3.5 : 1.2, opacity: route.selected ? 1 : line.estimate ? 0.3 : 0.6,
        dashArray: dash, lineCap: line.driven ? "round" : "butt", interactive: false, renderer: drawing.lines,
      }).addTo(layers.lines);
    }
    if (route.selected) drawPins(route);
    if (route.van) drawVan(route);
  }

  /* At city scale dots join to pills: a click goes closer. What is late, missed or chosen stays a dot of its own. */
  function drawDots(routes) {
    const alone = [];
    const entries = [];
    for (const route of routes) {
      for (const stop of route.stops) {
        const special = stop.state === "late" || stop.state === "missed" || stop.id === state.selected || many.has(stop.id);
        (special ? alone : entries).push({ route, stop });
      }
    }
    for (const group of grouped(map, entries, 11, 9)) {
      if (group.entries.length < 3) {
        alone.push(...group.entries);
        continue;
      }
      const made = pill(group, colours);
      const icon = L.divIcon({ className: "", html: made.html, iconSize: [made.width, 18] });
      const title = group.entries.map((entry) => entry.stop.title).slice(0, 12).join("\n");
      L.marker(map.layerPointToLatLng(group.at), { icon, keyboard: false, title })
        .on("click", () => map.setView(map.layerPointToLatLng(group.at), Math.min(19, map.getZoom() + 2))).addTo(layers.dots);
    }
    for (const { route, stop } of alone) drawDot(route, stop);
  }

  /* Pins of the selected route that would cover each other become a stack with the range of their numbers. */
  function drawPins(route) {
    for (const group of grouped(map, route.stops.map((stop) => ({ route, stop })), 13, 13)) {
      const chosen = group.entries.find((entry) => entry.stop.id === state.selected);
      if (group.entries.length === 1) drawPin(route, group.entries[0].stop);
      else drawStack(route, group, chosen);
      if (chosen && group.entries.length > 1) drawPin(route, chosen.stop);
    }
  }

  function drawStack(route, group, chosen) {
    const words = numbers(group);
    const width = 14 + words.length * 7.5;
    const late = group.entries.some((entry) => entry.stop.state === "late");
    const html = `<svg class="pin" width="${width + 4}" height="26" viewBox="-2 -2 ${width + 4} 26">`
      + `<rect x="3" y="3" width="${width - 3}" height="19" rx="9" fill="${route.tint}" stroke="${route.fill}"/>`
      + `<rect x="0" y="0" width="${width - 3}" height="19" rx="9" fill="${route.fill}" stroke="${late ? colours.red : colours.halo}" stroke-width="${late ? 2 : 1}"/>`
      + `<text x="${(width - 3) / 2}" y="13.6" fill="${colours.letter}">${words}</text></svg>`;
    const icon = L.divIcon({ className: "", html, iconSize: [width + 4, 26] });
    const first = (group.entries.find((entry) => entry.stop.state !== "done") || group.entries[0]).stop;
    const title = group.entries.map((entry) => entry.stop.title).join("\n");
    listen(L.marker(map.layerPointToLatLng(group.at), { icon, keyboard: false, zIndexOffset: chosen ? 500 : 900 }), first.id, title).addTo(layers.pins);
  }

  function drawDot(route, stop) {
    const done = stop.state === "done";
    const late = stop.state === "late" ? colours.red : stop.state === "missed" ? colours.amber : null;
    const ring = ringOf(stop.id, late);
    if (ring) L.circleMarker([stop.lat, stop.lon], { radius: 8, color: ring, weight: 2, fill: false, interactive: false, pane: "dots", renderer: drawing.dots }).addTo(layers.dots);
    listen(L.circleMarker([stop.lat, stop.lon], {
      radius: 4, color: route.fill, weight: 1.5, fillColor: done ? colours.land : route.fill, fillOpacity: 1, pane: "dots", renderer: drawing.dots,
    }), stop.id, stop.title).addTo(layers.dots);
  }

  function drawPin(route, stop) {
    const done = stop.state === "done";
    const ring = ringOf(stop.id, stop.state === "late" ? colours.red : stop.state === "missed" ? colours.amber : null);
    const size = stop.id === state.selected ? 1.25 : 1;
    const svg = `<svg class="pin" width="24" height="30" viewBox="-12 -12 24 30" style="transform: scale(${size}); transform-origin: 50% 100%">`
      + (ring ? `<circle r="14.5" fill="none" stroke="${ring}" stroke-width="2.5"/>` : "")
      + `<path d="M0 17 L-6 8.5 A10.5 10.5 0 1 1 6 8.5 Z" fill="${done ? route.tint : route.fill}" stroke="${route.fill}" stroke-width="1.5"/>`
      + `<text y="4.2" fill="${done ? colours.text : colours.letter}">${Number(stop.number)}</text>`
      + (stop.locked ? `<g transform="translate(9 -9)"><rect x="-5.5" y="-5.5" width="11" height="11" rx="2.5" fill="${colours.panel}" stroke="${route.fill}"/>`
        + `<path d="M-2.5 -0.5H2.5V3H-2.5ZM-1.6 -0.5V-1.6A1.6 1.6 0 0 1 1.6 -1.6V-0.5" fill="none" stroke="${colours.text}"/></g>` : "") + "</svg>";
    const icon = L.divIcon({ className: "", html: svg, iconSize: [24, 30], iconAnchor: [12, 29] });
    const movable = state.editable && (stop.state === "todo" || stop.state === "late");
    const marker = L.marker([stop.lat, stop.lon], {
      icon, keyboard: false, draggable: movable, zIndexOffset: stop.id === state.selected ? 2000 : 1000 - stop.number,
    });
    carried(listen(marker, stop.id, stop.title), stop.id).addTo(layers.pins);
  }

  function drawVan(route) {
    const icon = L.divIcon({ className: "van", html: "", iconSize: [22, 22] });
    const marker = L.marker(route.van, { icon, keyboard: false, zIndexOffset: 3000, title: route.van_title }).addTo(layers.pins);
    const box = marker.getElement();
    box.textContent = route.letter;
    box.style.background = route.fill;
    box.style.color = colours.letter;
  }

  function drawPlace(place) {
    const shapes = {
      unrouted: `<rect x="-5.5" y="-5.5" width="11" height="11" transform="rotate(45)" fill="${colours.panel}" stroke="${colours.text}" stroke-width="1.6"/>`,
      depot: `<rect x="-9" y="-9" width="18" height="18" rx="3" fill="${colours.panel}" stroke="${colours.text}" stroke-width="1.4"/>`
        + `<path d="M-5 5V-2L0 -5 5 -2V5M-2.5 5V1H2.5V5" fill="none" stroke="${colours.text}" stroke-width="1.4"/>`,
      pin: `<path d="M0 12 L-6 3.5 A10 10 0 1 1 6 3.5 Z" fill="${colours.accent}" stroke="${colours.panel}" stroke-width="1.5"/>`
        + `<circle cy="-4.5" r="3" fill="${colours.panel}"/>`,
    };
    const ring = place.selected || many.has(place.id) ? `<circle r="13" fill="none" stroke="${colours.accent}" stroke-width="2.5"/>` : "";
    const icon = L.divIcon({
      className: "", iconSize: [26, 26], iconAnchor: place.kind === "pin" ? [13, 25] : [13, 13],
      html: `<svg class="pin" width="26" height="26" viewBox="-13 -13 26 26">${ring}${shapes[place.kind]}</svg>`,
    });
    const marker = listen(L.marker([place.lat, place.lon], { icon, keyboard: false, draggable: place.movable || (state.editable && place.kind === "unrouted") }), place.id, place.title);
    if (place.kind === "unrouted") carried(marker, place.id);
    else marker.on("dragend", () => {
      const at = marker.getLatLng();
      bridge.say_moved(place.id, at.lat, at.lng);
    });
    marker.addTo(layers.pins);
  }

  /* Direction along the selected route: one arrow in the middle of each stretch that has room for it. */
  function drawArrows() {
    layers.arrows.clearLayers();
    for (const route of state.routes) {
      if (!route.selected || hidden.has(route.letter)) continue;
      for (const line of route.lines) {
        if (line.driven) continue;
        for (let i = 1; i < line.points.length; i += 1) {
          const a = map.latLngToLayerPoint(line.points[i - 1]);
          const b = map.latLngToLayerPoint(line.points[i]);
          if (a.distanceTo(b) < 46) continue;
          const turn = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
          const middle = map.layerPointToLatLng(L.point((a.x + b.x) / 2, (a.y + b.y) / 2));
          const html = `<svg class="arrow" width="12" height="12" viewBox="-6 -6 12 12"><path transform="rotate(${turn})" d="M-3 -4.5 L3.5 0 L-3 4.5" fill="none" stroke="${route.fill}" stroke-width="2.2"/></svg>`;
          L.marker(middle, { icon: L.divIcon({ className: "arrow", html, iconSize: [12, 12] }), interactive: false, keyboard: false }).addTo(layers.arrows);
        }
      }
    }
  }

  function listen(marker, id, title) {
    marker.options.title = title;
    return marker.on("click", () => bridge.say_picked(id));
  }

  function everything() {
    const points = [];
    for (const route of state.routes) if (!hidden.has(route.letter)) for (const stop of route.stops) points.push([stop.lat, stop.lon]);
    for (const place of state.places) points.push([place.lat, place.lon]);
    return points;
  }

  // one pin set in another country must not shrink the day to a dot
  function together(points) {
    const middle = [0, 1].map((axis) => median(points.map((point) => point[axis])));
    const away = points.map((point) => map.distance(point, middle));
    const limit = Math.max(20000, 8 * median(away));
    return points.filter((_, number) => away[number] <= limit);
  }

  function median(values) {
    const sorted = [...values].sort((one, other) => one - other);
    return sorted[sorted.length >> 1];
  }

  function fit() {
    const points = everything();
    fitted = fitting = true;
    if (!points.length) map.setView(home, 14, { animate: false });
    else map.fitBounds(L.latLngBounds(together(points)), { padding: [28, 28], maxZoom: 17, animate: false });
    fitting = false;
  }

  /* Says so when fonts and tiles are there and drawn: for pictures. */
  function whenQuiet() {
    const drawn = [layers.ground, layers.names].map((layer) => (
      layer.isLoading() ? new Promise((done) => layer.once("load", done)) : null
    ));
    Promise.all([document.fonts.ready, ...drawn]).then(() => setTimeout(() => bridge.say_quiet(), FADED_MS));
  }

  function reveal(id) {
    const all = state.routes.flatMap((route) => route.stops).concat(state.places);
    const found = all.find((entry) => entry.id === id);
    if (found && !map.getBounds().pad(-0.08).contains([found.lat, found.lon])) map.panTo([found.lat, found.lon]);
  }

  return { start, show, fit, drawGround, chooseMany, whenQuiet };
})();
