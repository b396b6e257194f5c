// Quick entry of a voice works without this. Here it gets its keys, and what is typed stays in the browser until the
// server has it: a draft goes when its sheet is stored, and after a day.

const DAY = 24 * 60 * 60 * 1000;
const SIDES = { "+": "positive", "-": "negative", 0: "neutral" };
const HIDDEN = new Set(["csrfmiddlewaretoken", "mask", "offered"]);

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".voice-entry form");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("button[name=next]") ?? form.querySelector("button.primary"));
  } else if (event.target.name === "polarity" && event.key in SIDES) {
    event.preventDefault();
    const side = form.querySelector(`[name=polarity][value=${SIDES[event.key]}]`);
    side.checked = true;
    side.focus();
    side.dispatchEvent(new Event("input", { bubbles: true }));
  }
});

const form = document.querySelector("form[data-draft]");
if (form) keepDraft(form);

async function keepDraft(form) {
  const place = form.dataset.draft;
  const save = () => write(place, { at: Date.now(), values: valuesOf(form) });
  if (!("filled" in form.dataset)) await restore(form, place);
  form.addEventListener("input", save);
  form.addEventListener("submit", save);
  if ("filled" in form.dataset) save();
}

async function restore(form, place) {
  const draft = read(place);
  if (!draft) return;
  const isStale = Date.now() - draft.at > DAY || !draft.values.text?.trim();
  if (isStale || (await isStored(form, draft.values.sheet))) {
    forget(place);
    return;
  }
  if (form.elements.text.value) return; // somebody was quicker than the answer
  for (const [name, value] of Object.entries(draft.values)) fill(form.elements[name], value);
  const note = document.querySelector(".voice-draft");
  note.hidden = false;
  note.querySelector("button").addEventListener("click", () => {
    forget(place);
    window.location.reload();
  });
}

async function isStored(form, sheet) {
  const address = form.dataset.kept.replace(form.elements.sheet.value, sheet);
  try {
    return (await (await fetch(address, { redirect: "error" })).json()).kept;
  } catch {
    return false;
  }
}

function valuesOf(form) {
  const values = {};
  for (const [name, value] of new FormData(form)) if (!HIDDEN.has(name)) values[name] = value;
  return values;
}

function fill(field, value) {
  if (!field) return;
  if (field.type === "checkbox") field.checked = true;
  else field.value = value;
}

function read(place) {
  try {
    return JSON.parse(window.localStorage.getItem(place));
  } catch {
    return null;
  }
}

function write(place, draft) {
  try {
    window.localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    // Without a storage the form still works; it only forgets when the page goes.
  }
}

function forget(place) {
  try {
    window.localStorage.removeItem(place);
  } catch {
    // see above
  }
}
