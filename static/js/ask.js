// Keeps an answer in this browser until the server has it. Without this the form is sent as any other.

const form = document.querySelector("#ask");
const link = document.querySelector("#language");
const more = document.querySelector("#more");
const WAIT = 20_000;
const KEPT = `ask ${location.pathname} `;
const DONE = `asked ${location.pathname}`;
const came = Boolean(document.querySelector(".alert"));
let busy = false, current, seen = came || !form?.dataset.seen, storage, timer;

try {
  storage = window.localStorage;
  storage.setItem(KEPT, "");
  storage.removeItem(KEPT);
} catch {
  storage = undefined;
}

const waiting = () => Object.keys(storage).filter((key) => key.startsWith(KEPT));
const hidden = (name) => Object.assign(document.createElement("input"), { type: "hidden", name, value: "1" });
const isTyped = ({ type, checked, value }) => (type === "radio" ? checked : type !== "hidden" && value !== "");

// One of the words about what became of an answer in the place of the form; without a name, the form itself.
function show(name) {
  for (const words of document.querySelectorAll("[data-state]")) words.hidden = words.dataset.state !== name;
  form.hidden = Boolean(name);
  more.hidden = !name;
  if (!name && !seen) seen = navigator.sendBeacon(form.dataset.seen) && Boolean(form.appendChild(hidden("seen")));
}

function later(state, seconds) {
  timer = setTimeout(flush, seconds ? seconds * 1000 : WAIT);
  if (current) show(state);
}

// What the server will not take as it is goes there once more as a page, which says why and keeps the words.
function hand(body) {
  for (const [name, value] of new URLSearchParams(body)) if (form.elements[name]) form.elements[name].value = value;
  form.submit();
}

async function send(key) {
  const body = storage.getItem(key);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) });
  } catch {
    return later("kept");
  }
  if (answer.status === 429 || answer.status >= 500) return later("full", answer.headers.get("Retry-After"));
  storage.removeItem(key);
  if (!answer.ok) return hand(body);
  storage.setItem(DONE, Date.now());
  if (key === current) location.assign(answer.url);
  else if (![...form.elements].some(isTyped)) show("arrived");
}

async function flush() {
  if (busy) return;
  clearTimeout(timer);
  busy = true;
  for (const key of waiting()) await send(key);
  busy = false;
}

function begin() {
  form.addEventListener("submit", (event) => {
    const key = KEPT + form.elements.sheet.value;
    try {
      storage.setItem(key, new URLSearchParams(new FormData(form)));
    } catch {
      return;
    }
    event.preventDefault();
    current = key;
    flush();
  });
  window.addEventListener("online", flush);
  const ago = Date.now() - Number(storage.getItem(DONE));
  if (waiting().length) {
    current = waiting()[0];
    show("kept");
    current = undefined;
    flush();
  } else {
    show(!came && ago < form.dataset.days * 864e5 ? "again" : "");
  }
}

more?.addEventListener("click", () => {
  for (const field of form.elements) {
    if (field.type === "radio") field.checked = false;
    else if (field.type !== "hidden") field.value = "";
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  form.elements.sheet.value = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  current = undefined;
  show("");
  form.elements.step[0].focus();
});

link?.addEventListener("click", (event) => {
  if (form.hidden || ![...form.elements].some(isTyped)) return;
  event.preventDefault();
  form.action = link.href;
  form.append(hidden("switch"));
  form.submit();
});

if (form && storage) begin();
else if (form) show("");
