// Counts the choices in a long list that are not saved yet, and says so in the bar at its foot.
export function pending() {
  for (const bar of document.querySelectorAll("[data-pending]")) {
    const form = bar.closest("form");
    const said = bar.querySelector("[data-pending-count]");
    const first = said.textContent;
    const selects = [...form.querySelectorAll("select[data-choice]")];
    const kept = form.querySelectorAll("input[type=hidden][name^=choice-]").length;
    const count = () => {
      const chosen = kept + selects.filter((select) => select.value !== "").length;
      said.textContent = chosen ? `${chosen} ${chosen === 1 ? "change" : "changes"} not saved yet` : first;
    };
    form.addEventListener("change", count);
    count();
  }
}
