// The van's check before the route, and the return to the depot after it.
"use strict";

const lacksKm = (text) => (/^\d+$/.test(text) ? "" : text ? words.km_figures : words.lacks_km);

// an odometer never runs backwards: said once, since the last one may have been wrong
const lower = (km) => {
  // what this phone sent last may not be in the route yet
  const before = Math.max(route.odometer || 0, forms.km || 0);
  if (km >= before || warnedOf === `km ${km}`) return false;
  warnedOf = `km ${km}`;
  settles();
  alarm(say(words.km_lower, { km: before }));
  return true;
};

const checkScreen = async () => {
  const form = formOf("check", { odometer: "", fuel: "", damage: "", papers: false });
  const set = (change) => fill("check", form, change);
  return [
    bar("#/", words.check, route.van),
    ...(await banner()),
    field(words.odometer, h("input", { type: "text", inputmode: "numeric", value: form.odometer, oninput: (event) => note("check", form, { odometer: event.target.value.trim() }), onchange: (event) => set({ odometer: event.target.value.trim() }) })),
    field(words.fuel, h("select", { onchange: (event) => set({ fuel: event.target.value }) }, ["", "1/4", "1/2", "3/4", "1/1"].map((text) => h("option", { value: text, selected: form.fuel === text }, text || words.choose)))),
    field(words.damage, h("input", { type: "text", value: form.damage, maxlength: 300, oninput: (event) => note("check", form, { damage: event.target.value }), onchange: (event) => set({ damage: event.target.value }) })),
    tick(words.papers, form.papers, (on) => set({ papers: on })),
    main(
      words.keep_check,
      async () => {
        const km = Number(form.odometer);
        if (lower(km)) return;
        await act("check", [], { odometer: km, fuel: form.fuel, damage: form.damage, papers: form.papers });
        await keepForm("checked", true);
        await keepForm("km", km);
        go("#/");
      },
      () => lacksKm(form.odometer),
    ),
  ];
};

const endScreen = async () => {
  const every = route.stops.flatMap((stop) => stop.orders.map((order) => ({ stop, order, ...doneWith(order) }))).filter((one) => one.outcome);
  const failed = every.filter((one) => !/^(delivered|picked)/.test(one.outcome));
  const sums = {};
  for (const one of every.filter((one) => one.collected && one.means === "cash")) sums[one.order.currency] = [(sums[one.order.currency] || [0])[0] + one.collected, one.order];
  const back = [...route.goods.filter((one) => !one.here), ...every.filter((one) => mine.has(one.order.id)).flatMap((one) => comesBack(one.order))];
  const form = formOf("back", { km: "" });
  const set = (change) => fill("back", form, change);
  const paper = every.filter((one) => one.on_paper);
  const open = (route.stops.some((stop) => stop.left) ? onBoard() : left()).length;
  return [
    bar("#/", say(words.route, { name: route.name }), (await waiting()).length ? "" : words.all_sent),
    ...(await banner()),
    h("h1", {}, words.hand_in),
    h("p", { class: "figures" }, h("b", {}, String(every.length - failed.length)), ` ${words.stops_done}  `, h("b", {}, String(failed.length)), ` ${words.not_delivered}  `, open ? h("b", { class: "bad" }, `${open} ${words.still_open}`) : ""),
    back.map((one) => h("p", { class: "said" }, h("b", {}, say(words.comes_back, { what: one.what })), ` ${one.name}`)),
    Object.values(sums).map(([minor, order]) => h("p", { class: "said" }, h("b", {}, say(words.in_cash, { amount: amount(minor, order) })))),
    paper.length ? h("p", { class: "said" }, say(words.sheet_too, { numbers: paper.map((one) => one.stop.number).join(", ") })) : "",
    field(words.odometer, h("input", { type: "text", inputmode: "numeric", value: form.km, oninput: (event) => note("back", form, { km: event.target.value.trim() }), onchange: (event) => set({ km: event.target.value.trim() }) })),
    main(
      words.close_route,
      async () => {
        if (lower(Number(form.km))) return;
        await act("back", [], { odometer: Number(form.km) });
        await keepForm("back", {});
        go("#/queue");
      },
      () => (open ? say(words.lacks_stops, { count: open }) : lacksKm(form.km)),
    ),
  ];
};
