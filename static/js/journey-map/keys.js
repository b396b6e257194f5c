// The list of keys. Where a cell can be written in, a question mark is a sign like any other.

const dialog = document.getElementById("map-keys");
const isTypedInto = (element) => element.closest("input, textarea, select") || element.matches("[role=grid] td");

document.addEventListener("click", ({ target }) => {
  if (target.closest?.("[data-keys]")) dialog.showModal();
  else if (target === dialog) dialog.close();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "?" || event.ctrlKey || event.metaKey || isTypedInto(event.target) || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  dialog.showModal();
});
