// Lanes come and go at once, and the address goes along, so that it can be handed on. Whose steps stand out asks the
// server.

import { grid } from "./places.js";
import { redraw } from "./redrawing.js";

const hiddenIn = (query) => new URLSearchParams(query).getAll("hide");
const rows = () => [...grid().querySelectorAll("tr[data-lane]")];

const queryWith = (hidden) => {
  const query = new URLSearchParams(window.location.search);
  query.delete("hide");
  for (const lane of hidden) query.append("hide", lane);
  return `?${query}`;
};

const show = (hidden) => {
  for (const row of rows()) row.hidden = hidden.includes(row.dataset.lane);
  for (const side of grid().tBodies) side.hidden = [...side.querySelectorAll("[data-lane]")].every((row) => row.hidden);
  window.history.replaceState(null, "", queryWith(hidden));
  for (const pill of document.querySelectorAll(".lane-pill")) tell(pill, hidden);
  for (const pill of document.querySelectorAll(".side-pill")) {
    const isCurrent = hiddenIn(pill.search).join() === hidden.join();
    if (isCurrent) pill.setAttribute("aria-current", "true");
    else pill.removeAttribute("aria-current");
  }
  document.querySelector(".all-lanes").hidden = hidden.length === 0;
  pass(hidden);
  document.dispatchEvent(new Event("map:sized"));
};

const tell = (pill, hidden) => {
  const lane = pill.dataset.lanes;
  const isOff = hidden.includes(lane);
  const state = pill.querySelector(".state");
  pill.classList.toggle("off", isOff);
  state.textContent = isOff ? state.dataset.off : state.dataset.on;
  pill.search = queryWith(isOff ? hidden.filter((name) => name !== lane) : inOrder([...hidden, lane]));
};

const inOrder = (names) => [...new Set(rows().map((row) => row.dataset.lane))].filter((name) => names.includes(name));

// The other ways on from here keep what was chosen.
const pass = (hidden) => {
  const form = document.querySelector(".department-choice");
  form?.querySelectorAll("[name=hide]").forEach((field) => field.remove());
  for (const name of hidden) form?.append(Object.assign(document.createElement("input"), { type: "hidden", name: "hide", value: name }));
  const steps = document.querySelector(".to-steps");
  if (steps) steps.search = queryWith(hidden);
};

document.addEventListener("click", (event) => {
  const pill = event.target.closest?.("a[data-lanes]");
  if (!pill || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(hiddenIn(pill.search));
});

const choose = async (address) => {
  window.history.replaceState(null, "", address);
  await redraw();
  document.getElementById("department")?.focus();
};

document.addEventListener("change", ({ target }) => {
  if (target.id === "department") choose(`?${new URLSearchParams(new FormData(target.form))}`);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".all-departments");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  choose(link.href);
});
