// What a cell holds while somebody writes in it: a field for words, or the choice of an emotion.

const wordsEditor = (text, name) => {
  const field = document.createElement("textarea");
  field.className = "cell-field";
  field.value = text;
  field.rows = 2;
  field.setAttribute("aria-label", name);
  const grow = () => {
    field.style.height = "0";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  field.addEventListener("input", grow);
  return {
    root: field,
    get value() {
      return field.value;
    },
    focus() {
      grow();
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    },
  };
};

const moodEditor = (value, name) => {
  const root = document.getElementById("mood-editor").content.firstElementChild.cloneNode(true);
  root.querySelector("legend").textContent = name;
  const choice = () => root.querySelector("input:checked");
  const find = (each) => [...root.querySelectorAll("input")].find((input) => input.value === each);
  find(value).checked = true;
  return {
    root,
    get value() {
      return choice().value;
    },
    get words() {
      return choice().value && choice().getAttribute("aria-label");
    },
    focus() {
      choice().focus();
    },
  };
};

export const editorOf = (cell, text, name) => ("own" in cell.dataset ? moodEditor : wordsEditor)(text, name);
export const textOf = (cell) => cell.dataset.own ?? cell.textContent;
