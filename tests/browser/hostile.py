"""Text that means harm, and what would notice if any of it came alive."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import APIResponse, Page

from tests.browser.visitor import Visitor

RUN = "window.__ran=1"
RISKY = "Stop your Mestinon. I did and I am cured."

PAYLOADS = {
    "script": f"<script>{RUN};fetch('/canary')</script>",
    "closing": f'</textarea></title></style>--></p>"><script>{RUN}</script>',
    "event handlers": (
        f'<img src=x onerror="{RUN}"><body onload={RUN}><b onmouseover={RUN} onfocus={RUN} '
        f"autofocus tabindex=0>b</b><details open ontoggle={RUN}><summary>s</summary></details>"
        f"<input autofocus onfocus={RUN}><video><source onerror={RUN}></video>"
    ),
    "attribute": f"\" autofocus onfocus={RUN} x=\" ' onfocus={RUN} autofocus x='",
    "svg": (
        f"<svg/onload={RUN}><svg><animate onbegin={RUN} attributeName=x dur=1s></svg>"
        f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">'
        f'<svg></p><style><a id="</style><img src=1 onerror={RUN}>">'
    ),
    "links": (
        f"[press](javascript:{RUN}) [press](JaVaScRiPt:{RUN}) [press](java\tscript:{RUN}) "
        f"[press](&#106;avascript:{RUN}) [press](\x01javascript:{RUN}) <javascript:{RUN}> "
        f"[press](vbscript:x) javascript:{RUN} [p][1]\n\n[1]: javascript:{RUN}\n\n"
        f'<a href="javascript:{RUN}">press</a> <a href=" &#x6A;avascript:{RUN}">press</a> '
        f'<form action="javascript:{RUN}"><button formaction="javascript:{RUN}">press</button></form>'
    ),
    "data": (
        f"[press](data:text/html,<script>{RUN}</script>) "
        f"![picture](data:image/svg+xml,<svg/onload={RUN}>) ![far](https://elsewhere.example/x.png) "
        f'<iframe src="data:text/html,<script>parent.{RUN}</script>" srcdoc="<script>parent.{RUN}</script>"></iframe>'
        f'<object data="data:text/html,x"></object><link rel=stylesheet href=//elsewhere.example/x>'
        f'<base href="//elsewhere.example/"><meta http-equiv=refresh content="0;url=javascript:{RUN}">'
        '<style>@import "//elsewhere.example/x"</style>'
    ),
    "broken": f'<a href="x" <b><i></a "\'><<<>>&#0;&#xD800;&lt;<p><table><td><li></ul></div></main></body></html><img src=x onerror={RUN}',
    "odd signs": "be\x00fore \u202egnp.exe\u202c \u2066\u2067mixed \u200b\ufeff\u2028\u2029 \x0b\x0c\x1b[31m \U000e0041",
    "templates": "{{7*7}} {% raw %} ${7*7} <%= 7*7 %> #{7*7} %s %(name)s {0.__class__}",
    "markdown": "[" * 400 + "](" * 400 + "\n" + "> " * 400 + "\n" + "- " * 400 + "\n" + "*_" * 400,
}
# All of it at once, for fields where each would be treated alike.
EVERYTHING = "\n\n".join(words for label, words in PAYLOADS.items() if label != "markdown")
# As much as fits into a heading, a name, a source.
SHORT = [
    f"<script>{RUN}</script>",
    f'"><svg/onload={RUN}>',
    "\x00\u202e<b onclick=x>",
    f"javascript:{RUN}",
]
MEGABYTE = "[" * 1_000_000

_CANARY = """
Object.defineProperty(window, "__ran", {
    set() { console.error("canary: a script ran"); fetch("/canary"); },
    get() { return undefined; },
});
addEventListener("securitypolicyviolation", event =>
    console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""

# Whatever could run later, at a press or a look, although it has not run yet.
_SCAN = r"""inMail => {
    const found = [];
    const link = /^(href|src|srcset|action|formaction|xlink:href|data|poster|background|content)$/i;
    for (const element of document.querySelectorAll("*")) {
        const name = element.localName;
        const ours = name !== "script" || element.type === "application/ld+json"
            || element.src.startsWith(location.origin + "/assets/");
        if (!ours || /^(iframe|object|embed|base|frame|applet|math|animate|video|audio)$/.test(name)
            || (element.closest(".prose") && !element.closest("article > .prose > .rest-mark") && /^(style|form|input|button|meta|link|svg)$/.test(name)))
            found.push(element.outerHTML.slice(0, 300));
        for (const attribute of element.attributes) {
            const value = attribute.value.replace(/[\x00-\x20]/g, "");
            if (/^on/i.test(attribute.name) || attribute.name === "srcdoc"
                || (attribute.name === "style" && !inMail)
                || (link.test(attribute.name) && /^(javascript|vbscript|data):/i.test(value)))
                found.push(element.outerHTML.slice(0, 300));
        }
    }
    return found;
}"""


def watch(visitor: Visitor) -> Visitor:
    """Put the canary into every page this visitor opens, and hear every dialog."""

    def heard(dialog: Any) -> None:
        visitor.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    visitor.context.add_init_script(_CANARY)
    # A worker would ask the site for the pages that a test hands to the browser.
    visitor.context.add_init_script("delete Navigator.prototype.serviceWorker")
    visitor.page.on("dialog", heard)
    visitor.expected = {400, 401, 404, 409, 413, 422, 429}
    return visitor


def look_around(page: Page, *, in_mail: bool = False) -> list[str]:
    """Everything on the page that is alive or could be woken. Only mail has inlined styles."""
    found: list[str] = page.evaluate(_SCAN, in_mail)
    return found


class Sender:
    """Sends forms as a page of ours would, but without what a browser would straighten out."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.token = ""
        # One page a form and status: the last, which holds all the payloads at once.
        self.answers: dict[tuple[str, int], str] = {}

    def is_member(self) -> Sender:
        self.visitor.opens("/you/password")
        token = self.visitor.page.locator('input[name="csrf_token"]').first
        self.token = token.get_attribute("value") or ""
        return self

    def sends(self, path: str, **fields: str) -> APIResponse:
        """Never an error of ours; pages that give words back are kept, to be looked at."""
        size = max(len(value) for value in fields.values())
        form: dict[str, Any] = {"csrf_token": self.token, **fields} if self.token else dict(fields)
        # An address form would be three times as long.
        body = {"multipart": form} if size > 100_000 else {"form": form}
        answer = self.visitor.context.request.post(
            f"{self.visitor.base}{path}",
            headers={"Origin": self.visitor.base},
            **body,  # type: ignore[arg-type]
        )
        what = f"{path} {sorted(fields)}"
        assert answer.status < 500, f"{answer.status} from {what}"
        page = answer.text()
        if answer.status >= 400:
            assert "<h1>" in page, f"no clear answer from {what}: {page[:300]}"
        assert "<script>window" not in page, what
        if "text/html" in answer.headers.get("content-type", "") and size < 100_000:
            self.answers[path, answer.status] = page
        return answer
