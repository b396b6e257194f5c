// Links are saved as a file and seen only once: the page then shows the mailing among the others. Without this the
// browser saves the file all the same, and the page stays as it was.

for (const form of document.querySelectorAll("form[data-saves-to]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    if (button.disabled) return;
    button.disabled = true;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
      const disposition = response.headers.get("Content-Disposition") ?? "";
      if (disposition.startsWith("attachment")) {
        save(await response.blob(), /filename="?([^";]+)/.exec(disposition)?.[1] ?? "links.csv");
        window.setTimeout(() => window.location.assign(form.dataset.savesTo), 300);
      } else {
        form.submit();
      }
    } catch {
      form.submit();
    }
  });
}

function save(file, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
}
