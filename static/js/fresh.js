// Open pages show within two seconds what customers have just said: while somebody looks, they ask again and again
// whether there is something new; the server answers without a body as long as there is not.

const EVERY = 1500, AT_MOST = 30_000, GONE = [401, 403, 404];

const listen = (place) => {
  const here = place.querySelector("[data-fresh-here]"), says = place.querySelector("[data-fresh-says]");
  let tag = place.dataset.freshTag, wait = EVERY, timer = 0, isAsking = false;

  const show = (html) => {
    here.innerHTML = html;
    window.htmx?.process(here);
    says.textContent = here.querySelector("[data-says]")?.textContent ?? "";
  };

  const ask = async () => {
    if (document.hidden || isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(place.dataset.fresh, { headers: { "If-None-Match": tag }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || GONE.includes(answer.status)) return;
      wait = answer.ok || answer.status === 304 ? EVERY : Math.min(wait * 2, AT_MOST);
      if (answer.ok) await take(answer);
    } catch {
      wait = Math.min(wait * 2, AT_MOST);
    } finally {
      isAsking = false;
    }
    timer = window.setTimeout(ask, wait);
  };

  // What somebody is about to press stays where it is; the next answer is the same and finds the place free.
  const take = async (answer) => {
    const html = await answer.text();
    if (here.contains(document.activeElement)) return;
    show(html);
    tag = answer.headers.get("ETag") ?? "";
  };

  const again = () => {
    window.clearTimeout(timer);
    wait = EVERY;
    ask();
  };

  document.addEventListener("visibilitychange", again);
  window.addEventListener("online", again);
  ask();
};

document.querySelectorAll("[data-fresh]").forEach(listen);
