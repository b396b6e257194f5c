// Cards move by their menu without this; here the menu opens in place, and keys and pointers move them too.
// A card changes its place only when the server has said yes: the board is then fetched anew.

const dialog = document.getElementById("move-dialog");
const told = document.getElementById("board-told");

let moving = null; // the card that somebody has a hand on
let returning = null; // the one that gets the focus back when the board is there again
const keyOf = (card) => card.id.replace("card-", "");

const cards = (column) => [...column.querySelectorAll(".plan-card")];

const focusOn = (card) => card?.querySelector(".title").focus();

const say = (words) => {
  told.textContent = words;
  told.hidden = false;
  window.clearTimeout(say.later);
  say.later = window.setTimeout(() => (told.hidden = true), 6000);
};

const fetchAnew = (card) => {
  returning = card;
  window.htmx.ajax("GET", window.location.href, { target: "#found", select: "#found", swap: "outerHTML" });
};

document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "found" || !returning) return;
  focusOn(document.getElementById(`card-${returning}`));
  returning = null;
});

// --- Moving to a column: at once, or with the reason that the server asks for ---

const moveTo = (card, column) => {
  const to = column.dataset.status;
  if (!card.dataset.moves?.split(" ").includes(to)) return;
  const [method, address] = to === "blocked" ? ["GET", `${card.dataset.moveUrl}?to=${to}`] : ["POST", card.dataset.moveUrl];
  const values = method === "POST" ? { to } : {};
  moving = keyOf(card);
  window.htmx.ajax(method, address, { values, target: dialog, select: "#move-card", swap: "innerHTML" });
};

document.body.addEventListener("cardMoved", ({ detail }) => {
  say(detail.told);
  moving = detail.card;
  if (dialog.open) dialog.close();
  else fetchAnew(moving);
});

dialog?.addEventListener("htmx:afterSwap", () => {
  if (!dialog.open) dialog.showModal();
});

// Whatever came of it: the board shows where the card stands now.
dialog?.addEventListener("close", () => fetchAnew(moving));

dialog?.addEventListener("click", (event) => {
  if (event.target !== dialog && !event.target.closest("[data-closes]")) return;
  event.preventDefault();
  dialog.close();
});

document.addEventListener("click", ({ target }) => {
  const card = target.closest?.(".plan-card");
  if (card) moving = keyOf(card);
});

// --- Keys: the arrows, while a card is in focus ---

const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const UP_AND_DOWN = { ArrowUp: -1, ArrowDown: 1 };

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.(".plan-card");
  if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
  const column = card.closest(".board-column");
  if (event.key in UP_AND_DOWN) {
    const all = cards(column);
    focusOn(all[all.indexOf(card) + UP_AND_DOWN[event.key]]);
  } else if (event.key in SIDEWAYS && column.dataset.status) {
    const columns = [...document.querySelectorAll(".board-column")];
    const next = columns[columns.indexOf(column) + SIDEWAYS[event.key]];
    if (next) moveTo(card, next);
  } else return;
  event.preventDefault();
});

// --- The pointer: a card is dragged into a column that it may move to ---

let dragged = null;

const target = (event) => {
  const column = event.target.closest?.(".board-column");
  return dragged?.dataset.moves.split(" ").includes(column?.dataset.status) ? column : null;
};

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".plan-card[data-moves]");
});

document.addEventListener("dragover", (event) => {
  const column = target(event);
  document.querySelectorAll(".board-column.open").forEach((each) => each.classList.toggle("open", each === column));
  if (!column) return;
  column.classList.add("open");
  event.preventDefault();
});

document.addEventListener("drop", (event) => {
  const column = target(event);
  if (!column) return;
  event.preventDefault();
  moveTo(dragged, column);
});

document.addEventListener("dragend", () => {
  dragged = null;
  document.querySelectorAll(".board-column.open").forEach((each) => each.classList.remove("open"));
});

// --- What others moved meanwhile is there as soon as somebody looks again ---

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !dialog?.open) fetchAnew();
});
