// Offers queries under the search box while somebody types. Without it the box searches all the same.
for (const form of document.querySelectorAll("[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  if (!input || input.list) continue;
  const offered = document.createElement("datalist");
  offered.id = `${input.id}-offered`;
  form.append(offered);
  input.setAttribute("list", offered.id);
  input.autocomplete = "off";
  let waiting, asked;

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 150);
  });

  async function offer() {
    asked?.abort();
    if (input.value.trim().length < 2) return offered.replaceChildren();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { signal: asked.signal });
      const { suggestions } = await answer.json();
      offered.replaceChildren(...suggestions.map((text) => new Option(text, text)));
    } catch {
      offered.replaceChildren();
    }
  }
}
