// What comes from the server: the shared part of the room, by stream or by polling, and the clocks between two states.

const RETRY = [300, 700, 1200, 1600];
const STREAM_TRIES = 3;
const POLL_EVERY = 3000;
const STREAM_AGAIN_AFTER = 60000;

const room = document.getElementById("room");
const offlineBar = document.getElementById("offline");
const announcer = document.getElementById("announcer");
const shown = {};

let stream = null;
let hasHeard = false;
let inVain = 0;
let tries = 0;
let healing = 0;
let version = 0;
let etag = "";
let pollTimer = 0;
let phase = room.querySelector("[data-phase]")?.dataset.phase;

// --- State ---------------------------------------------------------------------------------------

function show(state) {
  if (state.version < version) return;
  version = state.version;
  for (const [name, html] of Object.entries(state.sections)) {
    const place = document.getElementById(`live-${name}`);
    if (!place || shown[name] === html) continue;
    shown[name] = html;
    place.innerHTML = html;
  }
  noteServerTime(state.now);
  announcePhase();
  tick();
  document.dispatchEvent(new CustomEvent("room:state", { detail: state }));
}

function announcePhase() {
  const head = room.querySelector("[data-phase]");
  if (!head || head.dataset.phase === phase) return;
  phase = head.dataset.phase;
  say(`${room.dataset.nowIn} ${head.dataset.phaseName}`);
  window.scrollTo({ top: 0 });
}

function say(words) {
  if (announcer) announcer.textContent = words;
}

// --- Stream, and polling where it does not get through --------------------------------------------

function connect() {
  stream?.close();
  hasHeard = false;
  stream = new EventSource(room.dataset.stream);
  stream.addEventListener("state", (event) => {
    hasHeard = true;
    inVain = tries = 0;
    setOnline(true);
    show(JSON.parse(event.data));
  });
  stream.addEventListener("bye", (event) => leave(JSON.parse(event.data).reason));
  stream.onerror = () => {
    if (!hasHeard) inVain += 1;
    recover();
  };
}

function leave(reason) {
  if (reason === "removed") window.location.reload();
  else if (reason === "closed") stream.close();
  else recover();
}

function recover() {
  stream?.close();
  stream = null;
  window.clearTimeout(healing);
  healing = window.setTimeout(heal, RETRY[Math.min(tries, RETRY.length - 1)] * (0.8 + Math.random() * 0.4));
  tries += 1;
}

async function heal() {
  etag = ""; // a state that is known already would come without a new token for the stream
  if (!(await refresh())) recover();
  else if (!room.dataset.stream) return; // the round is over
  else if (inVain < STREAM_TRIES) connect();
  else poll();
}

function poll() {
  const until = Date.now() + STREAM_AGAIN_AFTER;
  window.clearInterval(pollTimer);
  pollTimer = window.setInterval(async () => {
    await refresh();
    if (Date.now() < until) return;
    window.clearInterval(pollTimer);
    connect();
  }, POLL_EVERY);
}

async function refresh() {
  try {
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(room.dataset.snapshot, { headers, cache: "no-store" });
    if (answer.redirected || answer.status === 403 || answer.status === 404) window.location.reload();
    if (answer.status === 200) take(await answer.json(), answer.headers.get("ETag"));
    setOnline(answer.ok || answer.status === 304);
    return answer.ok || answer.status === 304;
  } catch {
    setOnline(false);
    return false;
  }
}

function take(state, tag) {
  etag = tag;
  room.dataset.stream = state.stream;
  show(state);
}

function setOnline(isOnline) {
  const isHere = isOnline && navigator.onLine; // a last word of the stream may come after the line has gone
  if (!offlineBar || offlineBar.hidden === isHere) return;
  offlineBar.hidden = isHere;
  if (isHere) document.dispatchEvent(new Event("room:online"));
}

document.addEventListener("htmx:sendError", () => {
  setOnline(false);
  recover();
});
window.addEventListener("offline", () => setOnline(false));
window.addEventListener("online", () => room.dataset.stream && recover()); // an open stream may hang without an error
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());

// --- Clocks: the server's deadline is the truth, whatever this machine thinks the time is ----------

let ahead = -Infinity;
let lastLeft = null;
let lastUntil = "";

function noteServerTime(now) {
  // A state may have been on its way for a while, but never comes from the future: the largest difference is the best.
  ahead = Math.max(ahead, now - performance.now());
}

const left = (until) => Math.ceil((Number(until) - (performance.now() + ahead)) / 1000);

function digits(seconds) {
  const whole = Math.abs(seconds);
  return `${seconds < 0 ? "−" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function tick() {
  for (const element of room.querySelectorAll("[data-until]")) {
    const seconds = left(element.dataset.until);
    if (element.matches("progress")) element.value = Number(element.dataset.total) - Math.max(seconds, 0);
    else if (element.textContent !== digits(seconds)) element.textContent = digits(seconds);
  }
  const clock = document.getElementById("phase-clock");
  if (clock) warn(clock, left(clock.dataset.until));
}

function warn(clock, seconds) {
  const mood = seconds < 0 ? "late" : seconds <= 60 ? "soon" : "";
  for (const element of [clock.parentElement, room.querySelector("progress[data-until]")]) {
    element?.classList.toggle("soon", mood === "soon");
    element?.classList.toggle("late", mood === "late");
  }
  const ran = clock.dataset.until === lastUntil ? lastLeft : null;
  [lastUntil, lastLeft] = [clock.dataset.until, seconds];
  if (ran > 60 && seconds <= 60) ring(room.dataset.oneMinute, 1);
  if (ran > 0 && seconds <= 0) ring(room.dataset.timeUp, 2);
}

function ring(words, times) {
  say(words);
  document.dispatchEvent(new CustomEvent("room:bell", { detail: times }));
}

noteServerTime(Number(room.dataset.now));
tick();
window.setInterval(tick, 250);
if (room.dataset.stream) connect();
