"use strict";
// Forms over the page, one on another.

// The browser's own dialog keeps the focus inside and gives it back when it closes.
function drawForm(state) {
  const key = state.form ? `${state.user} ${state.form.id} ${state.form.hash}` : "";
  if (key === page.form) return;
  page.form = key;
  const dialog = $("form");
  keepDraft(dialog);
  if (!key) {
    dialog.close();
    dialog.dataset.view = "";
    return;
  }
  dialog.replaceChildren(formOf(state.form, state.people));
  dialog.dataset.view = state.form.id;
  takeUpDraft(dialog);
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("input, select, textarea, .actions button").focus();
}

// What was typed stays while another form lies on this one, and when the bot changes it: in
// whatever field is still there by the same two names.
const drafts = {};
const fieldsIn = (node) => [...node.querySelectorAll("[data-block]")];
const nameOf = (field) => JSON.stringify([field.dataset.block, field.dataset.action]);

function keepDraft(dialog) {
  if (!dialog.dataset.view) return;
  drafts[dialog.dataset.view] = Object.fromEntries(fieldsIn(dialog).map((field) => [nameOf(field), valueOf(field)]));
}

function takeUpDraft(dialog) {
  const draft = drafts[dialog.dataset.view] || {};
  for (const field of fieldsIn(dialog)) if (nameOf(field) in draft) setValue(field, draft[nameOf(field)]);
}

function formOf(view, people) {
  const close = make("button", { type: "button", text: view.close ? view.close.text : "Close" });
  close.addEventListener("click", leaveForm);
  const submit = view.submit && make("button", { type: "submit", className: "primary", text: view.submit.text });
  const inputs = view.blocks.filter((block) => block.type === "input");
  const form = make("form", {},
    make("h2", { id: "form-title", text: view.title.text }),
    make("div", { className: "fill", tabindex: inputs.length ? undefined : "0" }, // to be scrolled by keyboard
      inputs.some((block) => !block.optional) && make("p", { className: "hint", text: "What is marked * is needed." }),
      ...view.blocks.map((block) => drawBlock(block, people, presser({ view_id: view.id })))),
    make("p", { className: "error", role: "alert", id: "form-error" }),
    make("div", { className: "actions" }, submit, close));
  form.addEventListener("submit", (event) => { event.preventDefault(); sendForm(form, view, submit); });
  return form;
}

async function sendForm(form, view, submit) {
  if (busy(submit)) return;
  const fields = fieldsIn(form);
  const values = {};
  for (const field of fields) values[field.dataset.block] = { [field.dataset.action]: valueOf(field) };
  const found = await post("submit", { view_id: view.id, values });
  busy(submit, false);
  if (!form.isConnected) return; // another form has taken its place already
  $("problem").textContent = "";
  const errors = found.errors || {};
  $("form-error").textContent = found.problem || "";
  for (const field of fields) {
    const error = errors[field.dataset.block] || "";
    $(`field-${field.dataset.block}-error`).textContent = error;
    field.setAttribute("aria-invalid", String(Boolean(error)));
  }
  const wrong = form.querySelector("[aria-invalid=true]");
  if (!wrong) return;
  (wrong.querySelector("input") || wrong).focus();
  wrong.closest(".input").scrollIntoView({ block: "nearest" }); // with what is wrong above it
}

function leaveForm() {
  if (page.state && page.state.form) post("close", { view_id: page.state.form.id });
}
