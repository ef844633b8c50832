"use strict";

// Buttons that copy the text beside them. Where the clipboard is closed, the text is selected instead.
for (const box of document.querySelectorAll(".copy")) {
  const [text, button, said] = ["span, pre", "button", "output"].map((part) => box.querySelector(part));
  button.hidden = false;
  button.addEventListener("click", async () => {
    said.textContent = ""; // so that a second "Copied." is heard too
    try {
      await navigator.clipboard.writeText(text.textContent);
      said.textContent = box.dataset.copied;
    } catch {
      getSelection().selectAllChildren(text);
      said.textContent = box.dataset.selected;
    }
  });
}
