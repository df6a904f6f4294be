"use strict";
{
  const form = document.getElementById("filter");
  const body = document.querySelector("#tests tbody");
  const rows = [...body.rows];

  const matchesOutcome = (row, outcome, implementation) =>
    [...row.querySelectorAll("td[data-outcome]")].some(cell =>
      (!implementation || cell.dataset.key === implementation) &&
      (outcome === "other" ? cell.dataset.outcome !== "pass" && cell.dataset.outcome !== "none" : cell.dataset.outcome === outcome));

  const filter = () => {
    const { suite, outcome, implementation, text } = Object.fromEntries(new FormData(form));
    const words = text.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const row of rows) {
      const content = `${row.cells[0].title} ${row.textContent}`.toLowerCase();
      row.hidden = Boolean((suite && row.dataset.suite !== suite) ||
        (outcome && !matchesOutcome(row, outcome, implementation)) || !words.every(word => content.includes(word)));
      shown += row.hidden ? 0 : 1;
    }
    form.elements.shown.value = `${shown} of ${rows.length} tests`;
  };

  // Numbers where a cell has a rank, words elsewhere; equal rows keep their order.
  const compare = (a, b) => a.dataset.rank
    ? a.dataset.rank - b.dataset.rank
    : a.textContent.trim().localeCompare(b.textContent.trim());

  const sort = header => {
    const falling = header.getAttribute("aria-sort") === "ascending";
    header.parentNode.querySelectorAll("th").forEach(other => other.removeAttribute("aria-sort"));
    header.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const sorted = [...rows].sort((a, b) =>
      (falling ? -1 : 1) * compare(a.cells[header.cellIndex], b.cells[header.cellIndex]));
    body.append(...sorted);
  };

  for (const header of document.querySelectorAll("#tests thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sort(header));
    header.append(button);
  }
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", event => event.preventDefault());
  form.hidden = false;
  filter();
}
