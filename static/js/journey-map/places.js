// Where things are in the map: a cell is known by its step and its lane, which its column's head and its row say.

export const frame = document.getElementById("map-frame");
export const grid = () => document.getElementById("journey-grid");

const all = (selector) => [...grid().querySelectorAll(selector)];
export const stepHeads = () => all(".step-heads > th");
export const phaseHeads = () => all(".phase-heads > th");
const lanes = () => all("tr[data-lane]:not(.curve)").filter((row) => !row.hidden && !row.parentElement.hidden);
const cellsOf = (row) => [...row.querySelectorAll("td")];

// For every column the head of its phase.
export const phaseOfColumns = () => phaseHeads().flatMap((head) => Array(head.colSpan).fill(head));

// All that the arrow keys reach, row by row: phases, steps, lanes.
export const rows = () => [phaseOfColumns(), stepHeads(), ...lanes().map(cellsOf)];

export const stepHead = (step) => stepHeads().find((head) => head.dataset.step === String(step));
export const phaseHead = (phase) => phaseHeads().find((head) => head.dataset.phase === String(phase));

export const isCell = (element) => element?.matches?.("#journey-grid tr[data-lane]:not(.curve) > td:not(.none)") ?? false;

export const placeOf = (cell) => {
  const row = cell.parentElement;
  const head = stepHeads()[cellsOf(row).indexOf(cell)];
  return { step: head.dataset.step, lane: row.dataset.lane };
};

export const cellAt = ({ step, lane }) => {
  const row = grid().querySelector(`tr[data-lane="${lane}"]:not(.curve)`);
  const column = stepHeads().findIndex((head) => head.dataset.step === String(step));
  return row && column >= 0 ? cellsOf(row)[column] : null;
};

// What a screen reader calls a cell that is written in.
export const nameOf = (cell) => {
  const { step, lane } = placeOf(cell);
  const row = grid().querySelector(`tr[data-lane="${lane}"]`);
  const title = row.querySelector("th > span") ?? row.querySelector("th");
  return `${title.textContent}: ${stepHead(step).getAttribute("abbr")}`;
};
