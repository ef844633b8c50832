"use strict";

// An explorer: a slider moves through the steps of a drawing. All was computed when the book was built; this script
// shows the marks whose data-on covers the step, and the sentence that the table of steps has for it.
for (const explorer of document.querySelectorAll(".explorer")) {
  const key = explorer.dataset.key;
  const table = explorer.closest("figure").nextElementSibling.querySelector("table"); // the fold below the figure
  const steps = [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
  const [controls, said] = [explorer.querySelector(".controls"), explorer.querySelector("output")];
  const [slider, shown] = [controls.querySelector("input"), controls.querySelector("strong")];
  const marks = [...explorer.querySelectorAll("[data-on]")].map((mark) => [
    mark,
    mark.dataset.on.split(" ").map((run) => run.split("-").map(Number)),
  ]);

  const show = (position) => {
    const [name, text] = steps[position];
    const covers = ([first, last = first]) => first <= Number(name) && Number(name) <= last;
    slider.value = position;
    slider.setAttribute("aria-valuetext", name);
    shown.textContent = name;
    said.textContent = text;
    for (const [mark, runs] of marks) mark.classList.toggle("off", !runs.some(covers));
    for (const button of controls.querySelectorAll("button")) {
      button.disabled = !(position + Number(button.value) in steps);
    }
  };
  const move = (position) => {
    if (!(position in steps)) return;
    show(position);
    history.replaceState(null, "", `#${key}=${steps[position][0]}`);
  };
  const fromAddress = () => {
    const [asked, name] = location.hash.slice(1).split("=");
    const position = asked === key ? steps.findIndex((step) => step[0] === name) : -1;
    if (position >= 0) explorer.scrollIntoView();
    show(position >= 0 ? position : Number(slider.value));
  };

  controls.hidden = false;
  slider.addEventListener("input", () => move(slider.valueAsNumber));
  controls.addEventListener("click", ({ target }) => {
    if (target.matches("button")) move(slider.valueAsNumber + Number(target.value));
  });
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
}
