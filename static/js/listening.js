// Open pages show within two seconds what is new: while somebody looks, they ask again and again whether there is
// something; the server answers without a body as long as there is not.

const EVERY = 1500, AT_MOST = 30_000, GONE = [401, 403, 404];

// `show` puts what came into the page; where it says false there was no room for it, and the next answer is the same.
export const listen = ({ address, tag, show }) => {
  let wait = EVERY, timer = 0, isAsking = false;

  const ask = async () => {
    if (document.hidden || isAsking) return;
    isAsking = true;
    try {
      const answer = await fetch(address(), { headers: { "If-None-Match": tag }, redirect: "manual" });
      if (answer.type === "opaqueredirect" || GONE.includes(answer.status)) return;
      wait = answer.ok || answer.status === 304 ? EVERY : Math.min(wait * 2, AT_MOST);
      if (answer.ok && show(await answer.text())) tag = answer.headers.get("ETag") ?? "";
    } catch {
      wait = Math.min(wait * 2, AT_MOST);
    } finally {
      isAsking = false;
    }
    timer = window.setTimeout(ask, wait);
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
