// Puts a newer map into the one that is seen. Every cell that is in both stays the element that it is, so that whoever
// stands or writes in one does so on; what is held stays as it is and hears of the newer one.

import { frame, grid } from "./places.js";
import { PARTS, replace } from "./redrawing.js";

const OURS = ["tabindex", "role"]; // set here, not by the server
const STATES = ["writing", "dragged"];

// Whoever writes says which cells are held, takes what is newer of one of these, and says when to come back later.
let writer = { cells: () => [], told: () => {}, isBusy: () => false };
export const heed = (hooks) => {
  writer = hooks;
};

export const isWriting = () => writer.isBusy() || Boolean(frame?.querySelector(".dragged"));

const phasesOf = (table) => [...table.querySelectorAll(".phase-heads > th")];

// For every column what it is known by: its step, or the phase that has none yet.
const columnsOf = (table) => {
  const phases = phasesOf(table).flatMap((head) => Array(head.colSpan).fill(head.dataset.phase));
  const heads = [...table.querySelectorAll(".step-heads > th")];
  return heads.map((head, column) => head.dataset.step ?? `phase ${phases[column]}`);
};

// What the cells of each row are known by.
const namesIn = (table) => {
  const columns = columnsOf(table);
  return [...table.rows].map((row) => {
    if (row.matches(".phase-heads")) return ["corner", ...phasesOf(table).map((head) => head.dataset.phase)];
    if (row.matches(".side, .curve")) return [...row.cells].map((_cell, place) => place);
    return row.matches(".step-heads, .emotions") ? columns : ["lane", ...columns];
  });
};

export const merge = (page) => {
  const table = grid(), fresh = page.getElementById("journey-grid");
  const before = namesIn(table), after = namesIn(fresh);
  const held = new Set(writer.cells());
  const hadFocus = table.contains(document.activeElement);
  const isLost = (row, place) => held.has(row.cells[place]) && !after[row.rowIndex].includes(before[row.rowIndex][place]);
  const rows = [...table.rows], news = [...fresh.rows];
  if (rows.some((row) => [...row.cells].some((_cell, place) => isLost(row, place)))) return false;
  if (table.hasAttribute("role")) for (const inner of fresh.querySelectorAll("thead a")) inner.tabIndex = -1;
  rows.forEach((row, line) => renewRow(row, news[line], before[line], after[line], held));
  renew(table.caption, fresh.caption);
  renew(table.querySelector("colgroup"), fresh.querySelector("colgroup"));
  for (const body of table.tBodies) takeAttributes(body, fresh.tBodies[[...table.tBodies].indexOf(body)]);
  for (const id of PARTS) swap(document.getElementById(id), page.getElementById(id));
  document.dispatchEvent(new CustomEvent("map:merged", { detail: hadFocus && !table.contains(document.activeElement) }));
  return true;
};

const renewRow = (row, fresh, before, after, held) => {
  const known = new Map(before.map((name, place) => [name, row.cells[place]]));
  const wanted = [...fresh.cells].map((cell, place) => {
    const old = known.get(after[place]);
    if (!old) return cell;
    if (held.has(old)) writer.told(old, cell);
    else renew(old, cell);
    return old;
  });
  takeAttributes(row, fresh);
  arrange(row, wanted);
};

const renew = (old, fresh) => {
  takeAttributes(old, fresh);
  if (old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
};

const takeAttributes = (old, fresh) => {
  const states = STATES.filter((name) => old.classList.contains(name));
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OURS.includes(name)) old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  old.classList.add(...states);
};

// All others move around the cell that has the focus: what is taken out, if only to be put back, loses it.
const arrange = (row, wanted) => {
  const staying = new Set(wanted);
  for (const cell of [...row.cells]) if (!staying.has(cell)) cell.remove();
  const rest = Math.max(0, wanted.findIndex((cell) => cell.contains(document.activeElement)));
  if (wanted[rest].parentNode !== row) row.prepend(wanted[rest]);
  for (let place = rest - 1; place >= 0; place--)
    if (wanted[place].nextElementSibling !== wanted[place + 1]) wanted[place + 1].before(wanted[place]);
  for (let place = rest + 1; place < wanted.length; place++)
    if (wanted[place].previousElementSibling !== wanted[place - 1]) wanted[place - 1].after(wanted[place]);
};

// Where somebody is about to choose something, the choice stays until the next change.
const swap = (old, fresh) => {
  if (old && old.innerHTML !== fresh.innerHTML && !old.contains(document.activeElement)) replace(old, fresh);
};
