// The map for those who write in it. Without this the head of every step leads to a form that holds all of it.

import "./journey-map/focus.js";
import "./journey-map/writing.js";
import "./journey-map/menus.js";
import "./journey-map/moving.js";
import "./journey-map/dragging.js";
import "./journey-map/asking.js";
