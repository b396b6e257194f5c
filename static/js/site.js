// Menus are <details> and work without this; here they learn to close like menus. Forms learn to be sent once. A row
// of tabs that is wider than the screen begins at the current one.

const openMenus = () => document.querySelectorAll("details:is(.menu, .more)[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", ({ target }) => {
  for (const menu of openMenus()) {
    if (!menu.contains(target) || target.closest("a")) menu.open = false;
  }
});

// A second click must not do the deed twice: a form that is on its way rests until a page is shown again, or for
// a while, for whoever stops the browser stays on the page. Forms that htmx sends have been stopped by it before.

const RESTS_FOR = 10_000;
let underway = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (underway.has(form)) {
    event.preventDefault();
    return;
  }
  underway.add(form);
  window.setTimeout(() => underway.delete(form), RESTS_FOR);
});

window.addEventListener("pageshow", () => {
  underway = new WeakSet();
});

const showCurrentTabs = () => {
  for (const tab of document.querySelectorAll(".plan-tabs [aria-current]")) {
    const row = tab.closest(".plan-tabs");
    row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  }
};

showCurrentTabs();
document.addEventListener("htmx:afterSettle", showCurrentTabs);
