"""x"""

from forum.claims.rules.spec import Spec

RULES: tuple[Spec, ...] = ()
