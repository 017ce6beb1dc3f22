"use strict";
// The fields of a form: how each is drawn, what it holds, and how it is filled again.

function input(block, people) {
  const id = `field-${block.block_id}`;
  const field = fieldOf(block.element, id, people);
  const chosen = field.tagName === "FIELDSET"; // boxes to tick have labels of their own
  const label = make(chosen ? "span" : "label", { className: "label", id: `${id}-label`, for: chosen ? undefined : id, text: block.label.text });
  label.append(make("span", { className: "hint", text: block.optional ? " (optional)" : " *" }));
  if (chosen) field.setAttribute("aria-labelledby", `${id}-label`);
  field.dataset.block = block.block_id;
  field.dataset.action = block.element.action_id;
  const hint = block.hint && make("p", { className: "hint", id: `${id}-hint` }, textObject(block.hint, people));
  const error = make("p", { className: "error", role: "alert", id: `${id}-error` });
  field.setAttribute("aria-describedby", `${id}-error ${id}-hint`);
  if (!block.optional && !chosen) field.setAttribute("aria-required", "true");
  return make("div", { className: "input" }, label, error, field, hint);
}

function fieldOf(element, id, people) {
  const draw = FIELDS[element.type] || written;
  return draw(element, id, people);
}

function written(element, id) {
  const placeholder = element.placeholder && element.placeholder.text;
  const field = element.multiline ? make("textarea", { id, rows: 4, placeholder }) : make("input", { id, type: "text", placeholder });
  field.value = element.initial_value || "";
  return field;
}

function choice(element, id, wanted, initial, multiple = false) {
  const first = element.placeholder ? element.placeholder.text : "Choose…";
  const select = make("select", { id, multiple }, !multiple && make("option", { value: "", text: first }), ...wanted);
  setValue(select, multiple ? initial : initial[0] || "");
  return select;
}

const optionOf = (option) => make("option", { value: option.value, text: option.text.text });
const optionsOf = (element) => element.option_groups
  ? element.option_groups.map((group) => make("optgroup", { label: group.label.text }, ...group.options.map(optionOf)))
  : (element.options || []).map(optionOf);
const initialOf = (element) => [element.initial_option, ...(element.initial_options || [])].filter(Boolean).map((option) => option.value);
const peopleOf = (people) => people.map((person) => make("option", { value: person.id, text: `${person.name} (${person.title})` }));

function boxes(element, id, type) {
  const drawn = element.options.map((option) => make("label", { className: "choice" },
    make("input", { type, name: id, value: option.value }), textObject(option.text, []),
    option.description && make("span", { className: "hint" }, textObject(option.description, []))));
  const field = make("fieldset", { id, role: type === "radio" ? "radiogroup" : "group" }, ...drawn);
  field.dataset.many = type === "checkbox" ? "yes" : "";
  setValue(field, initialOf(element));
  return field;
}

const FIELDS = {
  plain_text_input: written,
  static_select: (element, id) => choice(element, id, optionsOf(element), initialOf(element)),
  multi_static_select: (element, id) => choice(element, id, optionsOf(element), initialOf(element), true),
  users_select: (element, id, people) => choice(element, id, peopleOf(people), [element.initial_user]),
  multi_users_select: (element, id, people) => choice(element, id, peopleOf(people), element.initial_users || [], true),
  checkboxes: (element, id) => boxes(element, id, "checkbox"),
  radio_buttons: (element, id) => boxes(element, id, "radio"),
  datepicker: (element, id) => make("input", { id, type: "date", max: "9999-12-31", value: element.initial_date }),
  timepicker: (element, id) => make("input", { id, type: "time", value: element.initial_time }),
};

// One text, or a list of texts where several can be chosen.
function valueOf(field) {
  if (field.tagName === "FIELDSET") {
    const chosen = [...field.querySelectorAll("input:checked")].map((box) => box.value);
    return field.dataset.many ? chosen : chosen[0] || "";
  }
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function setValue(field, value) {
  const chosen = [value].flat();
  if (field.tagName === "FIELDSET") {
    for (const box of field.querySelectorAll("input")) box.checked = chosen.includes(box.value);
  } else if (field.multiple) {
    for (const option of field.options) option.selected = chosen.includes(option.value);
  } else {
    field.value = value;
  }
}
