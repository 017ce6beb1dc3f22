"use strict";
// Files in messages, and files to be sent with one.

const MOST_BYTES = 50 * 2 ** 20;
const PICTURES = ["image/png", "image/jpeg", "image/gif"];

function drawFile(file, user) {
  if (file.mode === "tombstone") return make("p", { className: "file hint", text: "This file was deleted." });
  const about = file.title && file.title !== file.name ? `${file.title} (${file.name})` : file.name;
  const href = addressOf(file.id, user);
  const link = make("p", { className: "file" },
    make("bdi", {}, make("strong", { text: about })), " ",
    make("span", { className: "hint", text: `${file.pretty_type}, ${sizeOf(file.size)}` }), " ",
    make("a", { href, download: true, "aria-label": `Download ${file.name}`, text: "Download" }));
  if (!PICTURES.includes(file.mimetype)) return link;
  // What it shows is said where it was said at all; else its title stands for it.
  return make("figure", { className: "image" }, make("img", { src: href, alt: file.alt_txt || file.title || file.name }), link);
}

function addressOf(id, user = page.user) {
  return `/practice/file?user=${encodeURIComponent(user)}&id=${encodeURIComponent(id)}`;
}

function sizeOf(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  const thousands = bytes / 1000;
  return thousands < 1000 ? `${thousands.toFixed(1)} kB` : `${(thousands / 1000).toFixed(1)} MB`;
}

// Why these cannot be sent, or nothing.
function wrongWith(files, command) {
  if (files.length && command) return "A command takes no files. Send them without one.";
  return files.some((file) => file.size > MOST_BYTES) ? "A file has at most 50 MB." : "";
}

// Chosen files stay chosen until they have been taken.
async function attach(given, files) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ user: page.user, ...given })) body.append(name, value);
  for (const file of files) body.append("file", file);
  page.attaching = true;
  const found = await send("attach", { body });
  page.attaching = false;
  if (!found.problem) $("attached").value = "";
  return found;
}
