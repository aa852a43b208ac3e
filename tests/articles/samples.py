"""Folders of articles as an editor keeps them."""

from __future__ import annotations

from pathlib import Path

TOPICS = """\
- id: treatments
  title: Treatments
  summary: All the ways to treat MG.
- id: daily-life
  title: Daily life
"""
GLOSSARY = """\
- id: antibody
  term: antibody
  also: [antibodies]
  short: "a protein that fights germs"
  definition: "A protein of the immune system. In MG some antibodies act against the body."
- id: plasma
  term: plasma
  short: "the liquid part of blood"
  definition: "The liquid part of blood."
"""
# Line numbers matter: the tests name them.
ARTICLE = """\
---
title: "IVIG: what it is"
summary: "A drip of antibodies."
in_brief:
  - "It is given into a vein."
authors: [Snowdrop editors]
reviewer: null
published: 2026-10-01
updated: 2026-10-02
next_review: 2027-10-01
topics: [treatments]
treatments: [ivig]
sources:
  - id: label
    title: "A label"
    publisher: "A regulator"
    year: 2020
    url: https://regulator.example.org/label
    grade: A
    checked: 2026-10-01
    expires: 2027-10-01
  - id: leaflet
    title: "A leaflet"
    publisher: "A patient group"
    grade: C
    checked: 2026-10-01
    expires: 2027-10-01
    to_check: true
prompts:
  - "Have you had IVIG?"
related: []
---
## What it is

IVIG holds [[antibody|antibodies]].[^label]

::: urgent Get help now
- You cannot breathe well.[^leaflet]
:::

## Questions to take to your appointment

- Why IVIG?
"""


def write_folder(folder: Path, **articles: str) -> Path:
    """A folder with topics, a glossary and the articles given; `vein_care` is vein-care.md."""
    folder.mkdir(exist_ok=True)
    (folder / "topics.yaml").write_text(TOPICS, encoding="utf-8")
    (folder / "glossary.yaml").write_text(GLOSSARY, encoding="utf-8")
    for name, text in articles.items():
        (folder / f"{name.replace('_', '-')}.md").write_text(text, encoding="utf-8")
    return folder


def changed(old: str, new: str, text: str = ARTICLE) -> str:
    """The sample article with one thing changed."""
    assert old in text, f"the sample has no {old!r}"
    return text.replace(old, new, 1)
