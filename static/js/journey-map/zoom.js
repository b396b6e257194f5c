// The map's size: by buttons and keys, remembered for each journey until the browser is closed.

import { frame, grid } from "./places.js";

const LEAST = 0.3;
const MOST = 2;
const STEP = 1.2;

const group = document.querySelector(".map-zoom");
const output = group?.querySelector("output");
const kept = `map-zoom-${frame?.dataset.journey}`;
let zoom = 1;

const show = (wanted) => {
  const before = zoom;
  zoom = Math.min(MOST, Math.max(LEAST, wanted));
  frame.style.setProperty("--zoom", zoom);
  frame.scrollLeft *= zoom / before;
  if (output) output.value = `${Math.round(zoom * 100)} %`;
  document.dispatchEvent(new Event("map:sized"));
};

const remember = () => {
  try {
    window.sessionStorage.setItem(kept, zoom);
  } catch {
    // A browser that keeps nothing shows the map at its own size next time.
  }
};

const remembered = () => {
  try {
    return Number(window.sessionStorage.getItem(kept)) || 1;
  } catch {
    return 1;
  }
};

const WAYS = {
  in: () => zoom * STEP,
  out: () => zoom / STEP,
  full: () => 1,
  fit: () => (zoom * frame.clientWidth) / grid().offsetWidth,
};

const change = (way) => {
  show(WAYS[way]());
  remember();
};

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-zoom]");
  if (button) change(button.dataset.zoom);
});

const KEYS = { "+": "in", "-": "out", "0": "full" };

document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || !(event.key in KEYS)) return;
  event.preventDefault();
  change(KEYS[event.key]);
});

if (group) {
  group.hidden = false;
  show(remembered());
}
