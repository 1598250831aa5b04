"""Raise the floors to today's scores: `make floors`. A floor is never lowered."""

import json

from tests.gold import FILES, FLOORS, floors, scores


def raise_floors() -> None:
    """Writes floors.json and prints what rose and what lies below its floor."""
    kept = floors()
    for name, path in FILES.items():
        if not path.exists():
            print(f"{name}: {path} is not here, its floors stay")
            continue
        old = kept.setdefault(name, {})
        for row, score in scores(path).items():
            if score != old.get(row):
                print(
                    f"{name:<6}{row:<26}{old.get(row, 0):>8.3f} -> {score:.3f}{' BELOW' * (score < old.get(row, 0))}"
                )
            old[row] = max(score, old.get(row, 0.0))
    FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    raise_floors()
