"""What machines may know of an article: schema.org's MedicalWebPage, and nothing that is not so."""

from __future__ import annotations

from typing import Any

from flask import current_app

from forum.articles.queries import WholeArticle
from forum.models import ArticleSource

# Articles are written in English, whatever language the page around them speaks.
LANGUAGE = "en"


def medical_web_page(whole: WholeArticle) -> dict[str, Any]:
    """The JSON-LD of an article. It names a reviewer only when there was one."""
    article = whole.article
    site = str(current_app.config["SITE_NAME"])
    page: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": article.title,
        "description": article.summary,
        "url": f"{current_app.config['PUBLIC_URL']}/articles/{article.slug}",
        "inLanguage": LANGUAGE,
        "datePublished": article.published_on.isoformat(),
        "dateModified": article.updated_on.isoformat(),
        "author": [_author(name) for name in article.authors],
        "publisher": {"@type": "Organization", "name": site},
        "about": {"@type": "MedicalCondition", "name": "Myasthenia gravis"},
        "audience": {"@type": "MedicalAudience", "audienceType": "Patient"},
        "isAccessibleForFree": True,
        "citation": [_citation(source) for source in whole.sources],
    }
    if article.reviewer is not None:
        page["lastReviewed"] = article.reviewer["date"]
        page["reviewedBy"] = {
            "@type": "Person",
            "name": article.reviewer["name"],
            "description": article.reviewer["credentials"],
        }
    return page


def _author(name: str) -> dict[str, str]:
    return {"@type": "Organization" if name.endswith("editors") else "Person", "name": name}


def _citation(source: ArticleSource) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
    }
    if source.url:
        found["url"] = source.url
    if source.year:
        found["datePublished"] = str(source.year)
    return found
