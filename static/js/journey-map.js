// The map for everyone: its size, its lanes, whose steps stand out, and the list of keys. Without this it is a table
// in a frame that scrolls, and every choice is a link or a form.

import "./journey-map/zoom.js";
import "./journey-map/choices.js";
import "./journey-map/keys.js";
