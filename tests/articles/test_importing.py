"""An editor keeps a folder of articles; importing it brings them to the readers."""

import logging
from datetime import timedelta

import pytest

from forum import clock
from forum.articles.front_matter import LARGEST
from forum.articles.importing import import_folder
from forum.extensions import db
from forum.models import Article, ArticleRevision, ArticleSource, GlossaryTerm, Thread, Topic
from tests.articles.samples import ARTICLE, GLOSSARY, TOPICS, changed, write_folder


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "content", ivig=ARTICLE)


def refusals(folder):
    return [str(refused) for refused in import_folder(folder).refused]


def all_rows():
    """Everything an import writes, as plain values."""
    db.session.expire_all()
    tables = (Article, ArticleRevision, ArticleSource, GlossaryTerm, Thread, Topic)
    return {
        table.__name__: [
            [getattr(row, column.key) for column in table.__table__.columns]
            for row in db.session.query(table).order_by(table.id)
        ]
        for table in tables
    }


def test_an_import_brings_articles_topics_words_and_a_talk(app, folder):
    report = import_folder(folder)
    assert report.ok
    assert report.added == ["ivig.md"]
    article = db.session.query(Article).one()
    assert article.slug == "ivig"
    assert article.title == "IVIG: what it is"
    assert article.version == article.revision == 1
    assert '<p class="callout-title">Get help now</p>' in article.html
    assert db.session.query(Thread).one().article_id == article.id
    assert db.session.query(ArticleRevision).one().number == 1
    sources = db.session.query(ArticleSource).order_by(ArticleSource.position).all()
    assert [(source.key, source.grade, source.to_check) for source in sources] == [
        ("label", "A", False),
        ("leaflet", "C", True),
    ]
    assert [topic.slug for topic in db.session.query(Topic).order_by(Topic.position)] == [
        "treatments",
        "daily-life",
    ]


def test_a_second_import_of_the_same_folder_changes_nothing(app, folder, count_statements):
    import_folder(folder)
    before = all_rows()
    db.session.remove()
    with clock.travel(timedelta(days=3)):
        report = import_folder(folder)
    assert report.unchanged == ["ivig.md"]
    assert report.summary() == "0 added, 0 changed, 1 unchanged, 0 refused"
    assert all_rows() == before


def test_windows_newlines_and_a_byte_order_mark_change_nothing(app, folder):
    import_folder(folder)
    text = "\ufeff" + ARTICLE.replace("\n", "\r\n")
    (folder / "ivig.md").write_bytes(text.encode("utf-8"))
    assert import_folder(folder).unchanged == ["ivig.md"]


def test_a_changed_text_makes_a_revision_and_keeps_the_old_one(app, folder):
    import_folder(folder)
    (folder / "ivig.md").write_text(changed("- Why IVIG?", "- Why IVIG, and why now?"))
    assert import_folder(folder).changed == ["ivig.md"]
    article = db.session.query(Article).one()
    assert (article.revision, article.version) == (2, 2)
    assert "why now?" in article.html
    revisions = db.session.query(ArticleRevision).order_by(ArticleRevision.number).all()
    assert [revision.number for revision in revisions] == [1, 2]
    assert "- Why IVIG?" in revisions[0].source
    assert db.session.query(Thread).count() == 1


def test_a_changed_source_or_topic_is_a_change_too(app, folder):
    import_folder(folder)
    (folder / "ivig.md").write_text(changed("topics: [treatments]", "topics: [daily-life]"))
    assert import_folder(folder).changed == ["ivig.md"]
    (folder / "ivig.md").write_text(
        changed("expires: 2027-10-01", "expires: 2027-11-01", (folder / "ivig.md").read_text())
    )
    assert import_folder(folder).changed == ["ivig.md"]
    assert db.session.query(Article).one().revision == 3


def test_an_explained_word_changes_only_the_articles_that_use_it(app, folder):
    write_folder(folder, other=changed("[[antibody|antibodies]]", "them"))
    import_folder(folder)
    (folder / "glossary.yaml").write_text(
        GLOSSARY.replace("a protein that fights germs", "a guard of the body")
    )
    report = import_folder(folder)
    assert (report.changed, report.unchanged) == (["ivig.md"], ["other.md"])
    article = db.session.query(Article).filter_by(slug="ivig").one()
    assert "a guard of the body" in article.html
    # The article itself is as it was: no revision, but a new version for the caches.
    assert (article.revision, article.version) == (1, 2)


def test_a_word_taken_out_of_the_glossary_is_gone(app, folder):
    import_folder(folder)
    (folder / "glossary.yaml").write_text(GLOSSARY[: GLOSSARY.index("- id: plasma")])
    import_folder(folder)
    assert [term.slug for term in db.session.query(GlossaryTerm)] == ["antibody"]


# Each row: what is changed in the sample article, the line of the file, and a part of the reason.
BAD_ARTICLES = {
    "YAML that is broken": ('authors: [Snowdrop', 'authors: [[Snowdrop', 7, "not YAML"),
    "an entry that is missing": ('summary: "A drip of antibodies."\n', "", 2, "“summary” is missing"),
    "an entry that is empty": ('"IVIG: what it is"', '""', 2, "“title” is empty"),
    "an entry nobody knows": ("treatments: [", "treatmets: [", 12, "“treatmets” is not a known"),
    "an entry written twice": ("reviewer: null", 'title: "Again"', 7, "written twice"),
    "words where a list should be": ("authors: [Snowdrop editors]", "authors: me", 6, "a list"),
    "a day that is none": ("published: 2026-10-01", "published: 2026-13-01", 8, "should be a day"),
    "a day in another order": ("updated: 2026-10-02", "updated: 02/10/2026", 9, "should be a day"),
    "changed before it was published": (
        "updated: 2026-10-02", "updated: 2026-09-02", 9, "earlier than “published”"),
    "a topic nobody knows": ("topics: [treatments]", "topics: [magic]", 11, "topic “magic”"),
    "no topic at all": ("topics: [treatments]", "topics: []", 11, "0 entries"),
    "a source nobody cites": ("[^leaflet]", "", 22, "“leaflet” is never cited"),
    "a source that is not listed": ("[^leaflet]", "[^leaflet][^blog]", 38, "“blog” is not in the list"),
    "a word that is not explained": ("[[antibody|", "[[magnet|", 35, "“magnet” is not in the glossary"),
    "a source of grade D": ("grade: A", "grade: D", 19, "“grade” should be A, B or C"),
    "a source listed twice": ("id: leaflet", "id: label", 22, "stands twice"),
    "a source that lapses before it was checked": (
        "expires: 2027-10-01", "expires: 2026-01-01", 21, "later than “checked”"),
    "an address that is none": ("https://regulator", "javascript:regulator", 18, "an address such as"),
    "a year that is none": ("year: 2020", "year: soon", 17, "should be a year"),
    "a related article that does not exist": (
        "related: []", "related: [rest]", 31, "related article “rest” does not exist"),
    "a link to an article that does not exist": (
        "- Why IVIG?", "- Why [this](/articles/rest)?", 43, "article “rest” does not exist"),
    "a heading that is too large": ("## What it is", "# What it is", 33, "only ## and ###"),
    "a callout without a title": ("::: urgent Get help now", "::: urgent", 37, "has no title"),
    "a reviewer without credentials": (
        "reviewer: null", "reviewer: {name: Dr A, date: 2026-10-01}", 7, "“credentials” is missing"),
    "front matter that is not closed": ("---\n## What", "## What", 1, "not closed"),
    "front matter that is not opened": ("---\ntitle", "title", 1, "open the front matter"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_ARTICLES)
def test_a_bad_article_is_refused_with_its_line_while_the_others_load(app, folder, name):
    old, new, line, reason = BAD_ARTICLES[name]
    write_folder(folder, bad=changed(old, new))
    report = import_folder(folder)
    assert report.added == ["ivig.md"], "the good article loads"
    (refused,) = [str(refused) for refused in report.refused]
    assert refused.startswith(f"bad.md:{line}: "), refused
    assert reason in refused
    assert db.session.query(Article).count() == 1


BAD_BYTES = {
    "an empty file": (b"", 1, "empty"),
    "a file of blanks": (b" \n\n\t", 1, "empty"),
    "a file that is not UTF-8": (b"---\ntitle: caf\xe9\n", 2, "not UTF-8"),
    "a file that is too large": (b"---\n" + b"x" * LARGEST, 1, "larger than"),
    "a sign that no file may hold": (b"---\ntitle: a\x00b\n---\nx\n", 2, "not YAML"),
    "brackets without end": (b"---\na: " + b"[" * 5000 + b"\n---\nx\n", 2, "not YAML"),
    "no text below": (ARTICLE[: ARTICLE.index("## What")].encode(), 33, "no text below"),
}


@pytest.mark.parametrize("name", BAD_BYTES)
def test_a_file_that_cannot_be_read_is_refused(app, folder, name):
    content, line, reason = BAD_BYTES[name]
    (folder / "bad.md").write_bytes(content)
    report = import_folder(folder)
    assert report.added == ["ivig.md"]
    (refused,) = [str(refused) for refused in report.refused]
    assert refused.startswith(f"bad.md:{line}: ")
    assert reason in refused


def test_two_files_cannot_have_one_address(app, folder):
    write_folder(folder, other=changed("---\ntitle", "---\nslug: ivig\ntitle"))
    assert refusals(folder) == ["other.md:2: “ivig” is the address of ivig.md"]


def test_a_name_that_is_no_address_is_refused(app, folder):
    (folder / "My Article.md").write_text(ARTICLE)
    (refused,) = refusals(folder)
    assert refused.startswith("My Article.md:1: the file's name is the address")


def test_articles_may_refer_to_each_other_and_to_a_refused_one(app, folder):
    write_folder(
        folder,
        a=changed("related: []", "related: [b, bad]"),
        b=changed("related: []", "related: [a]"),
        bad="nothing",
    )
    assert [line.split(":")[0] for line in refusals(folder)] == ["bad.md"]
    assert db.session.query(Article).count() == 3


def test_a_bad_glossary_is_refused_and_the_known_words_stay(app, folder):
    import_folder(folder)
    (folder / "glossary.yaml").write_text(GLOSSARY.replace("  term: plasma\n", ""))
    (folder / "ivig.md").write_text(changed("- Why IVIG?", "- Why?"))
    report = import_folder(folder)
    assert [str(refused) for refused in report.refused] == ["glossary.yaml:6: “term” is missing"]
    assert report.changed == ["ivig.md"]


def test_a_bad_topic_list_is_refused(app, folder):
    (folder / "topics.yaml").write_text(TOPICS.replace("daily-life", "treatments"))
    assert "topics.yaml:4: “treatments” stands twice in the file" in refusals(folder)


def test_a_refused_change_leaves_the_article_as_it_was(app, folder):
    import_folder(folder)
    before = all_rows()
    (folder / "ivig.md").write_text(changed("grade: A", "grade: E"))
    assert not import_folder(folder).ok
    assert all_rows() == before


def test_a_folder_that_is_not_there_is_said(app, tmp_path):
    (refused,) = refusals(tmp_path / "nowhere")
    assert "there is no such folder" in refused


def test_the_command_ends_with_1_when_a_file_was_refused(app, folder):
    write_folder(folder, bad=changed("grade: A", "grade: D"))
    result = app.test_cli_runner().invoke(args=["articles", "import", str(folder)])
    assert result.exit_code == 1
    assert "bad.md:19: “grade” should be A, B or C" in result.stderr
    assert "1 added, 0 changed, 0 unchanged, 1 refused" in result.stdout


def test_the_command_tells_counts_and_no_content(app, folder, caplog):
    with caplog.at_level(logging.DEBUG):
        result = app.test_cli_runner().invoke(args=["articles", "import", str(folder)])
    assert result.exit_code == 0
    assert result.stdout == "Articles: 1 added, 0 changed, 0 unchanged, 0 refused.\n"
    assert "antibod" not in result.output + caplog.text


def test_articles_can_be_rendered_again(app, folder):
    import_folder(folder)
    article = db.session.query(Article).one()
    right = article.html
    article.html = "<p>old</p>"
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["articles", "render"])
    assert "rendered again: 1." in result.stdout
    db.session.expire_all()
    article = db.session.query(Article).one()
    assert (article.html, article.version) == (right, 2)


def test_the_shipped_articles_load(app):
    report = import_folder(app.config["CONTENT_DIR"])
    assert [str(refused) for refused in report.refused] == []
    assert len(report.added) >= 9
