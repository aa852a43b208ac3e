"""The desk that most of its tests begin with."""

from __future__ import annotations

import pytest

from forum.models import Role
from tests.factories import make_article, make_member, thread_of
from tests.moderation.desk import held_case


@pytest.fixture
def desk(app, browse):
    """Cora's advice, held; Mo and Ann are moderators."""
    cora, mo = make_member("Cora"), make_member("Mo", role=Role.MODERATOR)
    ann = make_member("Ann", role=Role.MODERATOR)
    thread = thread_of(make_article())
    case = held_case(browse(cora), thread)
    return {"cora": cora, "mo": mo, "ann": ann, "thread": thread, "case": case}
