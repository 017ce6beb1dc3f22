"use strict";
// Draws Block Kit. Everything is set as text: nothing that anybody typed can become markup.

function make(tag, options = {}, ...children) {
  const { className, text, ...attributes } = options;
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter(Boolean));
  return node;
}

// Makes the children of a node the wanted ones, [key, draw] each. What is there already stays:
// so does the keyboard's focus in it, and a screen reader hears only of what is new.
function fill(node, wanted) {
  const focused = [...node.children].findIndex((child) => child.contains(document.activeElement));
  const known = new Map([...node.children].map((child) => [child.key, child]));
  const children = wanted.map(([key, drawOne]) => {
    const child = known.get(key) || drawOne();
    child.key = key;
    return child;
  });
  const kept = new Set(children);
  for (const child of [...node.children]) if (!kept.has(child)) child.remove();
  children.forEach((child, at) => {
    if (node.children[at] !== child) node.insertBefore(child, node.children[at] || null);
  });
  if (focused >= 0 && !node.contains(document.activeElement)) {
    const next = children[focused] && children[focused].querySelector("button");
    (next || $("typed")).focus();
  }
}

const ENTITIES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
const unescapeText = (text) => text.replace(/&(lt|gt|amp);/g, (entity) => ENTITIES[entity]);

// mrkdwn: bold, code, links, people, dates; and the mentions that Slack makes of bare words.
const MARKS = /(<[^>]+>)|(\*[^*\n]+\*)|(`[^`\n]+`)|(@everyone|@channel|@here)/;

function mrkdwn(text, people, verbatim) {
  const line = make("span");
  let rest = text;
  for (let found = MARKS.exec(rest); found; found = MARKS.exec(rest)) {
    line.append(unescapeText(rest.slice(0, found.index)));
    line.append(mark(found[0], people, verbatim));
    rest = rest.slice(found.index + found[0].length);
  }
  line.append(unescapeText(rest));
  return line;
}

function mark(found, people, verbatim) {
  if (found.startsWith("<")) return link(found.slice(1, -1), people);
  if (found.startsWith("*")) return make("strong", { text: unescapeText(found.slice(1, -1)) });
  if (found.startsWith("`")) return make("code", { text: unescapeText(found.slice(1, -1)) });
  return verbatim ? found : make("mark", { text: `${found} (everybody would be told)` });
}

function link(inside, people) {
  const [target, label] = inside.split("|");
  if (target.startsWith("@")) {
    const known = people.find((person) => person.id === target.slice(1));
    return make("mark", { text: `@${known ? known.name : label || "MAPPA"}` });
  }
  if (target.startsWith("!")) return make("mark", { text: label || target });
  return make("u", { text: label || target });
}

function textObject(given, people) {
  if (!given) return make("span");
  if (given.type === "mrkdwn") return mrkdwn(given.text, people, given.verbatim);
  return make("span", { text: given.text });
}

// `before` is the block above it, which says what a table is about.
function drawBlock(block, people, press, before) {
  const draw = DRAWN[block.type];
  return draw ? draw(block, people, press, before) : make("p", { className: "hint", text: `[${block.type}]` });
}

function buttonOf(element, block, press) {
  const className = element.style || "";
  const button = make("button", { type: "button", className, text: element.text.text });
  button.addEventListener("click", async () => {
    if (await sure(element.confirm)) press(block.block_id, element.action_id, button);
  });
  return button;
}

// Only buttons can be used outside a form's fields.
function actionOf(element, block, press) {
  return element.type === "button" ? buttonOf(element, block, press) : make("span", { className: "hint", text: `[${element.type}]` });
}

function section(block, people, press) {
  const drawn = make("div", { className: "section" });
  if (block.text) drawn.append(make("p", {}, textObject(block.text, people)));
  if (block.fields) {
    drawn.append(make("div", { className: "fields" },
      ...block.fields.map((field) => make("p", {}, textObject(field, people)))));
  }
  if (block.accessory && block.accessory.type === "button") {
    drawn.append(buttonOf(block.accessory, block, press));
  }
  if (block.accessory && block.accessory.type === "image") drawn.append(image(block.accessory));
  return drawn;
}

const DRAWN = {
  section, table, input, image,
  data_visualization: chart,
  rich_text: richText,
  header: (block) => make("h3", { text: block.text.text }),
  divider: () => make("hr"),
  context: (block, people) => make("div", { className: "context" },
    ...block.elements.map((element) => element.type === "image" ? image(element) : make("p", {}, textObject(element, people)))),
  actions: (block, people, press) => make("div", { className: "actions" },
    ...block.elements.map((element) => actionOf(element, block, press))),
};
