"""Print how the engine does on every set: `python -m tests.claims.quality`."""

from tests.claims.corpus import SETS, report

if __name__ == "__main__":
    print("\n\n".join(report(name) for name in SETS))
