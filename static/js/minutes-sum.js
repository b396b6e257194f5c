// Keeps the sum of the phases' minutes up to date while somebody types; the server wrote the first one.

for (const part of document.querySelectorAll("[data-minutes]")) {
  const sum = part.querySelector("[data-minutes-sum]");
  part.addEventListener("input", () => {
    const minutes = [...part.querySelectorAll("input")].map((field) => field.valueAsNumber || 0);
    sum.value = minutes.reduce((total, more) => total + more, 0);
  });
}
