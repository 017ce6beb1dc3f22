"use strict";
// The bot's shortcuts: those for anywhere beside the channels, those for a message on each one.

function drawShortcuts(state) {
  const offered = state.shortcuts.filter((one) => one.type === "global");
  $("shortcuts").hidden = !offered.length;
  fill($("shortcut-list"), offered.map((one) => [one.callback_id, () => shortcutButton(one, null)]));
}

function messageShortcuts(message, state) {
  const offered = message.ephemeral_to ? [] : state.shortcuts.filter((one) => one.type === "message");
  const place = { channel: message.channel, ts: message.ts };
  return offered.length ? make("span", { className: "shortcuts" }, ...offered.map((one) => shortcutButton(one, place))) : null;
}

function shortcutButton(one, place) {
  const button = make("button", { type: "button", className: "shortcut", text: one.name });
  button.addEventListener("click", async () => {
    if (busy(button)) return;
    await post("shortcut", { callback_id: one.callback_id, place });
    busy(button, false);
  });
  return button;
}
