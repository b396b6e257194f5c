// What can be done with a step or a phase: one menu for all, at the head that it was opened from.

import { addressOf } from "./addresses.js";
import { askForStep } from "./asking.js";
import { focusOn } from "./focus.js";
import { move } from "./moving.js";

let head = null;

const menuOf = (element) => document.getElementById(element.dataset.step ? "step-menu" : "phase-menu");
const items = (menu) => [...menu.querySelectorAll("[role=menuitem]")];

const open = (element) => {
  const menu = menuOf(element);
  head = element;
  focusOn(head);
  const here = encodeURIComponent(window.location.pathname + window.location.search);
  for (const link of menu.querySelectorAll("a")) {
    link.href = `${addressOf(link.dataset.to, head.dataset.step ?? head.dataset.phase)}?next=${here}`;
  }
  menu.showPopover();
  const { right, bottom } = (head.querySelector(".more") ?? head).getBoundingClientRect();
  menu.style.left = `${Math.max(8, Math.min(right, window.innerWidth - 8) - menu.offsetWidth)}px`;
  menu.style.top = `${Math.max(8, Math.min(bottom + 4, window.innerHeight - menu.offsetHeight - 8))}px`;
  items(menu)[0].focus();
};

const close = (menu) => {
  menu.hidePopover();
  focusOn(head);
};

const DEEDS = {
  left: () => move(head, { steps: -1 }),
  right: () => move(head, { steps: 1 }),
  before: () => askForStep(head, 0),
  after: () => askForStep(head, 1),
  into: () => askForStep(head, 0),
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("#journey-grid .more");
  if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    return open(opener.closest("th"));
  }
  const button = event.target.closest?.(".map-menu [data-do]");
  if (!button) return;
  close(button.closest(".map-menu"));
  DEEDS[button.dataset.do]();
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".map-menu");
  if (menu) return walk(event, menu);
  if (!event.target.matches?.("#journey-grid thead th")) return;
  if (event.key === "Enter" || event.key === "F2") enter(event);
  else if (event.key === "Insert" && event.target.dataset.step) askForStep(event.target, 1);
  else return;
  event.preventDefault();
});

const enter = (event) => {
  const { target } = event;
  if (target.dataset.step || target.dataset.phase) open(target);
  else target.querySelector("a")?.click();
};

const walk = (event, menu) => {
  const all = items(menu);
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) all[(all.indexOf(event.target) + by + all.length) % all.length].focus();
  else if (event.key === "Home" || event.key === "End") all.at(event.key === "Home" ? 0 : -1).focus();
  else if (event.key === "Escape" || event.key === "Tab") close(menu);
  else return;
  event.preventDefault();
};
