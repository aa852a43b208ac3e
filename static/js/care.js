// Words of danger bring up what to do now, while they are being written. Without this script the
// same card stands on the page after "Look at it first" and after sending.
const PAUSE = 1200;

// What is being pressed must not move away under the finger.
let released = Promise.resolve();
document.addEventListener("pointerdown", () => {
  released = new Promise((resolve) => {
    for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(resolve), { once: true });
  });
});

for (const box of document.querySelectorAll("textarea[data-care]")) {
  const place = box.parentElement.querySelector("[data-care-place]");
  let timer;
  let asked = "";
  const look = async () => {
    const words = box.value.trim();
    if (words.length < 12 || words === asked || !place) return;
    asked = words;
    const body = new URLSearchParams({ words });
    const token = box.form?.elements.namedItem("csrf_token");
    if (token) body.set("csrf_token", token.value);
    try {
      const answer = await fetch("/care", { method: "POST", body });
      if (answer.ok) {
        const card = await answer.text();
        await released;
        if (card.trim() !== place.dataset.shown) {
          place.innerHTML = card;
          place.dataset.shown = card.trim();
        }
      }
    } catch {
      // No network: the page after sending shows the card.
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
  box.addEventListener("blur", look);
}
