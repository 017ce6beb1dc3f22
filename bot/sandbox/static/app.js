"use strict";
// The page: one person's view of the workspace, drawn anew whenever something has changed.

const page = { user: "U0CORA", place: "C0PANEL", state: null, form: "" };
const $ = (id) => document.getElementById(id);

async function post(what, given) {
  $("problem").textContent = "";
  const answer = await fetch(`/practice/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user: page.user, ...given }),
  });
  const found = await answer.json();
  if (found.problem) $("problem").textContent = found.problem;
  return found;
}

async function look(since) {
  const user = page.user;
  const after = since === undefined ? "" : `&since=${since}`;
  const answer = await fetch(`/practice/state?user=${user}${after}`);
  const state = await answer.json();
  if (user === page.user) draw(state);
}

async function follow() {
  for (;;) {
    try {
      await look(page.state ? page.state.version : undefined);
    } catch {
      $("connected").textContent = "The workspace has stopped.";
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}

function draw(state) {
  page.state = state;
  if (page.place !== "home" && !state.channels.some((channel) => channel.id === page.place)) {
    page.place = state.channels[0].id;
  }
  drawSide(state);
  const home = page.place === "home";
  $("messages").hidden = home;
  $("home").hidden = !home;
  $("composer").hidden = home;
  if (home) drawHome(state); else drawMessages(state);
  drawForm(state);
}

function drawSide(state) {
  const acting = $("acting");
  if (!acting.options.length) {
    for (const person of state.people) acting.append(make("option", { value: person.id, text: person.name }));
  }
  acting.value = state.user;
  $("title").textContent = state.people.find((person) => person.id === state.user).title;
  const marks = { private: "◆", public: "#", shared: "⇄", im: "✉" };
  const places = state.channels.map((channel) => [channel.id, `${marks[channel.kind]} ${channel.name}`]);
  $("places").replaceChildren(...[...places, ["home", "⌂ MAPPA Home"]].map(([id, name]) => {
    const button = make("button", { type: "button", text: name, "aria-current": id === page.place ? "page" : undefined });
    button.addEventListener("click", () => go(id));
    return button;
  }));
  $("connected").textContent = state.connected ? "The bot is connected." : "The bot is not connected.";
  $("rule-count").textContent = state.broken.length;
  $("rule-list").replaceChildren(...state.broken.map((rule) => make("li", { text: rule })));
}

const KINDS = {
  private: "Private channel", public: "Public channel",
  shared: "Shared with another organisation", im: "Direct messages with the bot",
};

function drawMessages(state) {
  const channel = state.channels.find((known) => known.id === page.place);
  $("place-name").textContent = channel.name;
  $("place-kind").textContent = channel.kind === "im" ? KINDS.im : `${KINDS[channel.kind]}, ${channel.members} people and the bot`;
  const list = $("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const shown = state.messages.filter((message) => message.channel === page.place);
  list.replaceChildren(...shown.map((message) => drawMessage(message, state)));
  if (atEnd || shown.length !== page.count) list.scrollTop = list.scrollHeight;
  page.count = shown.length;
}

function drawMessage(message, state) {
  const known = state.people.find((person) => person.id === message.user);
  const at = new Date(Number(message.ts) * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const head = make("p", { className: "head" }, make("strong", { text: known ? known.name : message.bot_id ? "MAPPA" : "Slackbot" }),
    make("time", { text: at + (message.edited ? " (edited)" : "") + (message.thread_ts ? " in a thread" : "") }));
  const drawn = make("article", { className: message.ephemeral_to ? "private" : "" });
  if (message.ephemeral_to) drawn.append(make("p", { className: "hint", text: "Only visible to you" }));
  drawn.append(head);
  const press = (block_id, action_id, button) => pressed({ channel: message.channel, ts: message.ts }, block_id, action_id, button);
  if (message.blocks && message.blocks.length) {
    drawn.append(...message.blocks.map((block) => drawBlock(block, state.people, press)));
  } else {
    drawn.append(make("p", {}, mrkdwn(message.text || "", state.people, true)));
  }
  return drawn;
}

function drawHome(state) {
  $("place-name").textContent = "MAPPA Home";
  $("place-kind").textContent = "What the bot shows to this person";
  const press = (block_id, action_id, button) => pressed({ home: true }, block_id, action_id, button);
  const blocks = state.home ? state.home.blocks : [];
  $("home").replaceChildren(...blocks.map((block) => drawBlock(block, state.people, press)));
}

function drawForm(state) {
  const key = state.form ? `${state.user} ${state.form.id} ${state.form.hash}` : "";
  if (key === page.form) return;
  page.form = key;
  $("veil").hidden = !key;
  $("veil").replaceChildren();
  if (!key) return;
  const view = state.form;
  const press = (block_id, action_id, button) => pressed({ view_id: view.id }, block_id, action_id, button);
  const close = make("button", { type: "button", text: view.close ? view.close.text : "Close" });
  close.addEventListener("click", () => post("close", { view_id: view.id }));
  const submit = view.submit && make("button", { type: "submit", className: "primary", text: view.submit.text });
  const form = make("form", { role: "dialog", "aria-modal": "true", "aria-labelledby": "form-title" },
    make("h2", { id: "form-title", text: view.title.text }),
    ...view.blocks.map((block) => drawBlock(block, state.people, press)),
    make("div", { className: "actions" }, close, submit));
  form.addEventListener("submit", (event) => { event.preventDefault(); sendForm(form, view, submit); });
  $("veil").append(form);
  const first = form.querySelector("input, select, textarea, button");
  if (first) first.focus();
}

async function sendForm(form, view, submit) {
  const values = {};
  for (const field of form.querySelectorAll("[data-block]")) {
    values[field.dataset.block] = { [field.dataset.action]: field.value };
  }
  submit.disabled = true;
  const found = await post("submit", { view_id: view.id, values });
  submit.disabled = false;
  const errors = found.errors || {};
  for (const field of form.querySelectorAll("[data-block]")) {
    const error = errors[field.dataset.block] || "";
    document.getElementById(`field-${field.dataset.block}-error`).textContent = error;
    field.setAttribute("aria-invalid", String(Boolean(error)));
  }
  const wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
}

async function pressed(place, block_id, action_id, button) {
  button.disabled = true;
  await post("press", { place, block_id, action_id });
  button.disabled = false;
}

function go(place) {
  page.place = place;
  draw(page.state);
  if (place === "home") post("home", {});
}

async function send() {
  const text = $("typed").value.trim();
  if (!text) return;
  $("typed").value = "";
  const found = await post(text.startsWith("/") ? "command" : "say", { channel: page.place, text });
  if (found.problem) $("typed").value = text;
}

$("acting").addEventListener("change", async () => {
  page.user = $("acting").value;
  await look();
  if (page.place === "home") post("home", {});
});
$("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
$("typed").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && page.state && page.state.form) post("close", { view_id: page.state.form.id });
});
for (const button of document.querySelectorAll(".try")) {
  button.addEventListener("click", () => { $("typed").value = button.textContent; $("typed").focus(); });
}
follow();
