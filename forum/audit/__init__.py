"""The audit trail: every act of moderation in a row that cannot be changed, chained by a keyed hash.

The rows hold pseudonyms and digests. Names and words stand beside them and can be erased. The key
is made from SECRET_KEY and is not in the database, so that who can write to the database alone
cannot make a row that fits.
"""

from forum.audit.chain import decision_words, is_kept, pseudonym
from forum.audit.verifying import Report, verify
from forum.audit.writing import erase_words, record

__all__ = [
    "Report",
    "decision_words",
    "erase_words",
    "is_kept",
    "pseudonym",
    "record",
    "verify",
]
