// Lists that follow the choice of another: <select data-follows="id_type">, its groups <optgroup data-of="KA">. Without
// a script all groups are there. With nothing chosen in the first list all groups stay.
export function following() {
  for (const list of document.querySelectorAll("select[data-follows]")) {
    const leader = document.getElementById(list.dataset.follows);
    const groups = [...list.querySelectorAll("optgroup")];
    const follow = () => {
      const chosen = list.value;
      for (const group of groups) {
        group.remove();
        if (!leader.value || group.dataset.of === leader.value) {
          list.append(group);
        }
      }
      list.value = chosen;
      if (list.selectedIndex < 0) {
        list.selectedIndex = 0;
      }
    };
    leader.addEventListener("change", () => {
      list.selectedIndex = 0;
      follow();
    });
    follow();
  }
}
