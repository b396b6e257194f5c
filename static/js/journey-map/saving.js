// Sends what was written, one request for a cell at a time, until the server has the last word that was typed.

import { cellAddress, post } from "./addresses.js";
import { forget, keep, kept } from "./drafts.js";
import { waitFor } from "./redrawing.js";
import { tell } from "./saying.js";

const AGAIN_AFTER = 5000;
const OUTLASTS_THE_PAGE = 4000; // characters: browsers refuse to send more than 64 KB behind a page that is left

const entries = new Map(); // by cell: what the server is known to have, what it is to have, whether a request is out
const keyOf = ({ step, lane }) => `${step}:${lane}`;
let again = 0;

export const save = (place, before, after) => {
  const entry = entries.get(keyOf(place)) ?? { place, before, after };
  entry.after = after;
  entries.set(keyOf(place), entry);
  keep(place, { before: entry.before, sent: after, after });
  send(entry);
};

// What is being typed is kept with every key, long before it is sent.
export const note = (place, known, after) => {
  const entry = entries.get(keyOf(place));
  keep(place, { before: entry?.before ?? known, sent: entry?.after, after });
};

// Somebody has decided what becomes of a conflict.
export const settle = (place, theirs, after) => {
  entries.delete(keyOf(place));
  if (after === theirs) forget(place);
  else save(place, theirs, after);
};

export const drop = (place) => {
  entries.delete(keyOf(place));
  forget(place);
};

const send = async (entry) => {
  if (entry.underway) return;
  const sent = entry.after;
  tell("saving", { stays: true });
  entry.underway = request(entry, sent);
  const outcome = await entry.underway;
  entry.underway = null;
  if (entries.get(keyOf(entry.place)) === entry) await outcome?.();
};

const request = async (entry, sent) => {
  try {
    const values = { before: entry.before, after: sent };
    const keepalive = entry.before.length + sent.length < OUTLASTS_THE_PAGE;
    const answer = await post(cellAddress(entry.place), values, { redirect: "manual", keepalive });
    const content = answer.ok ? await answer.json() : await answer.text();
    return () => take(entry, sent, answer, content);
  } catch {
    return () => retry("offline");
  }
};

const take = (entry, sent, answer, content) => {
  if (answer.ok) confirm(entry, sent, content);
  else if ([409, 410, 422].includes(answer.status)) refuse(entry, answer.status, content);
  else if (answer.type === "opaqueredirect" || answer.status === 403) tell("out", { stays: true });
  else if (answer.status === 404) tell("gone", { stays: true });
  else if (answer.status === 400 || answer.status === 413) tell("failed", { stays: true });
  else retry("failed");
};

const confirm = (entry, sent, content) => {
  entry.before = content.text;
  if (entry.after !== sent) return send(entry);
  drop(entry.place);
  if (entries.size === 0) tell("saved");
  document.dispatchEvent(new CustomEvent("cell:saved", { detail: { ...entry, content } }));
};

const refuse = (entry, status, html) => {
  entries.delete(keyOf(entry.place));
  if (status === 410) forget(entry.place);
  document.dispatchEvent(new CustomEvent("cell:refused", { detail: { ...entry, status, html } }));
};

// --- When the line was gone ---

const retry = (name) => {
  tell(name, { stays: true });
  window.clearTimeout(again);
  again = window.setTimeout(sendAll, AGAIN_AFTER);
};

const sendAll = () => [...entries.values()].forEach(send);

window.addEventListener("online", sendAll);

// What an earlier visit left behind is sent first of all; `reads` says how a cell reads now.
export const resume = (reads) => {
  for (const { place, before, sent, after } of kept()) {
    const now = reads(place);
    if (now === after) drop(place);
    else if (!entries.has(keyOf(place))) save(place, now === sent ? sent : before, after);
  }
};

export const unsaved = () => [...entries.values()].map(({ place }) => place);
export const isSending = () => [...entries.values()].some(({ underway }) => underway);

waitFor(() => Promise.all([...entries.values()].map((entry) => entry.underway)));
