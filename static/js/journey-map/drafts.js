// What was typed and is not known to be saved yet, kept in this browser: a reload, a lost line or an expired sign-in
// takes nothing away. Each person's drafts are their own.

import { member } from "./addresses.js";
import { frame } from "./places.js";

const PREFIX = `journey-draft:${member}:${frame.dataset.journey}:`;
const keyOf = ({ step, lane }) => `${PREFIX}${step}:${lane}`;

// `before` is what the server is known to have, `sent` what is on its way there, `after` what was typed.
export const keep = (place, draft) => {
  try {
    window.localStorage.setItem(keyOf(place), JSON.stringify(draft));
  } catch {
    // Where nothing can be kept, what is typed stays in its field.
  }
};

export const forget = (place) => {
  try {
    window.localStorage.removeItem(keyOf(place));
  } catch {
    // Nothing was kept.
  }
};

export const kept = () => {
  try {
    const keys = Object.keys(window.localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => {
      const [step, lane] = key.slice(PREFIX.length).split(":");
      return { place: { step, lane }, ...JSON.parse(window.localStorage.getItem(key)) };
    });
  } catch {
    return [];
  }
};
