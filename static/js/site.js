// Menus are <details> and work without this; here they learn to close like menus.

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
