// One person's place: drafts that are never lost, a desk that is fetched again without taking the pen away, keys.

const room = document.getElementById("room");
const desk = () => document.getElementById("desk");

// --- What this browser remembers; where it is full or forbidden, the page does until it is closed ----

const unkept = new Map();

function recall(key) {
  if (unkept.has(key)) return unkept.get(key);
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    unkept.delete(key);
  } catch {
    unkept.set(key, value);
  }
}

// --- The desk is fetched again when the phase or the vote has changed ------------------------------

const AGAIN_AFTER = 1000;
const TOO_LATE = 4000; // an answer whose desk is gone meanwhile never comes
let wanted = "";
let isFetching = false;
let isSaving = false;

function ownPart(key) {
  const [everyones, speaker, moderators] = key.split("/");
  const { person, moderator } = desk().dataset;
  return [everyones, speaker === person, moderator === undefined ? "" : moderators].join("/");
}

document.addEventListener("room:state", (event) => {
  wanted = event.detail.desk;
  fetchDesk();
});

const isStale = () => wanted !== "" && ownPart(wanted) !== ownPart(desk().dataset.key);

async function fetchDesk() {
  if (isFetching || isSaving || isSending() || !isStale()) return;
  isFetching = true;
  const asked = wanted;
  try {
    await saveDraft();
    if (!isSending()) await Promise.race([anew(), new Promise((late) => window.setTimeout(late, TOO_LATE))]);
  } finally {
    isFetching = false;
    if (isStale()) window.setTimeout(fetchDesk, wanted === asked ? AGAIN_AFTER : 0);
  }
}

// stopped or lost, it is asked for again
const anew = () => htmx.ajax("GET", desk().dataset.url, { source: desk(), target: "#desk", swap: "outerHTML" }).catch(() => null);

const isSending = () => desk().querySelector("form.htmx-request") !== null;
document.addEventListener("htmx:afterRequest", () => {
  if (pressed && !isSending()) pressAgain();
  fetchDesk();
});

// what somebody sends goes first: its answer would come to a desk that is replaced meanwhile, and be lost
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches("#desk form")) htmx.trigger(desk(), "htmx:abort");
});

// of two on their way at once the server might judge the later first, and the answer to one takes the other's desk away
let pressed = null;
const deed = (form) => {
  const hidden = [...form.querySelectorAll("[type=hidden]:not([name=csrfmiddlewaretoken])")];
  return JSON.stringify([form.action, ...hidden.map(({ name, value }) => [name, value])]);
};

document.addEventListener("htmx:confirm", (event) => {
  const { elt, triggeringEvent } = event.detail;
  if (!elt.matches("#desk form:not(.htmx-request)") || !isSending()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = { deed: deed(elt), button: triggeringEvent?.submitter?.value };
});

function pressAgain() {
  const form = [...desk().querySelectorAll("form")].find((found) => deed(found) === pressed.deed);
  const button = form && [...form.elements].find((found) => found.matches("button") && found.value === pressed.button);
  pressed = null;
  form?.requestSubmit(button);
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  // the desk may have been fetched again while the choice was on its way, with the menu open
  if (detail.successful && detail.requestConfig.elt.closest("#more")) document.getElementById("more")?.removeAttribute("open");
});

// --- Nothing that someone types is replaced --------------------------------------------------------

let kept = [];

const isChosen = (field) => field.type === "radio" || field.type === "checkbox";
const isDirty = (field) =>
  isChosen(field) ? field.checked !== field.defaultChecked
  : field.matches("select") ? [...field.options].some((option) => option.selected !== option.defaultSelected)
  : field.value !== field.defaultValue;
const address = (field) =>
  `form[action="${field.form.getAttribute("action")}"] ` +
  (field.id ? `#${CSS.escape(field.id)}` : `[name="${field.name}"][value="${CSS.escape(field.value)}"]`);

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "desk") return;
  const sent = event.detail.xhr.status === 200 ? event.detail.requestConfig.elt : null;
  if (sent?.id === "card-form") forget();
  const fields = desk().querySelectorAll("input:not([type=hidden]), textarea, select");
  kept = [...fields].filter((field) => isDirty(field) && !(sent?.matches("form") && field.form === sent)).map(remember);
  const opened = [...desk().querySelectorAll("details[open][id]")].filter((details) => !details.contains(sent));
  kept.opened = opened.map((details) => details.id);
  kept.focus = desk().contains(document.activeElement) ? place(document.activeElement) : "";
});

function place(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const action = element.form?.getAttribute("action");
  return action && element.matches("button") ? `form[action="${action}"] button` : "";
}

// what stands in a note goes to the server before anything else does: the next phase may not take it any more
document.addEventListener("htmx:confirm", async (event) => {
  const notes = [...desk().querySelectorAll(".note-form")].filter((form) => form !== event.detail.elt && isDirty(form.elements.text));
  if (notes.length === 0) return;
  event.preventDefault();
  isSaving = true;
  await Promise.all(notes.map(saveNote));
  isSaving = false;
  event.detail.issueRequest(false);
  fetchDesk();
});

const NOTE_WITHIN = 3000; // then the round goes on without: it must not wait for a bad network

async function saveNote(form) {
  const { text } = form.elements;
  const typed = text.value;
  const sending = { method: "POST", body: new FormData(form), signal: AbortSignal.timeout(NOTE_WITHIN) };
  const answer = await fetch(form.action, sending).catch(() => null);
  if (answer?.ok && new URL(answer.url).pathname === window.location.pathname) text.defaultValue = typed;
}

function remember(field) {
  const card = field.id === "card_text" && !("pinned" in field.form.dataset) ? field.form.elements.card_id.value : null;
  const [start, end] = field.matches("textarea, [type=text]") ? [field.selectionStart, field.selectionEnd] : [];
  return { at: address(field), value: field.value, checked: field.checked, hasFocus: field === document.activeElement, start, end, card };
}

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "desk") return;
  for (const id of kept.opened ?? []) document.getElementById(id)?.setAttribute("open", "");
  kept.forEach(putBack);
  if (kept.focus && !desk().contains(document.activeElement)) desk().querySelector(kept.focus)?.focus();
  kept = [];
  begin();
});

function putBack({ at, value, checked, hasFocus, start, end, card }) {
  const field = desk().querySelector(at);
  if (!field || field.disabled) return;
  if (isChosen(field)) field.checked = checked;
  else field.value = value;
  if (card) field.form.elements.card_id.value = card;
  if (hasFocus) field.focus();
  if (hasFocus && start !== undefined) field.setSelectionRange(start, end);
}

// --- Drafts: on this machine at once, on the server soon after -------------------------------------

const DRAFT_AFTER = 600;
const RETRY_AFTER = 3000;
let draftTimer = 0;

const cardForm = () => document.getElementById("card-form");
const stored = () => JSON.parse(recall(room.dataset.drafts) ?? "null");
const store = (draft) => keep(room.dataset.drafts, JSON.stringify(draft));
const forget = () => keep(room.dataset.drafts, null);

function status(words) {
  const place = document.getElementById("draft-state");
  if (place) place.textContent = words ? `${words} · ` : "";
}

function count(text) {
  const place = document.getElementById("card-length");
  const length = [...text.value.trim()].length;
  place.textContent = place.textContent.replace(/^\d+/, length);
  place.classList.toggle("too-long", length > Number(text.dataset.limit));
}

document.addEventListener("input", ({ target }) => {
  if (target.id !== "card_text") return;
  count(target);
  store({ id: target.form.elements.card_id.value, text: target.value });
  status(room.dataset.saving);
  window.clearTimeout(draftTimer);
  draftTimer = window.setTimeout(saveDraft, DRAFT_AFTER);
});

async function saveDraft() {
  window.clearTimeout(draftTimer);
  const form = cardForm();
  const draft = stored();
  if (!form || !draft) return;
  if ("pinned" in form.dataset) {
    status(room.dataset.kept);
    return;
  }
  await send(form, draft);
}

async function send(form, draft) {
  const body = new FormData(form);
  body.set("card_id", draft.id);
  body.set("text", draft.text);
  try {
    const answer = await fetch(form.dataset.draftUrl, { method: "POST", body });
    const isSaved = answer.ok && !answer.redirected; // the door answers kindly whoever is signed out
    if (isSaved && stored()?.text === draft.text) forget();
    const words = isSaved ? room.dataset.saved : answer.status === 409 ? await answer.text() : room.dataset.kept;
    if (form.isConnected) status(words);
  } catch {
    status(room.dataset.kept);
    draftTimer = window.setTimeout(saveDraft, RETRY_AFTER);
  }
}

document.addEventListener("room:online", saveDraft);
document.addEventListener("submit", () => window.clearTimeout(draftTimer), true);
document.addEventListener("htmx:sendError", ({ detail }) => {
  if (detail.elt.id === "card-form") status(room.dataset.kept);
});

document.addEventListener("htmx:responseError", ({ detail }) => {
  if (detail.xhr.status === 403 || detail.xhr.status === 404) window.location.reload();
});

async function begin() {
  const form = cardForm();
  if (!form) return;
  const { text, card_id } = form.elements;
  const draft = stored();
  if (draft?.text && (draft.id === card_id.value || !text.value)) {
    card_id.value = draft.id;
    text.value = draft.text;
    await saveDraft();
  } else if (draft?.text) {
    await send(form, draft);
  }
  count(text);
}

// --- Small conveniences ---------------------------------------------------------------------------

document.addEventListener("click", ({ target }) => {
  const pick = target.closest?.("[data-pick]");
  if (pick) document.getElementById(pick.dataset.pickFor).value = pick.dataset.pick;
});

const keys = document.getElementById("keys");
const keysOn = document.getElementById("keys-on");
const showKeys = document.getElementById("show-keys");
showKeys.hidden = false;
showKeys.addEventListener("click", () => keys.showModal());
keysOn.checked = recall("kontaktpunkt.keys") !== "off";
keysOn.addEventListener("change", () => keep("kontaktpunkt.keys", keysOn.checked ? "on" : "off"));

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "card_text") {
    event.target.form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || keys.open) return;
  if (event.key === "Enter" && event.target !== document.body) return; // it presses what has the focus
  if (event.key === "?") keys.showModal();
  else if (keysOn.checked) press(event);
});

// for a moment after the list of keys has closed, its box still has the focus
const isTyping = (target) => target.matches("input, textarea, select") && !keys.contains(target);

function press(event) {
  const text = document.getElementById("card_text");
  if (event.key === "t") sound.click();
  else if (event.key === "i" && text) text.focus();
  else desk().querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`)?.click();
  if (event.key === "i") event.preventDefault();
}

// --- Sound, off until someone wants it -------------------------------------------------------------

const sound = document.getElementById("sound");
let audio = null;

sound.hidden = false;
sound.addEventListener("click", () => {
  const isOn = sound.getAttribute("aria-pressed") !== "true";
  sound.setAttribute("aria-pressed", isOn);
  audio = isOn ? (audio ?? new AudioContext()) : audio;
  if (isOn) chime(1);
});

document.addEventListener("room:bell", ({ detail }) => sound.getAttribute("aria-pressed") === "true" && chime(detail));

function chime(times) {
  for (let stroke = 0; stroke < times; stroke += 1) {
    const begin = audio.currentTime + stroke * 0.45;
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = 660;
    volume.gain.setValueAtTime(0.25, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.4);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 0.4);
  }
}

begin();
