// The map anew, as the server draws it: the frame stays and with it what part of the map is seen.

import { frame } from "./places.js";

export const PARTS = ["journey-figures", "map-choices", "map-weak"];
let isReady = () => Promise.resolve();

// Whoever has something under way says when the map may be replaced.
export const waitFor = (ready) => {
  isReady = ready;
};

export const parse = (html) => new DOMParser().parseFromString(html, "text/html");

// Whether the page has the same parts as this one, if not the same in them.
export const isSame = (page) =>
  ["map-frame", ...PARTS].every((id) => !document.getElementById(id) === !page.getElementById(id));

const take = (html) => {
  const page = parse(html);
  if (!isSame(page)) return window.location.reload();
  frame.replaceChildren(...page.getElementById("map-frame").children);
  for (const id of PARTS) replace(document.getElementById(id), page.getElementById(id));
  document.dispatchEvent(new Event("map:drawn"));
};

export const replace = (old, fresh) => {
  if (!old) return;
  const wasOpen = old.querySelector("details")?.open;
  const zoom = old.querySelector(".map-zoom");
  old.replaceWith(fresh);
  if (fresh.querySelector("details")) fresh.querySelector("details").open ||= wasOpen;
  if (zoom) fresh.querySelector(".map-zoom").replaceWith(zoom);
};

// What came back from a deed if it is the map, else the map as it stands now.
export const redraw = async (html = null) => {
  await isReady();
  if (html !== null) return take(html);
  try {
    const answer = await fetch(window.location.href, { cache: "no-store" });
    if (answer.redirected || !answer.ok) window.location.reload();
    else take(await answer.text());
  } catch {
    window.location.reload();
  }
};
