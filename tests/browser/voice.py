"""A stand-in for the browser's voice, as no browser here has one.

It says nothing, notes what it is given, and ends a sentence when the test says so. Like the strictest
of the real ones it gives the end of a cancelled sentence late, and stands no `pause`.
"""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

LOCAL = {"name": "Ada of this device", "voiceURI": "ada", "lang": "en-GB", "localService": True}
SECOND = {"name": "Bo of this device", "voiceURI": "bo", "lang": "en_US", "localService": True}
REMOTE = {"name": "Cloud", "voiceURI": "cloud", "lang": "en-GB", "localService": False}
GERMAN = {"name": "Dora", "voiceURI": "dora", "lang": "de-DE", "localService": True}

_STAND_IN = """(voices) => {
    class Words {
        constructor(text) { this.text = text; }
    }
    class Synthesis extends EventTarget {
        voices = voices;
        said = [];
        now = null;
        getVoices() { return this.voices; }
        arrive(voices) {
            this.voices = voices;
            this.dispatchEvent(new Event("voiceschanged"));
        }
        note(what) {
            sessionStorage.voice = (sessionStorage.voice || "") + what + "\\n";
        }
        speak(words) {
            if (this.now) throw new Error("spoke without cancelling");
            this.now = words;
            this.said.push({
                text: words.text, rate: words.rate, lang: words.lang, voice: words.voice?.voiceURI,
                marked: [...(CSS.highlights?.get("being-read") ?? [])].map(String).join(""),
            });
            this.note("speak");
        }
        cancel() {
            this.note("cancel");
            const cut = this.now;
            this.now = null;
            if (cut) setTimeout(() => cut.onend?.({}), 30);
        }
        ends() {
            const said = this.now;
            this.now = null;
            said.onend?.({});
        }
        fails() {
            const said = this.now;
            this.now = null;
            said.onerror?.({ error: "synthesis-failed" });
        }
        pause() { throw new Error("pause is broken on tablets"); }
        resume() { throw new Error("resume is broken on tablets"); }
    }
    Object.defineProperty(window, "speechSynthesis", { value: new Synthesis() });
    window.SpeechSynthesisUtterance = Words;
}"""


class Voice:
    """What the page says, as a test hears it."""

    def __init__(self, page: Page, *voices: dict[str, Any]) -> None:
        self.page = page
        page.add_init_script(f"({_STAND_IN})({json.dumps(voices)})")

    def arrives(self, *voices: dict[str, Any]) -> None:
        self.page.evaluate("voices => speechSynthesis.arrive(voices)", list(voices))

    @property
    def said(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("speechSynthesis.said")
        return found

    @property
    def texts(self) -> list[str]:
        return [each["text"] for each in self.said]

    @property
    def last(self) -> dict[str, Any]:
        return self.said[-1]

    @property
    def speaking(self) -> str | None:
        found: str | None = self.page.evaluate("speechSynthesis.now?.text ?? null")
        return found

    def ends(self, times: int = 1) -> None:
        """The sentence is over."""
        self.page.evaluate(
            "times => { while (times-- > 0 && speechSynthesis.now) speechSynthesis.ends(); }", times
        )

    def fails(self) -> None:
        self.page.evaluate("speechSynthesis.fails()")

    def reads_to_the_end(self) -> list[str]:
        self.ends(5000)
        return self.texts

    @property
    def marked(self) -> str:
        """The words that are marked now."""
        found: str = self.page.evaluate(
            "[...(CSS.highlights.get('being-read') ?? [])].map(String).join('')"
        )
        return " ".join(found.split())

    @property
    def notes(self) -> list[str]:
        """Everything asked of any voice in this tab, also on pages that were left."""
        found: str = self.page.evaluate("sessionStorage.voice ?? ''")
        return found.split()
