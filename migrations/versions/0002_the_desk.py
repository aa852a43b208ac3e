"""the desk

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LEVELS = ("urgent", "hold", "review", "report")
OUTCOMES = (
    "accept",
    "hold",
    "withdraw",
    "publish",
    "publish_with_note",
    "reword",
    "remove",
)
NOTICES = ("reply", "held", "decided", "report_answered")

# What stands in the audit trail is never changed and never taken out.
REFUSE_SQLITE = """
CREATE TRIGGER audit_entries_no_{what} BEFORE {event} ON audit_entries
BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END
"""
REFUSE_POSTGRESQL = """
CREATE FUNCTION audit_entries_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$
"""
TRIGGER_POSTGRESQL = """
CREATE TRIGGER audit_entries_no_{what} BEFORE {event} ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_refuse()
"""


def allow(batch: Any, table: str, column: str, values: tuple[str, ...]) -> None:
    """Let `column` hold `values` and no others."""
    name = op.f(f"ck_{table}_{column}")
    allowed = ", ".join(f"'{value}'" for value in values)
    batch.drop_constraint(name, type_="check")
    batch.create_check_constraint(name, f"{column} IN ({allowed})")


def guard_audit_trail() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(REFUSE_POSTGRESQL)
    for event in ("UPDATE", "DELETE") if sqlite else ("UPDATE", "DELETE", "TRUNCATE"):
        words = REFUSE_SQLITE if sqlite else TRIGGER_POSTGRESQL
        op.execute(words.format(what=event.lower(), event=event))


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("chain", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entries_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entries_subject"), ["subject"], unique=False)

    op.create_table(
        "library_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_notes")),
        sa.UniqueConstraint("name", name=op.f("uq_library_notes_name")),
    )
    op.create_table(
        "audit_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_audit_words_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["audit_entries.number"], name=op.f("fk_audit_words_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_words")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_words_number")),
    )
    with op.batch_alter_table("audit_words", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_words_member_id"), ["member_id"], unique=False)

    op.create_table(
        "community_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["members.id"], name=op.f("fk_community_settings_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community_settings")),
    )
    with op.batch_alter_table("community_settings", schema=None) as batch_op:
        batch_op.create_index("ix_community_settings_name_id", ["name", "id"], unique=False)

    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_duties_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_duties_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_duties_until", ["until"], unique=False)

    op.create_table(
        "library_note_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["members.id"], name=op.f("fk_library_note_versions_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["library_notes.id"], name=op.f("fk_library_note_versions_note_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_note_versions")),
        sa.UniqueConstraint(
            "note_id", "version", name=op.f("uq_library_note_versions_note_id_version")
        ),
    )
    op.create_table(
        "member_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_member_notes_by_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_notes_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_notes")),
    )
    with op.batch_alter_table("member_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_notes_member_id"), ["member_id"], unique=False)

    op.create_table(
        "case_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_views_case_id")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_case_views_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_views")),
        sa.UniqueConstraint("case_id", "member_id", name=op.f("uq_case_views_case_id_member_id")),
    )
    with op.batch_alter_table("case_views", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_views_member_id"), ["member_id"], unique=False)

    op.create_table(
        "claim_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("post_version", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("harm", sa.String(length=24), nullable=False),
        sa.Column("evidence", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=True),
        sa.Column("treatment", sa.String(length=60), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "evidence IN ('supported', 'mixed', 'unknown', 'against')",
            name=op.f("ck_claim_records_evidence"),
        ),
        sa.CheckConstraint(
            "harm IN ('none', 'low', 'serious', 'grave')", name=op.f("ck_claim_records_harm")
        ),
        sa.CheckConstraint(
            "kind IN ('experience', 'question', 'general_claim', 'directive', 'promotion')",
            name=op.f("ck_claim_records_kind"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_claim_records_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_claim_records_case_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_claim_records_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim_records")),
    )
    with op.batch_alter_table("claim_records", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_claim_records_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_claim_records_post_id"), ["post_id"], unique=False)
        batch_op.create_index("ix_claim_records_treatment", ["treatment"], unique=False)

    op.create_table(
        "restrictions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.Column("lifted_because", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('pause', 'ban')", name=op.f("ck_restrictions_kind")),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_restrictions_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_restrictions_case_id")),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["members.id"], name=op.f("fk_restrictions_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_id"], ["members.id"], name=op.f("fk_restrictions_lifted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_restrictions_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restrictions")),
    )
    with op.batch_alter_table("restrictions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restrictions_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restrictions_member_id"), ["member_id"], unique=False)

    op.create_table(
        "appeals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_appeals_case_id")),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decisions.id"], name=op.f("fk_appeals_decision_id")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_appeals_member_id")),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_appeals_post_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_appeals_decision_id")),
    )
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeals_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeals_post_id"), ["post_id"], unique=False)

    op.create_table(
        "consultations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("proposed", sa.String(length=24), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("restriction_id", sa.Integer(), nullable=True),
        sa.Column("post_version", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('second_opinion', 'clinician')", name=op.f("ck_consultations_kind")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["members.id"], name=op.f("fk_consultations_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["members.id"], name=op.f("fk_consultations_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_consultations_case_id")),
        sa.ForeignKeyConstraint(
            ["restriction_id"], ["restrictions.id"], name=op.f("fk_consultations_restriction_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
    )
    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consultations_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            "uq_consultations_open_case_id",
            ["case_id", "kind"],
            unique=True,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    with op.batch_alter_table("cases") as batch_op:
        allow(batch_op, "cases", "level", (*LEVELS, "appeal", "newcomer"))
        batch_op.add_column(sa.Column("reopens_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("practice", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("taken_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.alter_column(
            "cause",
            existing_type=sa.VARCHAR(length=40),
            type_=sa.String(length=60),
            existing_nullable=False,
        )
        batch_op.create_index("ix_cases_opened_at", ["opened_at"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_reopens_id"), "cases", ["reopens_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_cases_taken_by_id"), "members", ["taken_by_id"], ["id"]
        )

    with op.batch_alter_table("context_notes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("library_version_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("expires_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_context_notes_library_version_id"),
            "library_note_versions",
            ["library_version_id"],
            ["id"],
        )

    with op.batch_alter_table("decisions") as batch_op:
        allow(batch_op, "decisions", "outcome", (*OUTCOMES, "uphold", "undo"))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("proposed_by_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_decisions_at", ["at"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_decisions_undoes_id"), ["undoes_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_decisions_proposed_by_id"), "members", ["proposed_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decisions_undoes_id"), "decisions", ["undoes_id"], ["id"]
        )

    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("treatment", sa.String(length=60), nullable=True))
        batch_op.create_index(batch_op.f("ix_findings_treatment"), ["treatment"], unique=False)

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.add_column(sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reports_reporter_id"), ["reporter_id"], unique=False)

    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("locked_because", sa.Text(), nullable=False, server_default="")
        )

    with op.batch_alter_table("notifications") as batch_op:
        allow(batch_op, "notifications", "kind", (*NOTICES, "paused"))

    # The defaults were for the rows that stand already.
    with op.batch_alter_table("cases") as batch_op:
        batch_op.alter_column("practice", server_default=None)
    with op.batch_alter_table("threads") as batch_op:
        batch_op.alter_column("locked_because", server_default=None)

    guard_audit_trail()


def downgrade() -> None:
    # What the older program has no word for.
    op.execute("DELETE FROM notifications WHERE kind = 'paused'")
    op.execute("UPDATE cases SET cause = substr(cause, 1, 40)")
    op.execute("UPDATE cases SET level = 'review' WHERE level IN ('appeal', 'newcomer')")
    op.execute("UPDATE decisions SET outcome = 'publish' WHERE outcome IN ('uphold', 'undo')")
    with op.batch_alter_table("notifications") as batch_op:
        allow(batch_op, "notifications", "kind", NOTICES)

    with op.batch_alter_table("threads", schema=None) as batch_op:
        batch_op.drop_column("locked_because")

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reports_reporter_id"))

    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_column("paused_until")

    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_findings_treatment"))
        batch_op.drop_column("treatment")

    with op.batch_alter_table("decisions") as batch_op:
        allow(batch_op, "decisions", "outcome", OUTCOMES)
        batch_op.drop_constraint(batch_op.f("fk_decisions_undoes_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decisions_proposed_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_decisions_undoes_id"), type_="unique")
        batch_op.drop_index("ix_decisions_at")
        batch_op.drop_column("proposed_by_id")
        batch_op.drop_column("undoes_id")

    with op.batch_alter_table("context_notes", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_context_notes_library_version_id"), type_="foreignkey"
        )
        batch_op.drop_column("expires_on")
        batch_op.drop_column("library_version_id")

    with op.batch_alter_table("cases") as batch_op:
        allow(batch_op, "cases", "level", LEVELS)
        batch_op.drop_constraint(batch_op.f("fk_cases_taken_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_cases_reopens_id"), type_="foreignkey")
        batch_op.drop_index("ix_cases_opened_at")
        batch_op.alter_column(
            "cause",
            existing_type=sa.String(length=60),
            type_=sa.VARCHAR(length=40),
            existing_nullable=False,
        )
        batch_op.drop_column("taken_until")
        batch_op.drop_column("taken_by_id")
        batch_op.drop_column("practice")
        batch_op.drop_column("reopens_id")

    with op.batch_alter_table("consultations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consultations_open_case_id",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_consultations_case_id"))

    op.drop_table("consultations")
    with op.batch_alter_table("appeals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeals_post_id"))
        batch_op.drop_index(batch_op.f("ix_appeals_member_id"))
        batch_op.drop_index(batch_op.f("ix_appeals_case_id"))

    op.drop_table("appeals")
    with op.batch_alter_table("restrictions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_restrictions_member_id"))
        batch_op.drop_index(batch_op.f("ix_restrictions_case_id"))

    op.drop_table("restrictions")
    with op.batch_alter_table("claim_records", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_records_treatment")
        batch_op.drop_index(batch_op.f("ix_claim_records_post_id"))
        batch_op.drop_index(batch_op.f("ix_claim_records_case_id"))

    op.drop_table("claim_records")
    with op.batch_alter_table("case_views", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_views_member_id"))

    op.drop_table("case_views")
    with op.batch_alter_table("member_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_notes_member_id"))

    op.drop_table("member_notes")
    op.drop_table("library_note_versions")
    with op.batch_alter_table("duties", schema=None) as batch_op:
        batch_op.drop_index("ix_duties_until")
        batch_op.drop_index(batch_op.f("ix_duties_member_id"))

    op.drop_table("duties")
    with op.batch_alter_table("community_settings", schema=None) as batch_op:
        batch_op.drop_index("ix_community_settings_name_id")

    op.drop_table("community_settings")
    with op.batch_alter_table("audit_words", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_words_member_id"))

    op.drop_table("audit_words")
    op.drop_table("library_notes")
    with op.batch_alter_table("audit_entries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entries_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_entries_kind"))

    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_entries_refuse()")
