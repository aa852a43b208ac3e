"""The shape of the house, proved: imports go down, one boundary, one sanitizer, one gate."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import config
from forum.permissions import Action, may

ROOT = Path(__file__).resolve().parents[2]
FORUM = ROOT / "forum"

# From the bottom up. A module may import modules of its own floor's package and of floors below.
FEATURES = (
    "community",
    "comfort",
    "posts",
    "moderation",
    "activity",
    "publishing",
    "articles",
    "digest",
    "accounts",
    "ops",
    "home",
    "helpnow",
)
BASE = ("clock", "errors", "text", "claims", "models", "extensions", "permissions", "web", "mail")
SMALL = ("addresses", "audit", "authors", "checked_yaml", "consent", "proofs", "queue")
TOP = ("__init__", "factory", "jobs", "wsgi", "claims_cli")

# Which base package may import which: written out, because this is the foundation.
BELOW = {
    "clock": set(),
    "errors": set(),
    "text": set(),
    "claims": set(),
    "models": set(),
    "extensions": {"models"},
    "permissions": {"models"},
    "web": {"clock", "errors", "text", "claims", "models", "extensions", "permissions"},
    "mail": {"clock", "errors", "text", "models", "extensions", "web"},
    "queue": {"clock"},
    "addresses": {"errors"},
    "checked_yaml": {"text"},
    "audit": {"clock", "models", "extensions"},
    "authors": {"models"},
    "consent": {"clock", "models", "extensions"},
    "proofs": {"clock", "errors", "models", "extensions", "web"},
}
# Services and queries of a feature, and the features whose services and queries they may call.
CALLS = {
    "community": set(),
    "comfort": set(),
    "posts": {"community"},
    "moderation": {"community"},
    "activity": set(),
    "publishing": {"community", "posts", "moderation", "activity"},
    "articles": {"community", "posts"},
    "digest": {"posts", "articles", "activity"},
    "accounts": {"community", "digest"},
    "ops": set(FEATURES),
    "home": {"articles"},
    "helpnow": set(),
}
ON_TOP = {"views", "forms", "cli", "feeds"}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(FORUM.rglob("*.py")):
        yield ".".join(path.relative_to(ROOT).with_suffix("").parts), path


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, wherever the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.ImportFrom)
            and node.module
            and node.module.split(".")[0] == "forum"
        ):
            for name in node.names:
                child = FORUM / Path(*node.module.split(".")[1:]) / f"{name.name}.py"
                package = FORUM / Path(*node.module.split(".")[1:]) / name.name / "__init__.py"
                deeper = child.is_file() or package.is_file()
                found.add(f"{node.module}.{name.name}" if deeper else node.module)
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names if name.name.split(".")[0] == "forum"}
    return found


def part(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def on_top(module: str) -> bool:
    leaf = module.split(".")[-1]
    return leaf in ON_TOP or leaf.endswith("_views")


def allowed(importer: str, imported: str) -> bool:
    here, there = part(importer), part(imported)
    if here == there or here in TOP:
        return True
    if here in BELOW:
        return there in BELOW[here]
    if there in BELOW:
        return True
    if there in TOP:
        return False
    leaf = imported.split(".")[-1]
    if on_top(importer) or here == "ops":
        # Views call services and queries of any feature, never another feature's views.
        return not leaf.endswith("views")
    return there in CALLS[here] and not on_top(imported)


def test_every_part_of_the_house_has_its_floor():
    known = {*FEATURES, *BASE, *SMALL, *TOP}
    assert {part(name) for name, _ in modules()} <= known | {"py"}


@pytest.mark.parametrize(("name", "path"), list(modules()), ids=[name for name, _ in modules()])
def test_imports_go_down(name, path):
    name = name.removesuffix(".__init__") if name != "forum.__init__" else name
    wrong = sorted(
        other for other in imports(path) if other != "forum" and not allowed(name, other)
    )
    assert wrong == []


def test_there_are_no_deferred_imports():
    """A deferred import marks a wrong edge.

    Two heavy word lists are an exception, and the front door: who wants only the claims engine
    should not wait for the whole house.
    """
    found = set()
    for name, path in modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for inner in ast.walk(node):
                    if isinstance(inner, ast.ImportFrom | ast.Import):
                        found.add(name)
    assert found <= {"forum.accounts.passwords", "forum.__init__"}


def lines_with(pattern: str) -> set[str]:
    found = set()
    for name, path in modules():
        if re.search(pattern, path.read_text(encoding="utf-8")):
            found.add(name)
    return found


def test_one_module_calls_the_sanitizers():
    assert lines_with(r"(?m)^\s*(?:import|from) (?:bleach|nh3)\b") == {"forum.text.sanitize"}


def test_one_module_commits():
    assert lines_with(r"\.commit\(") == {"forum.web.transaction"}


def test_only_text_and_templates_make_markup():
    """Everything else joins pieces that templates or the pipeline made."""
    known = {
        "forum.text.sanitize",
        "forum.text.member",
        "forum.text.article",
        "forum.text.stored",
        "forum.mail.compose",
        "forum.posts.pieces",
        "forum.articles.page",
    }
    assert lines_with(r"\bMarkup\(") <= known
    for path in (ROOT / "templates").rglob("*"):
        assert (
            "|safe" not in path.read_text(encoding="utf-8").replace(" ", "")
            if path.is_file()
            else True
        ), path


def test_templates_hold_no_inline_style_or_script():
    for path in (ROOT / "templates").rglob("*.html"):
        if "email" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:", text), path
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script or "application/ld+json" in script, (path, script)


def test_text_and_claims_know_nothing_of_the_application():
    for name, path in modules():
        if part(name) in {"text", "claims"}:
            assert {part(other) for other in imports(path)} <= {part(name)}, name
            assert "import flask" not in path.read_text(encoding="utf-8"), name


def test_services_never_see_a_request():
    """Services and queries take plain values; `web`, views and proofs speak with the browser."""
    for name, path in modules():
        if (
            part(name) in FEATURES
            and not on_top(name)
            and part(name) not in {"ops", "home", "helpnow"}
        ):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"from flask import [^\n]*\brequest\b", text), name


def test_models_know_no_http_and_no_current_user():
    for name, path in modules():
        if part(name) == "models":
            assert not re.search(r"\b(?:flask|current_user|abort|url_for)\b", path.read_text()), (
                name
            )


# The views that guests may open, each on purpose.
PUBLIC = {
    "asset", "home.home_page", "accounts.join", "accounts.sign_in", "accounts.sign_in_code", "accounts.link",
    "accounts.sign_out", "accounts.confirm_email", "accounts.undo_email", "publishing.comment",
    "publishing.guest_sent", "publishing.confirm_comment", "publishing.care", "ops.healthz", "ops.mailbox",
    "ops.one_mail", "ops.show_components",
}  # fmt: skip
PUBLIC_BLUEPRINTS = {
    "articles",
    "comfort",
    "feeds",
    "help_now",
    "device",
    "digest",
    "pages",
    "error_reports",
}


def test_every_view_that_is_not_public_on_purpose_is_behind_login(app, client):
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        is_public = getattr(view, "is_public", False)
        if is_public:
            assert rule.endpoint in PUBLIC or rule.endpoint.split(".")[0] in PUBLIC_BLUEPRINTS, rule
            continue
        path = re.sub(r"<(?:any\(([a-z_]+)[^>]*|[^>]*)>", lambda m: m[1] or "1", rule.rule)
        method = "GET" if "GET" in rule.methods else "POST"
        answer = client.open(
            path,
            method=method,
            headers={"Origin": "http://localhost"},
            data={"x": "1"} if method == "POST" else None,
        )
        expected = {302} if method == "GET" else {401}
        assert answer.status_code in expected, (rule, answer.status_code)


def test_every_desk_view_is_behind_its_gate(app, browse):
    from tests.factories import make_member

    cora = browse(make_member("Cora"))
    assert not may(cora.member, Action.OPEN_DESK)
    for rule in app.url_map.iter_rules():
        blueprint = rule.endpoint.split(".")[0]
        if not blueprint.startswith("desk") and blueprint != "editorial":
            continue
        path = re.sub(r"<(?:any\(([a-z_]+)[^>]*|[^>]*)>", lambda m: m[1] or "1", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            answer = cora.get(path) if method == "GET" else cora.post(path, data={"x": "1"})
            assert answer.status_code == 404, rule


def test_every_setting_is_documented():
    pages = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")
    for setting in config.SETTINGS:
        assert f"`{setting.name}`" in pages, setting.name


def test_lock_files_name_no_address():
    for lock in ("run.lock", "test.lock"):
        for line in (ROOT / "requirements" / lock).read_text().splitlines():
            stripped = line.strip()
            assert not stripped.startswith("--") or stripped.startswith("--hash="), line
            assert "://" not in line, line


def test_the_clone_stands_alone():
    """Nothing in the tree needs or names what is only on one machine."""
    words = [
        "/wo" + "rk/",
        "../sha" + "red",
        "/root/.py" + "env",
        "claude" + " code",
        "farm" + "-studio",
    ]
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".lock", ".png"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace").lower()
        for word in words:
            assert word not in text, (name, word)


def test_no_function_is_longer_than_a_screen():
    long = []
    for name, path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > 60:
                long.append(f"{name}.{node.name}")
    assert long == []
