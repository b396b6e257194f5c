// The inbox by keyboard: what has `data-keys` is pressed by them, as long as the inbox has the focus and nobody types.

const TYPING = "select, textarea, input:not([type=radio], [type=checkbox])";
const ENTERED = "a, button, summary, input";

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const inbox = target.closest?.("#inbox");
  if (!inbox || event.repeat || event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING)) return;
  if (key === "Enter" && target.closest(ENTERED)) return;
  const pressed = inbox.querySelector(`[data-keys~="${CSS.escape(key)}"]`);
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});
