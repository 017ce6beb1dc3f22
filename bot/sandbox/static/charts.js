"use strict";
// Charts: bars and lines in SVG from the block's own numbers, the same figures as a table below,
// and all of it in words for whoever cannot see it. Images too.

const WIDTH = 640;
const PLOT = { left: 56, top: 34, right: 628, bottom: 234 };
const INKS = ["#0b5cad", "#e0861a", "#3f7d4e", "#8a3b8f", "#b3261e", "#5a5a5a"];
const DASHES = ["", "6 3", "2 3", "10 4", "8 3 2 3", "1 4"];
const figure = (value) => value.toLocaleString("en-GB", { maximumFractionDigits: 2 });

function chart(block) {
  const { kind, series, labels } = read(block.chart);
  const axes = block.chart.axis_config || {};
  const words = inWords(block.title, kind, series, labels);
  return make("figure", { className: "chart" },
    make("figcaption", { text: block.title }),
    series.length > 1 && legend(series, kind),
    make("div", { className: "scrolls", tabindex: 0, role: "group", "aria-label": `${block.title}, chart` }, draft(kind, series, labels, axes, words)),
    make("details", {}, make("summary", { text: "Show the figures" }), figuresOf(block.title, series, labels, axes)));
}

// A pie is drawn as bars, which everybody reads more easily.
function read(given) {
  if (given.type === "pie") {
    return { kind: "pie", labels: given.segments.map((one) => one.label), series: [{ name: "Figure", values: given.segments.map((one) => one.value) }] };
  }
  const series = given.series.map((one) => ({ name: one.name, values: one.data.map((point) => point.value) }));
  return { kind: given.type, labels: given.axis_config.categories, series };
}

function inWords(title, kind, series, labels) {
  const said = series.map((one) => {
    const values = labels.map((label, at) => `${label} ${figure(one.values[at])}`).join(", ");
    return series.length > 1 ? `${one.name}: ${values}` : values;
  });
  return `${title}. ${kind === "line" || kind === "area" ? "Line chart" : "Bar chart"}. ${said.join("; ")}.`;
}

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(document.getElementById("drawing").namespaceURI, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return node;
}

function draft(kind, series, labels, axes, words) {
  const scale = scaleOf(series.flatMap((one) => one.values));
  const step = (PLOT.right - PLOT.left) / labels.length;
  const slanted = Math.max(...labels.map((label) => label.length)) * 7 > step;
  const below = slanted ? 110 : 26;
  const height = PLOT.bottom + below + (axes.x_label ? 20 : 0);
  const lines = kind === "line" || kind === "area";
  return svg("svg", { viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": words },
    ...grid(scale), ...labels.map((label, at) => category(label, PLOT.left + step * (at + 0.5), slanted)),
    ...series.flatMap((one, at) => lines ? line(one, at, scale, step, kind) : bars(one, at, series.length, scale, step)),
    svg("line", { x1: PLOT.left, x2: PLOT.right, y1: scale(0), y2: scale(0), class: "axis" }),
    axes.x_label && svg("text", { x: (PLOT.left + PLOT.right) / 2, y: height - 6, "text-anchor": "middle", class: "name" }, axes.x_label),
    axes.y_label && svg("text", { x: 4, y: 13, class: "name" }, axes.y_label));
}

// Round steps from nought, or from below it where something is.
function scaleOf(values) {
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  const rough = (high - low || 1) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const wide = [1, 2, 5, 10].find((one) => one * power >= rough) * power;
  const tick = values.every(Number.isInteger) ? Math.max(1, wide) : wide;
  const top = Math.ceil(high / tick) * tick || tick;
  const bottom = Math.floor(low / tick) * tick;
  const scale = (value) => PLOT.bottom - (value - bottom) / (top - bottom) * (PLOT.bottom - PLOT.top);
  scale.ticks = Array.from({ length: Math.round((top - bottom) / tick) + 1 }, (_, at) => bottom + at * tick);
  return scale;
}

function grid(scale) {
  return scale.ticks.flatMap((tick) => [
    svg("line", { x1: PLOT.left, x2: PLOT.right, y1: scale(tick), y2: scale(tick), class: "grid" }),
    svg("text", { x: PLOT.left - 6, y: scale(tick) + 4, "text-anchor": "end" }, figure(tick))]);
}

function category(label, x, slanted) {
  const y = PLOT.bottom + 18;
  return slanted
    ? svg("text", { x, y: y - 4, "text-anchor": "end", transform: `rotate(-40 ${x} ${y - 4})` }, label)
    : svg("text", { x, y, "text-anchor": "middle" }, label);
}

function bars(one, at, many, scale, step) {
  const wide = Math.min(step * 0.8 / many, 64);
  return one.values.flatMap((value, index) => {
    const x = PLOT.left + step * (index + 0.5) + (at - many / 2) * wide;
    const y = Math.min(scale(value), scale(0));
    const bar = svg("rect", { x: x + 1, y, width: Math.max(wide - 2, 1), height: Math.abs(scale(value) - scale(0)), fill: INKS[at] });
    const fits = figure(value).length * 6.5 < wide + 6;
    return [bar, fits && svg("text", { x: x + wide / 2, y: y - 4, "text-anchor": "middle", class: "value" }, figure(value))];
  });
}

function line(one, at, scale, step, kind) {
  const points = one.values.map((value, index) => [PLOT.left + step * (index + 0.5), scale(value)]);
  const path = points.map(([x, y]) => `${x},${y}`).join(" ");
  const [first, last] = [points[0][0], points[points.length - 1][0]];
  return [
    kind === "area" && svg("polygon", { points: `${first},${scale(0)} ${path} ${last},${scale(0)}`, fill: INKS[at], opacity: 0.2 }),
    svg("polyline", { points: path, fill: "none", stroke: INKS[at], "stroke-width": 2.5, "stroke-dasharray": DASHES[at] }),
    ...points.map(([x, y]) => svg("circle", { cx: x, cy: y, r: 3.5, fill: INKS[at] })),
  ];
}

function legend(series, kind) {
  return make("ul", { className: "legend" }, ...series.map((one, at) => {
    const dashes = kind === "line" || kind === "area" ? { "stroke-width": 4, "stroke-dasharray": DASHES[at] } : { "stroke-width": 12 };
    const stroke = { x1: 0, x2: 30, y1: 6, y2: 6, stroke: INKS[at], ...dashes };
    return make("li", {}, svg("svg", { viewBox: "0 0 30 12", "aria-hidden": "true" }, svg("line", stroke)), one.name);
  }));
}

function figuresOf(title, series, labels, axes) {
  const head = [axes.x_label || "", ...series.map((one) => series.length > 1 ? one.name : axes.y_label || "Figure")];
  const drawn = make("table", { className: "figures" },
    make("caption", { className: "heard", text: title }),
    make("thead", {}, make("tr", {}, ...head.map((text, at) => make(at || text ? "th" : "td", { scope: "col", className: at ? "right" : "left", text })))),
    make("tbody", {}, ...labels.map((label, at) => make("tr", {},
      make("th", { scope: "row", className: "left", text: label }),
      ...series.map((one) => make("td", { className: "right", text: figure(one.values[at]) }))))));
  return make("div", { className: "scrolls", tabindex: 0, role: "group", "aria-label": `${title}, figures` }, drawn);
}

// Only what was uploaded here is fetched: nothing on this page asks another server for anything.
function image(block) {
  const title = block.title && make("figcaption", { text: block.title.text });
  if (!block.slack_file || !block.slack_file.id) return make("p", { className: "hint", text: `[image: ${block.alt_text}]` });
  return make("figure", { className: "image" }, title, picture(block.slack_file.id, block.alt_text));
}

function picture(id, alt) {
  return make("img", { src: addressOf(id), alt });
}
