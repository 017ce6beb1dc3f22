"use strict";
// The page: one person's view of the workspace. What has changed is drawn anew, and only that.

const page = {
  user: location.hash.slice(1) || "U0CORA", // the address says who acts, so that a reload keeps it
  place: "C0PANEL",
  state: null,
  version: -1, // of the state that is drawn
  form: "", // what identifies the form that is drawn
  attaching: false, // files are on their way
  typed: [], // commands, which leave no message in the channel
  seen: {}, // the newest message that was looked at, by person and channel
  scrollTo: "end", // "end": the newest message is to be brought into view
};
const $ = (id) => document.getElementById(id);
const STOPPED = "The workspace has stopped. Start it again.";

function post(what, given) {
  const body = JSON.stringify({ user: page.user, ...given });
  return send(what, { headers: { "Content-Type": "application/json" }, body });
}

async function send(what, request) {
  $("problem").textContent = "";
  let found;
  try {
    const answer = await fetch(`/practice/${what}`, { method: "POST", ...request });
    found = await answer.json();
  } catch {
    found = { problem: STOPPED };
  }
  if (found.problem) $("problem").textContent = found.problem;
  return found;
}

async function look(since = -1) {
  const user = page.user;
  const after = since < 0 ? "" : `&since=${since}`;
  const answer = await fetch(`/practice/state?user=${encodeURIComponent(user)}${after}`);
  const state = await answer.json();
  if (state.problem) actAs("U0CORA");
  else if (user === page.user && state.version >= page.version) draw(state);
}

async function follow() {
  for (;;) {
    try {
      await look(page.version);
    } catch {
      $("connected").textContent = STOPPED;
      $("connected").className = "wrong";
      await new Promise((done) => setTimeout(done, 1000));
      page.version = -1; // a workspace that was started again counts from nought
    }
  }
}

function draw(state) {
  page.state = state;
  page.version = state.version;
  if (page.place !== "home" && !state.channels.some((channel) => channel.id === page.place)) {
    page.place = state.channels[0].id;
  }
  const home = page.place === "home";
  $("messages").hidden = home;
  $("home").hidden = !home;
  $("composer").hidden = home;
  if (home) drawHome(state); else drawMessages(state);
  drawSide(state);
  drawShortcuts(state);
  drawForm(state);
}

const MARKS_OF = { private: "◆", public: "#", shared: "⇄", im: "✉" };
const KINDS = {
  private: "Private channel", public: "Public channel",
  shared: "Shared with another organisation", im: "Direct messages with the bot",
};
const title = (person) => `${person.name} (${person.title})`;

function drawSide(state) {
  const me = state.people.find((person) => person.id === state.user);
  fill($("acting"), state.people.map((person) => [person.id, () => make("option", { value: person.id, text: title(person) })]));
  if ($("acting").value !== state.user) $("acting").value = state.user;
  $("title").textContent = me.title;
  $("as").replaceChildren("You are ", make("strong", { text: me.name }));
  const places = [...state.channels, { id: "home", name: "MAPPA Home" }];
  fill($("places"), places.map((place) => [place.id, () => placeButton(place)]));
  places.forEach((place, at) => {
    const button = $("places").children[at];
    const fresh = freshIn(state, place.id);
    button.setAttribute("aria-current", place.id === page.place ? "page" : "false");
    button.lastChild.textContent = fresh ? `${fresh} new` : "";
  });
  $("connected").textContent = state.connected ? "The bot is connected." : "The bot is not connected.";
  $("connected").className = state.connected ? "" : "wrong";
  $("rule-count").textContent = state.broken.length;
  $("rules").className = state.broken.length ? "wrong" : "";
  $("rule-list").replaceChildren(...state.broken.map((rule) => make("li", { text: rule })));
}

function placeButton(place) {
  const button = make("button", { type: "button" },
    make("span", { "aria-hidden": "true", text: `${MARKS_OF[place.kind] || "⌂"} ` }), place.name, " ",
    make("span", { className: "fresh" }));
  button.addEventListener("click", () => go(place.id));
  return button;
}

// How many messages have come that this person has not looked at yet.
function freshIn(state, channel) {
  const seen = page.seen[`${state.user} ${channel}`] || 0;
  return state.messages.filter((message) =>
    message.channel === channel && message.user !== state.user && Number(message.ts) > seen).length;
}

function drawMessages(state) {
  const channel = state.channels.find((known) => known.id === page.place);
  $("place-name").textContent = channel.name;
  $("place-kind").textContent = channel.kind === "im" ? KINDS.im : `${KINDS[channel.kind]}, ${channel.members} people and the bot`;
  const list = $("messages");
  const newest = list.lastElementChild;
  const followed = page.scrollTo === "end" || !newest || isSeen(newest, list);
  const said = state.messages.filter((message) => message.channel === page.place)
    .map((message) => [Number(message.ts), [`${state.user} ${JSON.stringify(message)}`, () => drawMessage(message, state)]]);
  if (said.length) page.seen[`${state.user} ${page.place}`] = said[said.length - 1][0];
  const typed = page.typed.filter((one) => one.user === state.user && one.place === page.place)
    .map((one) => [one.at, [`typed ${one.at}`, () => make("p", { className: "typed" }, "You typed ", make("code", { text: one.text }))]]);
  fill(list, [...said, ...typed].sort((one, other) => one[0] - other[0]).map(([, wanted]) => wanted));
  if (followed && list.lastElementChild !== newest) showNewest(list);
  page.scrollTo = "";
}

// Whoever reads further up is not pulled away by what comes in.
function isSeen(node, list) {
  return node.getBoundingClientRect().top < list.getBoundingClientRect().bottom;
}

// The end of the list, but a long answer from its beginning, with what was typed above it.
function showNewest(list) {
  const newest = list.lastElementChild;
  if (!newest) return;
  const typed = newest.previousElementSibling;
  const from = typed && typed.className === "typed" ? typed : newest;
  list.scrollTop += from.getBoundingClientRect().top - list.getBoundingClientRect().top;
}

function drawMessage(message, state) {
  const known = state.people.find((person) => person.id === message.user);
  const name = known ? known.name : message.bot_id ? "MAPPA" : "Slackbot";
  const at = new Date(Number(message.ts) * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const drawn = make("article", { className: message.ephemeral_to ? "private" : "" },
    make("p", { className: "head" }, make("strong", { text: name }),
      make("time", { text: at + (message.edited ? " (edited)" : "") + (message.thread_ts ? " in a thread" : "") }),
      message.ephemeral_to && make("span", { className: "only", text: "Only visible to you" }),
      messageShortcuts(message, state)));
  const press = presser({ channel: message.channel, ts: message.ts });
  if (message.blocks && message.blocks.length) {
    drawn.append(...message.blocks.map((block, at, all) => drawBlock(block, state.people, press, all[at - 1])));
  } else if (message.text || !message.files) {
    drawn.append(make("p", {}, mrkdwn(message.text || "", state.people, true)));
  }
  drawn.append(...(message.files || []).map((file) => drawFile(file, state.user)));
  return drawn;
}

function drawHome(state) {
  $("place-name").textContent = "MAPPA Home";
  $("place-kind").textContent = "What the bot shows to this person";
  const blocks = state.home ? state.home.blocks : [];
  const drawOne = (block) => drawBlock(block, state.people, presser({ home: true }));
  const shown = blocks.map((block, at) => [`${state.user} ${at} ${JSON.stringify(block)}`, () => drawOne(block)]);
  const nothing = ["nothing", () => make("p", { className: "hint", text: "The bot has not drawn Home for this person." })];
  fill($("home"), shown.length ? shown : [nothing]);
}

// A button that waits for its answer stays where the focus is, and does nothing a second time.
function busy(button, begins = true) {
  const was = button.getAttribute("aria-disabled") === "true";
  button.setAttribute("aria-disabled", String(begins));
  return was;
}

function presser(place) {
  return async (block_id, action_id, button) => {
    if (busy(button)) return;
    const found = await post("press", { place, block_id, action_id });
    busy(button, false);
    if (found.problem && place.view_id && $("form-error")) $("form-error").textContent = found.problem;
  };
}

function go(place) {
  page.place = place;
  $("attached").value = ""; // what was chosen was chosen for the place before
  page.scrollTo = "end";
  draw(page.state);
  if (place === "home") post("home", {});
  else $("typed").focus();
}

async function actAs(user) {
  page.user = user;
  $("attached").value = "";
  page.scrollTo = "end";
  history.replaceState(null, "", `#${user}`);
  $("problem").textContent = "";
  $("messages").replaceChildren();
  $("home").replaceChildren();
  await look().catch(() => {}); // that the workspace has stopped is said by follow()
  if (page.place === "home") post("home", {});
}

async function say() {
  const text = $("typed").value.trim();
  const files = page.attaching ? [] : [...$("attached").files]; // what is on its way goes once
  $("typed").focus();
  if (!text && !files.length) return;
  const command = text.startsWith("/");
  $("problem").textContent = wrongWith(files, command);
  if ($("problem").textContent) return;
  $("typed").value = "";
  page.scrollTo = "end";
  const one = { user: page.user, place: page.place, text, at: Date.now() / 1000 };
  if (command) {
    page.typed.push(one);
    draw(page.state);
    page.scrollTo = "end";
  }
  const given = { channel: one.place, text };
  const found = await (files.length ? attach(given, files) : post(command ? "command" : "say", given));
  if (!found.problem) return;
  page.typed = page.typed.filter((other) => other !== one); // it was not taken: it is still to be sent
  draw(page.state);
  if (!$("typed").value) $("typed").value = text;
}

$("acting").addEventListener("change", () => actAs($("acting").value));
$("composer").addEventListener("submit", (event) => { event.preventDefault(); say(); });
$("typed").addEventListener("keydown", (event) => {
  const last = page.typed.findLast((one) => one.user === page.user);
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    say();
  } else if (event.key === "ArrowUp" && !$("typed").value && last) {
    event.preventDefault();
    $("typed").value = last.text;
  }
});
$("form").addEventListener("cancel", (event) => { event.preventDefault(); leaveForm(); });
$("form").addEventListener("close", () => { if (page.form) leaveForm(); });
for (const button of document.querySelectorAll(".try")) {
  button.addEventListener("click", () => { $("typed").value = button.textContent; $("typed").focus(); });
}
follow();
