"use strict";
// Tables, with their first row and first column as headings, and text with marks in it.

function table(block, people, _, before) {
  const settings = block.column_settings || [];
  const className = (at) => {
    const one = settings[at] || {};
    return [one.align || "left", one.is_wrapped ? "wraps" : ""].join(" ").trim();
  };
  const [head, ...rows] = block.rows.map((row) => row.map((cell) => cellText(cell, people)));
  const drawn = make("table", { className: "figures" },
    make("caption", { className: "heard", text: captionFrom(before) }),
    make("thead", {}, make("tr", {}, ...head.map((text, at) => make("th", { scope: "col", className: className(at) }, text)))),
    make("tbody", {}, ...rows.map((row) => make("tr", {}, ...row.map((text, at) =>
      at ? make("td", { className: className(at) }, text) : make("th", { scope: "row", className: className(0) }, text))))));
  return make("div", { className: "scrolls", tabindex: 0, role: "group", "aria-label": captionFrom(before) }, drawn);
}

// A table has no title of its own: the block above it says what it is.
function captionFrom(before) {
  const text = before && before.text && before.text.text ? before.text.text.split("\n")[0] : "";
  return unescapeText(text).replace(/[*`]/g, "").slice(0, 150) || "Table";
}

function cellText(cell, people) {
  return cell.type === "rich_text" ? richText(cell, people) : document.createTextNode(cell.text || "");
}

function richText(block, people) {
  const drawn = make("span", { className: "rich" });
  (block.elements || []).forEach((part, at) => {
    if (at) drawn.append(make("br"));
    drawn.append(...richParts(part, people));
  });
  return drawn;
}

function richParts(part, people) {
  if (part.elements) return part.elements.flatMap((inner, at) => part.type === "rich_text_list" && at
    ? [make("br"), ...richParts(inner, people)] : richParts(inner, people));
  if (part.type === "user") return [mark(`<@${part.user_id}>`, people, true)];
  if (part.type === "broadcast") return [make("mark", { text: `@${part.range} (everybody would be told)` })];
  if (part.type === "link") return [make("u", { text: part.text || part.url })];
  const style = part.style || {};
  const text = part.text || "";
  return [style.code ? make("code", { text }) : style.bold ? make("strong", { text }) : style.italic ? make("em", { text }) : text];
}
