"use strict";

// An explorer: a slider, or a list with buttons, moves through the steps of a drawing. All was computed when the book
// was built; this script shows the marks whose data-on covers the step, and the sentence that the table of steps has.
for (const explorer of document.querySelectorAll(".explorer")) {
  const key = explorer.dataset.key;
  const table = explorer.closest("figure").nextElementSibling.querySelector("table"); // the fold below the figure
  const steps = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const [controls, said] = [explorer.querySelector(".controls"), explorer.querySelector("output")];
  const [slider, list] = [controls.querySelector("[type=range]"), controls.querySelector("select")];
  const marks = [...explorer.querySelectorAll("[data-on]")].map((mark) => [
    mark,
    mark.dataset.on.split(" ").filter(Boolean).map((run) => run.split("-").map(Number)),
  ]);
  const place = (name) => steps.findIndex((step) => step[0] === name);
  const way = () => controls.querySelector("[type=radio]:checked").value;
  const chosen = () => (slider ? slider.valueAsNumber : place(`${list.value}-${way()}`));

  const setControls = (position) => {
    const name = steps[position][0];
    if (slider) {
      slider.value = position;
      slider.setAttribute("aria-valuetext", name);
      controls.querySelector("strong").textContent = name;
      for (const button of controls.querySelectorAll("button")) {
        button.disabled = !(position + Number(button.value) in steps);
      }
    } else {
      const cut = name.lastIndexOf("-");
      list.value = name.slice(0, cut);
      controls.querySelector(`[type=radio][value="${name.slice(cut + 1)}"]`).checked = true;
    }
  };
  const show = (position) => {
    const [name, text] = steps[position];
    const at = Number.isNaN(Number(name)) ? position : Number(name);
    const covers = ([first, last = first]) => first <= at && at <= last;
    setControls(position);
    said.textContent = text;
    for (const [mark, runs] of marks) mark.classList.toggle("off", !runs.some(covers));
  };
  const move = (position) => {
    if (!(position in steps)) return;
    show(position);
    history.replaceState(null, "", `#${key}=${steps[position][0]}`);
  };
  const fromAddress = () => {
    const [asked, name] = location.hash.slice(1).split("=");
    const position = asked === key ? place(name) : -1;
    if (position >= 0) explorer.scrollIntoView({ behavior: "instant" }); // the theme scrolls smoothly, which a page still loading breaks off
    show(position >= 0 ? position : chosen());
  };

  controls.hidden = false;
  controls.addEventListener("input", () => move(chosen()));
  controls.addEventListener("click", ({ target }) => {
    if (target.matches("button")) move(chosen() + Number(target.value));
  });
  window.addEventListener("hashchange", fromAddress);
  window.addEventListener("load", fromAddress); // pictures above have come in and pushed the drawing down
  fromAddress();
}
