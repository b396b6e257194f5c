// A timeline wider than its screen opens where today is; without JavaScript there is a link to it.
function showToday() {
  const timeline = document.querySelector(".timeline-screen");
  const today = timeline?.querySelector("#today");
  if (!today || timeline.scrollWidth <= timeline.clientWidth) return;
  const names = timeline.querySelector(".timeline-names").offsetWidth;
  const x = today.getBoundingClientRect().x - timeline.getBoundingClientRect().x - names;
  timeline.scrollLeft += x - (timeline.clientWidth - names) / 2;
}

showToday();
document.body.addEventListener("htmx:afterSettle", showToday);
