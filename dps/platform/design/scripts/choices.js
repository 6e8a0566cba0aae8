// Two lists of which the second holds what is below the choice in the first, from
// <script type="application/json" data-choices="first second">, and a box that finds a choice by typing. Without a
// script a button shows the second list.
const MOST_FOUND = 12;

export function choices() {
  for (const source of document.querySelectorAll("script[data-choices]")) {
    const [first, second] = source.dataset.choices.split(" ").map((id) => document.getElementById(id));
    if (!first || !second) continue;
    const form = first.form;
    const lists = new Map(JSON.parse(source.textContent).map(([code, words, below]) => [code, { words, below }]));
    const choose = (one, two) => {
      first.value = one;
      fill(second, lists.get(one), two);
      show(form, first.value, second.value);
      first.dispatchEvent(new Event("input", { bubbles: true }));
    };
    for (const part of form.querySelectorAll("[data-no-script]")) part.remove();
    first.addEventListener("change", () => choose(first.value, ""));
    second.addEventListener("change", () => show(form, first.value, second.value));
    form.addEventListener("click", (event) => {
      const picked = event.target.closest("[data-pick-first]");
      if (!picked) return;
      event.preventDefault();
      choose(picked.dataset.pickFirst, picked.dataset.pickSecond);
      second.focus();
    });
    fill(second, lists.get(first.value), second.value);
    show(form, first.value, second.value);
    const search = form.querySelector("[data-choices-search]");
    if (search) {
      findByTyping(search, lists, (one, two) => {
        choose(one, two);
        second.focus();
      });
    }
  }
}

function fill(list, chosen, value) {
  const options = chosen ? [["", "Choose the sub-type"], ...chosen.below] : [["", "Choose the type first"]];
  list.replaceChildren(...options.map(([code, words]) => new Option(words, code, false, code === value)));
}

function show(form, one, two) {
  for (const part of form.querySelectorAll("[data-shown-for]")) {
    const { shownFor, shownForSecond } = part.dataset;
    part.hidden = !(shownFor === one && (!shownForSecond || !two || shownForSecond === two));
  }
}

function findByTyping(search, lists, choose) {
  const box = search.querySelector("input");
  const list = search.querySelector("[role=listbox]");
  const count = search.querySelector("[data-choices-count]");
  const all = [...lists].flatMap(([one, { words, below }]) =>
    below.map(([two, more]) => ({ one, two, words: `${words}: ${more}`, plain: `${words} ${more}`.toLowerCase(), more })),
  );
  let at = -1;
  search.hidden = false;

  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const take = (option) => {
    choose(option.dataset.one, option.dataset.two);
    box.value = "";
    count.textContent = "";
    close();
  };
  const move = (place) => {
    const options = [...list.children];
    at = (place + options.length) % options.length;
    options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    box.setAttribute("aria-activedescendant", options[at].id);
    options[at].scrollIntoView({ block: "nearest" });
  };
  const find = () => {
    const words = box.value.toLowerCase().split(/[\s:]+/).filter(Boolean);
    if (!words.length) {
      count.textContent = "";
      return close();
    }
    const rank = (one) => (one.more.toLowerCase().startsWith(words[0]) ? 0 : 1);
    const found = all.filter((one) => words.every((word) => one.plain.includes(word)));
    found.sort((a, b) => rank(a) - rank(b));
    list.replaceChildren(
      ...found.slice(0, MOST_FOUND).map((one, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.className = "dps-suggestions__item";
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        Object.assign(option.dataset, { one: one.one, two: one.two });
        option.textContent = one.words;
        return option;
      }),
    );
    at = -1;
    box.removeAttribute("aria-activedescendant");
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(found.length > 0));
    count.textContent = found.length > MOST_FOUND ? `First ${MOST_FOUND} of ${found.length} found` : `${found.length} found`;
  };
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    find();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      if (!list.hidden) take(list.children[Math.max(at, 0)]);
    } else if (event.key === "Escape") {
      close();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      move(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    }
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    take(option);
  });
  box.addEventListener("blur", close);
}
