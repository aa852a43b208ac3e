// A soft sound after a rest of one's own choosing. It is off until chosen, and no clock is shown.
const template = document.querySelector("template[data-rest]");

// Two quiet tones that come and go slowly: heard, and not startling.
const sound = (audio) => {
  for (const [start, pitch] of [[0, 392], [1.2, 523.25]]) {
    const tone = audio.createOscillator();
    const loud = audio.createGain();
    const begin = audio.currentTime + start;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0, begin);
    loud.gain.linearRampToValueAtTime(0.12, begin + 0.4);
    loud.gain.exponentialRampToValueAtTime(0.001, begin + 2.4);
    tone.connect(loud).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + 2.5);
  }
};

if (template && window.AudioContext) {
  const place = template.content.firstElementChild.cloneNode(true);
  const said = place.querySelector('[role="status"]');
  let waiting;
  let audio;
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-minutes]");
    if (!button) return;
    clearTimeout(waiting);
    const on = button.getAttribute("aria-pressed") !== "true";
    for (const each of place.querySelectorAll("button")) each.setAttribute("aria-pressed", String(on && each === button));
    said.textContent = on ? said.dataset.on : said.dataset.off;
    if (!on) return;
    // A browser lets a page sound only if it was asked to by a press, so it is made ready now.
    audio ||= new AudioContext();
    waiting = setTimeout(() => {
      sound(audio);
      for (const each of place.querySelectorAll("button")) each.setAttribute("aria-pressed", "false");
    }, Number(button.dataset.minutes) * 60_000);
  });
  template.replaceWith(place);
}
