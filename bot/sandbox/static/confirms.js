"use strict";
// What a button asks before it does anything.

// True at once where it asks nothing; escape is the same as keeping it as it is.
function sure(asked) {
  if (!asked) return Promise.resolve(true);
  const dialog = $("sure");
  const yes = make("button", { type: "submit", value: "yes", className: asked.style || "primary", text: asked.confirm.text });
  const no = make("button", { type: "submit", value: "no", text: asked.deny.text });
  dialog.replaceChildren(make("form", { method: "dialog" },
    make("h2", { id: "sure-title", text: asked.title.text }),
    make("p", { text: asked.text.text }),
    make("div", { className: "actions" }, yes, no)));
  dialog.returnValue = "no";
  dialog.showModal();
  no.focus();
  return new Promise((answer) => {
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
}
