// What others save shows on the open map. Whoever writes goes on writing; what was typed is no one's to change.

import { listen } from "./listening.js";
import { isWriting, merge } from "./journey-map/merging.js";
import { parse, isSame } from "./journey-map/redrawing.js";

const page = document.querySelector("[data-live]");
let own = 0; // how often this page has changed by what is done on it
let asked = {};

for (const name of ["cell:saved", "map:drawn"]) document.addEventListener(name, () => own++);

const now = () => ({ own, search: window.location.search });

const address = () => {
  asked = now();
  return page.dataset.live + asked.search;
};

// An answer that was on its way while something was done here may be older than that.
const show = (html) => {
  const { search } = now();
  if (asked.own !== own || asked.search !== search || isWriting()) return false;
  const fresh = parse(html);
  if (isSame(fresh)) return merge(fresh);
  if (!document.querySelector("dialog[open]")) window.location.reload();
  return false;
};

listen({ address, tag: page.dataset.liveTag, show });
