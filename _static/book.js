"use strict";

// Runs first in <body>, in place of the theme's inline script: light or dark before anything is painted.
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto"; // storage is closed to this page
}

// A number's link points to its cell, whose code lies in a fold, maybe with its neighbours: open it and go there.
const openCell = () => {
  const target = document.getElementById(location.hash.slice(1));
  const fold = target?.closest(".code.fold") ?? target?.closest(".cell")?.querySelector("details");
  if (!fold || fold.open) return;
  fold.open = true;
  target.scrollIntoView();
};

// A box is a stop of the keyboard until it is laid out and found to hold all its content, and again as soon as it does
// not: what is out of sight is not laid out, and a box that scrolls must be in reach at any moment.
const settle = (box) => {
  if (box.firstElementChild?.checkVisibility?.({ contentVisibilityAuto: true }) === false) return;
  const scrolls = box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  if (scrolls) box.tabIndex = 0;
  else if (box !== document.activeElement) box.removeAttribute("tabindex");
};
const boxes = new ResizeObserver((changes) => changes.forEach((change) => settle(change.target)));

window.addEventListener("hashchange", openCell);
document.addEventListener("DOMContentLoaded", () => {
  openCell();
  document.querySelectorAll(".table-wrapper, .chart-box, .cell_output, pre").forEach((box) => {
    box.tabIndex = 0;
    box.addEventListener("contentvisibilityautostatechange", () => settle(box));
    boxes.observe(box);
  });
  // Search fetches each page it finds for an excerpt, which browsers forbid on disk.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
});
