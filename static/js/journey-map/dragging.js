// Steps and phases are dragged by their heads with a mouse, and by their number or name with a finger.

import { frame, phaseHeads, phaseOfColumns, stepHeads } from "./places.js";
import { move } from "./moving.js";

const FAR_ENOUGH = 6; // pixels, below which it is a click
const NEAR_THE_EDGE = 60;

let drag = null;

const isGrip = (event, head) =>
  event.pointerType === "mouse" ? !event.target.closest(".more, .plus") : event.target.closest(head.dataset.step ? ".no" : "span");

frame.addEventListener("pointerdown", (event) => {
  const head = event.target.closest(".step-heads th[data-step], .phase-heads th[data-phase]");
  if (!head || event.button !== 0 || !isGrip(event, head)) return;
  drag = { head, from: event.clientX, pointer: event.pointerId };
});

frame.addEventListener("dragstart", (event) => event.preventDefault());

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  if (!drag.mark && Math.abs(event.clientX - drag.from) < FAR_ENOUGH) return;
  event.preventDefault();
  if (!drag.mark) lift();
  drag.x = event.clientX;
  drag.target = targetAt(event.clientX);
  point();
});

const lift = () => {
  frame.setPointerCapture(drag.pointer);
  drag.head.classList.add("dragged");
  drag.mark = document.createElement("div");
  drag.mark.className = "drop-mark";
  frame.append(drag.mark);
  drag.scrolling = window.setInterval(scroll, 30);
};

const scroll = () => {
  const { left, right } = frame.getBoundingClientRect();
  const beyond = drag.x > right - NEAR_THE_EDGE ? 12 : drag.x < left + NEAR_THE_EDGE ? -12 : 0;
  if (!beyond) return;
  frame.scrollLeft += beyond;
  drag.target = targetAt(drag.x);
  point();
};

// The column that the pointer is over, and on which half of it.
const targetAt = (x) => {
  const heads = drag.head.dataset.step ? stepHeads() : phaseHeads();
  const over = heads.find((head) => x < head.getBoundingClientRect().right) ?? heads.at(-1);
  const { left, width } = over.getBoundingClientRect();
  return { over, isBehind: x > left + width / 2 };
};

const point = () => {
  const { over, isBehind } = drag.target;
  const box = over.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  drag.mark.style.left = `${(isBehind ? box.right : box.left) - outer.left + frame.scrollLeft}px`;
};

// The place among the others of its phase, without the one that is dragged.
const placeOfStep = ({ over, isBehind }) => {
  const phases = phaseOfColumns();
  const heads = stepHeads();
  const phase = phases[heads.indexOf(over)];
  const others = heads.filter((head, column) => phases[column] === phase && head.dataset.step && head !== drag.head);
  const at = over === drag.head ? null : others.indexOf(over) + (isBehind ? 1 : 0);
  return at === null ? null : { phase: phase.dataset.phase, to: Math.max(at, 0) };
};

const placeOfPhase = ({ over, isBehind }) => {
  const others = phaseHeads().filter((head) => head !== drag.head);
  return over === drag.head ? null : { to: others.indexOf(over) + (isBehind ? 1 : 0) };
};

const end = (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  const { head, mark, target, scrolling } = drag;
  const place = mark && target && event.type === "pointerup" ? (head.dataset.step ? placeOfStep : placeOfPhase)(target) : null;
  window.clearInterval(scrolling);
  mark?.remove();
  head.classList.remove("dragged");
  drag = null;
  if (mark) frame.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  if (place) move(head, place);
};

document.addEventListener("pointerup", end);
document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) end({ pointerId: drag.pointer, type: "escape" });
});
