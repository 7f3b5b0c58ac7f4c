"use strict";
/* How the region's street map is drawn: plain, so that routes and pins stand out. */

function basemapStyle(colours) {
  const L = protomapsL;
  const kind = (name) => (_, feature) => feature.props.kind === name;
  const street = (name, stops, color, grow) => ({
    dataLayer: "street",
    filter: kind(name),
    symbolizer: new L.LineSymbolizer({
      color: color,
      width: (zoom) => L.exp(1.7, stops)(zoom) + grow,
      lineCap: "round",
      lineJoin: "round",
    }),
  });
  const widths = {
    service: [[14, 0.4], [16, 2.5], [18, 7]],
    minor: [[12, 0.5], [14, 2], [16, 6.5], [18, 18]],
    medium: [[10, 0.6], [14, 3], [16, 8.5], [18, 22]],
    major: [[6, 0.6], [12, 2.2], [14, 4], [16, 10.5], [18, 26]],
  };
  const area = (layer, color) => ({ dataLayer: layer, symbolizer: new L.PolygonSymbolizer({ fill: color }) });
  const paint = [
    area("park", colours.park),
    area("water", colours.water),
    { dataLayer: "square", symbolizer: new L.PolygonSymbolizer({ fill: colours.street, opacity: 0.6 }) },
    { ...area("building", colours.building), minzoom: 14 },
    {
      dataLayer: "rail",
      symbolizer: new L.LineSymbolizer({ color: colours.casing, width: 1 }),
    },
    {
      dataLayer: "street",
      filter: kind("path"),
      minzoom: 16,
      symbolizer: new L.LineSymbolizer({ color: colours.street, width: L.exp(1.7, [[16, 1], [18, 2.5]]) }),
    },
  ];
  for (const name of Object.keys(widths)) paint.push(street(name, widths[name], colours.casing, 1.6));
  for (const name of Object.keys(widths)) paint.push(street(name, widths[name], colours.street, 0));

  const text = { fill: colours.label, stroke: colours.halo, width: 2.5, fontFamily: "Inter", labelProps: ["name"] };
  const labels = [
    {
      dataLayer: "place",
      symbolizer: new L.CenteredTextSymbolizer({ ...text, fontSize: 12, fontWeight: 600, textTransform: "uppercase" }),
    },
  ];
  for (const [name, from] of [["major", 13], ["medium", 14], ["minor", 15]]) {
    labels.push({
      dataLayer: "street",
      filter: kind(name),
      minzoom: from,
      symbolizer: new L.LineLabelSymbolizer({ ...text, fontSize: 12, fontWeight: 400, repeatDistance: 300 }),
    });
  }
  labels.push({
    dataLayer: "park",
    minzoom: 15,
    symbolizer: new L.CenteredTextSymbolizer({ ...text, fontSize: 12, fontWeight: 400 }),
  });
  return { paintRules: paint, labelRules: labels };
}
