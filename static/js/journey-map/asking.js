// The forms for a new step and a new phase come into the map, so that nobody loses their place in it.

import { addressOf, post } from "./addresses.js";
import { focusOn } from "./focus.js";
import { phaseHeads, phaseOfColumns, stepHeads } from "./places.js";
import { redraw } from "./redrawing.js";
import { tell } from "./saying.js";

const dialog = document.getElementById("map-form");
let from = null; // what gets the focus back

const here = () => window.location.pathname + window.location.search;
const keys = () => [...stepHeads(), ...phaseHeads()].map((head) => head.dataset.step ?? `phase ${head.dataset.phase}`);

const show = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const form = page.querySelector("#content form[method=post]");
  const title = page.querySelector("#content h1");
  if (!form) return false;
  title.id = "map-form-title";
  dialog.replaceChildren(title, form);
  dialog.setAttribute("aria-labelledby", title.id);
  window.htmx?.process(dialog);
  return true;
};

export const ask = async (address, opener) => {
  from = opener;
  try {
    const answer = await fetch(address);
    const html = await answer.text();
    if (!answer.ok || answer.redirected || !show(html)) return window.location.assign(address);
  } catch {
    return tell("offline", { stays: true });
  }
  dialog.querySelector("form").dataset.address = address;
  dialog.showModal();
  (dialog.querySelector("[autofocus]") ?? dialog.querySelector("input:not([type=hidden]), select, textarea"))?.focus();
};

// Behind a step, before it, or into a phase that has none yet.
export const askForStep = (head, by) => {
  const columns = stepHeads();
  const phases = phaseOfColumns();
  const phase = head.dataset.phase ? head : phases[columns.indexOf(head)];
  const before = columns.filter((each, column) => phases[column] === phase && each.dataset.step);
  const to = head.dataset.phase ? before.length : before.indexOf(head) + by;
  const query = new URLSearchParams({ phase: phase.dataset.phase, to, next: here() });
  return ask(`${addressOf("add")}?${query}`, head);
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-asks], a.first-step, #journey-grid a.plus");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    const address = new URL(link.href);
    address.searchParams.set("next", here());
    ask(address.pathname + address.search, link.closest("th[data-step]") ?? link);
  } else if (event.target.closest?.("#map-form a.button, #map-form [data-closes]")) {
    event.preventDefault();
    dialog.close();
  }
});

dialog.addEventListener("submit", async (event) => {
  const form = event.target;
  event.preventDefault();
  if (form.dataset.isSent) return;
  form.dataset.isSent = "yes";
  try {
    const answer = await post(form.getAttribute("action") || form.dataset.address, new FormData(form, event.submitter));
    const html = await answer.text();
    if (answer.status === 422) return again(html, form.dataset.address);
    if (!answer.ok) return tell("failed", { stays: true });
    await done(html);
  } catch {
    tell("offline", { stays: true });
  } finally {
    delete form.dataset.isSent;
  }
});

const again = (html, address) => {
  show(html);
  dialog.querySelector("form").dataset.address = address;
  (dialog.querySelector("[aria-invalid=true]") ?? dialog.querySelector("input:not([type=hidden])"))?.focus();
};

const done = async (html) => {
  const known = keys();
  dialog.close();
  await redraw(html);
  const heads = [...stepHeads(), ...phaseHeads()];
  focusOn(heads[keys().findIndex((key) => !known.includes(key))]);
};

dialog.addEventListener("close", () => {
  if (!from?.isConnected) return;
  if (from.matches("th")) focusOn(from);
  else from.focus();
});
