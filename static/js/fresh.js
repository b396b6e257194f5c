// What customers have just said shows on pages that are open.

import { listen } from "./listening.js";

document.querySelectorAll("[data-fresh]").forEach((place) => {
  const here = place.querySelector("[data-fresh-here]"), says = place.querySelector("[data-fresh-says]");

  // What somebody is about to press stays where it is.
  const show = (html) => {
    if (here.contains(document.activeElement)) return false;
    here.innerHTML = html;
    window.htmx?.process(here);
    says.textContent = here.querySelector("[data-says]")?.textContent ?? "";
    return true;
  };

  listen({ address: () => place.dataset.fresh, tag: place.dataset.freshTag, show });
});
