// Ctrl and Enter (on a Mac, Command and Enter) send what is being written, as in mail programs.
// It is said where there is a mouse, as there is a keyboard then; on a phone it would only be more to read.
const keyboard = matchMedia("(any-pointer: fine)").matches;
for (const box of document.querySelectorAll("textarea[data-send-hint]")) {
  const hint = document.getElementById(`${box.id}-hint`);
  if (hint && keyboard) hint.textContent += ` ${box.dataset.sendHint}`;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const button = box.form?.querySelector("button.main");
    if (!button) return;
    event.preventDefault();
    box.form.requestSubmit(button);
  });
}
