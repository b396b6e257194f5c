// The quiet line that says what became of something, for eyes and ears.

const line = document.getElementById("map-state");
const QUIET_AFTER = 4000;

let later = 0;

export const say = (words, { stays = false } = {}) => {
  window.clearTimeout(later);
  line.textContent = words;
  line.classList.toggle("stays", stays);
  if (!stays) later = window.setTimeout(() => (line.textContent = ""), QUIET_AFTER);
};

export const tell = (name, options) => say(line.dataset[name], options);
export const words = line.dataset;
