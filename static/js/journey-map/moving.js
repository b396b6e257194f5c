// Putting steps and phases elsewhere: the server says where they stand then, and draws the map anew.

import { addressOf, post } from "./addresses.js";
import { focusOn } from "./focus.js";
import { phaseHead, stepHead } from "./places.js";
import { redraw } from "./redrawing.js";
import { say, tell, words } from "./saying.js";

const here = () => window.location.pathname + window.location.search;
let last = Promise.resolve();

const deed = (address, values, then) => {
  last = last.then(async () => {
    try {
      const answer = await post(address, { ...values, next: here() });
      if (!answer.ok) return tell(answer.status === 404 ? "gone" : "failed", { stays: true });
      await redraw(await answer.text());
      then();
    } catch {
      tell("offline", { stays: true });
    }
  });
  return last;
};

export const moveStep = (step, values) =>
  deed(addressOf("move", step), values, () => {
    const head = stepHead(step);
    focusOn(head);
    if (head) say(`${words.moved} ${head.querySelector(".no").textContent}`);
  });

export const movePhase = (phase, values) =>
  deed(addressOf("movePhase", phase), values, () => {
    focusOn(phaseHead(phase));
    tell("movedPhase");
  });

export const move = (head, values) =>
  head.dataset.step ? moveStep(head.dataset.step, values) : movePhase(head.dataset.phase, values);

const WAYS = { ArrowLeft: -1, ArrowRight: 1 };

document.addEventListener("keydown", (event) => {
  const head = event.target.closest?.("#journey-grid thead th");
  if (!head || !event.altKey || !(event.key in WAYS)) return;
  event.preventDefault();
  if (head.dataset.step || head.dataset.phase) move(head, { steps: WAYS[event.key] });
});
