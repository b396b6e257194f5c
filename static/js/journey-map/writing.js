// Writing in a cell: it opens in place, saves by itself, and keeps what was typed until the server has it.

import { editorOf, textOf } from "./editors.js";
import { focusOn, following } from "./focus.js";
import { heed } from "./merging.js";
import { cellAt, isCell, nameOf, placeOf } from "./places.js";
import { drop, isSending, note, resume, save, settle, unsaved } from "./saving.js";
import { say } from "./saying.js";

const SAVED_AFTER = 1500;
const open = new Map(); // by cell: its editor, how it read at first and as last sent, what it showed before, what is newer

const start = (cell, text = textOf(cell)) => {
  const writing = {
    place: placeOf(cell),
    first: textOf(cell),
    sent: textOf(cell),
    shown: [...cell.childNodes],
    editor: editorOf(cell, text, nameOf(cell)),
  };
  open.set(cell, writing);
  cell.classList.add("writing");
  cell.replaceChildren(writing.editor.root);
  return writing;
};

export const write = (cell) => (open.get(cell) ?? start(cell)).editor.focus();

const send = (writing) => {
  window.clearTimeout(writing.timer);
  const { value } = writing.editor;
  if (value === writing.sent || writing.isAsked) return;
  save(writing.place, writing.sent, value);
  writing.sent = value;
  writing.newer = null;
};

const close = (cell, writing) => {
  send(writing);
  open.delete(cell);
  cell.classList.remove("writing");
  if (writing.newer) renew(cell, writing.newer);
  else if (writing.editor.value === writing.first) cell.replaceChildren(...writing.shown);
  else show(cell, writing.editor.value, writing.editor.words);
};

const show = (cell, text, words = text) => {
  if ("own" in cell.dataset) cell.dataset.own = text;
  cell.textContent = words;
};

const renew = (cell, { dataset, childNodes }) => {
  if ("own" in dataset) cell.dataset.own = dataset.own;
  cell.replaceChildren(...childNodes);
};

const takeBack = (cell, writing) => {
  window.clearTimeout(writing.timer);
  if (writing.sent !== writing.first) save(writing.place, writing.sent, writing.first);
  else drop(writing.place);
  open.delete(cell);
  cell.classList.remove("writing");
  if (writing.newer) renew(cell, writing.newer);
  else cell.replaceChildren(...writing.shown);
  focusOn(cell);
};

// --- What people do ---

document.addEventListener("input", ({ target }) => {
  const cell = target.closest?.("td.writing");
  const writing = open.get(cell);
  if (!writing || writing.isAsked) return;
  note(writing.place, writing.sent, writing.editor.value);
  window.clearTimeout(writing.timer);
  writing.timer = window.setTimeout(() => send(writing), SAVED_AFTER);
});

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const cell = target.closest?.("td.writing");
  const writing = open.get(cell);
  if (!writing || writing.isAsked || cell.contains(relatedTarget)) return;
  if (document.hasFocus()) close(cell, writing);
  else send(writing); // somebody looks into another window and comes back
});

document.addEventListener("click", ({ target }) => {
  if (isCell(target.closest?.("td")) && !target.closest("td.writing")) write(target.closest("td"));
});

const isTyped = (event) => event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;

document.addEventListener("keydown", (event) => {
  if (isCell(event.target)) begin(event);
  else if (open.has(event.target.closest?.("td.writing"))) finish(event, event.target.closest("td.writing"));
});

const begin = (event) => {
  const isAsked = event.key === "Enter" || event.key === "F2";
  if (!isAsked && !isTyped(event) && event.key !== "Dead") return;
  if (isAsked || "own" in event.target.dataset) event.preventDefault();
  write(event.target);
};

const finish = (event, cell) => {
  const writing = open.get(cell);
  const isMood = "own" in cell.dataset;
  if (event.key === "Escape") takeBack(cell, writing);
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey || isMood)) leave(cell, cell);
  else if (event.key === "Tab" && !writing.isAsked) leave(cell, following(cell, event.shiftKey ? -1 : 1));
  else return;
  event.preventDefault();
};

const leave = (cell, next) => {
  focusOn(next ?? cell);
  if (open.has(cell) && !open.get(cell).isAsked) close(cell, open.get(cell));
};

// --- What the server says ---

document.addEventListener("cell:saved", ({ detail: { place, content } }) => {
  const cell = cellAt(place);
  const writing = open.get(cell);
  if (writing) Object.assign(writing, { sent: content.text, newer: null });
  else if (cell) show(cell, content.text);
  cell?.querySelectorAll(".cell-refused").forEach((sentence) => sentence.remove());
  if ("words" in content) drawEmotion(cell, content);
});

const drawEmotion = (cell, { words, curve, figures }) => {
  if (cell && !open.has(cell)) cell.innerHTML = words;
  else if (cell) open.get(cell).shown = [...new DOMParser().parseFromString(words, "text/html").body.childNodes];
  document.querySelector(".emotion-curve").outerHTML = curve;
  document.getElementById("journey-figures").outerHTML = figures;
};

document.addEventListener("cell:refused", ({ detail: { place, before, after, status, html } }) => {
  const cell = cellAt(place);
  const answer = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  say(answer.querySelector("#conflict-title")?.textContent ?? answer.textContent, { stays: status !== 409 });
  if (!cell) return;
  const writing = open.get(cell) ?? start(cell, after);
  cell.querySelectorAll(".cell-refused, .cell-conflict").forEach((older) => older.remove());
  cell.append(answer);
  writing.isAsked = status === 409;
  writing.sent = before;
  if (status !== 409 || !cell.contains(document.activeElement)) return;
  answer.querySelector("button").focus();
  answer.scrollIntoView({ block: "nearest" });
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-keep]");
  if (!button) return;
  const cell = button.closest("td");
  const writing = open.get(cell);
  const { theirs } = button.closest(".cell-conflict").dataset;
  const after = button.dataset.keep === "mine" ? writing.editor.value : theirs;
  settle(writing.place, theirs, after);
  open.delete(cell);
  cell.classList.remove("writing");
  show(cell, after);
  focusOn(cell);
});

// --- What others save meanwhile ---

heed({
  cells: () => [...open.keys(), ...unsaved().map(cellAt).filter(Boolean)],
  told: (cell, newer) => {
    if (open.has(cell)) open.get(cell).newer = newer;
  },
  isBusy: isSending,
});

// --- What is left from before, and after every drawing ---

const goOn = () => {
  open.clear();
  resume((place) => {
    const cell = cellAt(place);
    return cell && textOf(cell);
  });
};

document.addEventListener("map:drawn", goOn);
goOn();
