"use strict";

// A ledger: lists choose which cards are shown. All cards stand in the page; this script hides some, counts the rest and
// keeps the choice in the address (#verdict=disputed). The address of a card that is hidden (#o25) shows all again.
const form = document.querySelector("form.ledger");
const lists = [...form.querySelectorAll("select")];
const cards = [...document.querySelectorAll(".card[data-part]")];

const show = () => {
  const chosen = lists.filter((list) => list.value);
  for (const card of cards) {
    card.hidden = !chosen.every((list) => card.dataset[list.name].split(" ").includes(list.value));
  }
  const shown = cards.filter((card) => !card.hidden).length;
  const said = form.dataset.said.replace("{shown}", shown).replace("{all}", cards.length);
  form.querySelector("output").textContent = said;
};
const choose = (wanted) => {
  for (const list of lists) {
    const asked = wanted.get(list.name) ?? "";
    list.value = [...list.options].some((option) => option.value === asked) ? asked : "";
  }
  show();
};
const toAddress = () => {
  const chosen = new URLSearchParams(lists.filter((list) => list.value).map((list) => [list.name, list.value]));
  history.replaceState(null, "", `${location.href.split("#")[0]}${chosen.toString() && `#${chosen}`}`);
};
const reach = (place) => {
  const jump = () => place.scrollIntoView({ behavior: "instant" }); // the theme's slow scroll would be cut short
  jump();
  if (document.readyState !== "complete") window.addEventListener("load", jump, { once: true }); // figures are to come
};
const fromAddress = () => {
  const name = location.hash.slice(1);
  if (name.includes("=")) {
    choose(new URLSearchParams(name));
    reach(form);
    return;
  }
  const card = document.getElementById(name)?.closest(".card");
  if (card?.hidden) {
    choose(new URLSearchParams());
    reach(card);
  }
};

form.hidden = false;
show();
form.addEventListener("input", () => {
  show();
  toAddress();
});
form.querySelector("button").addEventListener("click", () => {
  choose(new URLSearchParams());
  toAddress();
});
window.addEventListener("hashchange", fromAddress);
fromAddress();
