"""`make words`: bring the catalogues in step with the code, and list what has no translation."""

from __future__ import annotations

import sys

from words.catalogue import catalogue, faults, gathered, languages, untranslated, update, write


def main() -> int:
    found = gathered()
    bad = False
    for language in languages():
        kept = catalogue(language)
        update(kept, found)
        write(kept)
        missing, wrong = untranslated(kept), list(faults(kept))
        print(f"{language}: {len(kept)} strings, {len(missing)} to translate")
        for message in missing:
            print(f"  {message.id!r}")
        for fault in wrong:
            print(f"  wrong: {fault}")
        bad = bad or bool(missing or wrong)
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
