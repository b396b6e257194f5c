// Behind an @ the names of the team are offered; without this they are typed. The list stands below the field.

const MOST = 6;
const BEGUN = /(^|[^\w/@.])@([^\n@]{0,40})$/u;

for (const field of document.querySelectorAll("textarea[data-mentions]")) {
  const known = document.getElementById(field.dataset.mentions);
  if (!known) continue;
  const names = [...known.options].map((option) => option.value);
  const list = document.createElement("ul");
  list.className = "mention-choices";
  list.id = `${field.id}_choices`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  field.after(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let here = 0;

  const close = () => {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  };

  const begun = () => field.value.slice(0, field.selectionStart).match(BEGUN)?.[2];

  const point = (place) => {
    here = (place + list.children.length) % list.children.length;
    for (const [index, line] of [...list.children].entries()) line.setAttribute("aria-selected", index === here);
    field.setAttribute("aria-activedescendant", list.children[here].id);
  };

  const take = (name) => {
    const end = field.selectionStart;
    field.setRangeText(`${name} `, end - begun().length, end, "end");
    close();
    field.focus();
  };

  const offer = () => {
    const typed = begun()?.toLocaleLowerCase();
    const fitting = typed === undefined ? [] : names.filter((name) => fits(name, typed)).slice(0, MOST);
    list.replaceChildren(...fitting.map((name, index) => line(list.id, name, index)));
    list.hidden = fitting.length === 0;
    if (fitting.length) point(0);
    else close();
  };

  field.addEventListener("input", offer);
  field.addEventListener("blur", () => window.setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (event.target.closest("li")) take(event.target.closest("li").textContent);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (steps) point(here + steps);
    else if (event.key === "Enter" || event.key === "Tab") take(list.children[here].textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}

function fits(name, typed) {
  const whole = name.toLocaleLowerCase();
  return whole !== typed.trimEnd() && (whole.startsWith(typed) || whole.split(" ").some((word) => word.startsWith(typed)));
}

function line(list, name, index) {
  const item = document.createElement("li");
  item.id = `${list}_${index}`;
  item.setAttribute("role", "option");
  item.textContent = name;
  return item;
}
