// The map is one stop for the tab key; the arrows go from cell to cell, up to the heads of steps and phases.

import { frame, grid, isCell, rows, stepHeads } from "./places.js";

let current = null;

const stopAt = (element) => {
  if (current?.isConnected) current.tabIndex = -1;
  current = element;
  current.tabIndex = 0;
};

export const focusOn = (element) => {
  if (!element) return;
  stopAt(element);
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
};

const positionOf = (element) => {
  const all = rows();
  const row = all.findIndex((cells) => cells.includes(element));
  return { all, row, column: all[row]?.indexOf(element) ?? -1 };
};

// The neighbour in this direction; a phase is as wide as its steps.
export const neighbour = (element, down, right) => {
  const { all, row, column } = positionOf(element);
  if (row < 0) return null;
  if (down) return all[row + down]?.[column] ?? null;
  let next = column;
  do next += right;
  while (all[row][next] === element);
  return all[row][next] ?? null;
};

// In reading order: along the lane, then into the next lane.
export const following = (element, by) => {
  const { all, row, column } = positionOf(element);
  const cells = all.slice(2).flat().filter(isCell);
  return cells[cells.indexOf(all[row][column]) + by] ?? null;
};

const edge = (element, isEnd, isCorner) => {
  const { all, row } = positionOf(element);
  const cells = isCorner ? all.at(isEnd ? -1 : 0) : all[row];
  return cells?.at(isEnd ? -1 : 0);
};

const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

document.addEventListener("keydown", (event) => {
  if (event.target !== current || event.altKey || event.metaKey || event.defaultPrevented) return;
  let next;
  if (event.key in ARROWS && !event.ctrlKey && !event.shiftKey) next = neighbour(current, ...ARROWS[event.key]);
  else if (event.key === "Home" || event.key === "End") next = edge(current, event.key === "End", event.ctrlKey);
  else return;
  event.preventDefault();
  focusOn(next);
});

grid()?.closest("#map-frame").addEventListener("pointerdown", ({ target }) => {
  const element = target.closest("td, thead th");
  if (isCell(element) || element?.matches("[data-step], [data-phase]")) stopAt(element);
});

// --- After each drawing ---

const prepare = () => {
  const table = grid();
  table.setAttribute("role", "grid");
  frame.removeAttribute("tabindex");
  for (const inner of table.querySelectorAll("thead a")) inner.tabIndex = -1;
  for (const element of rows().flat()) element.tabIndex = -1;
  if (current?.isConnected) current.tabIndex = 0;
  else stopAt(stepHeads().find((head) => head.dataset.step) ?? stepHeads()[0]);
  measure();
};

// What is brought into view must not end up below the heads.
const measure = () => {
  const corner = grid().querySelector(".corner");
  frame.style.scrollPadding = `${corner.offsetHeight + 8}px 8px 8px ${corner.offsetWidth + 8}px`;
};

document.addEventListener("map:drawn", prepare);
document.addEventListener("map:merged", ({ detail: wasTaken }) => {
  prepare();
  if (wasTaken) focusOn(current);
});
document.addEventListener("map:sized", measure);
prepare();
