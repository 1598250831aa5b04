"""The scores on annotated articles never fall below their floors, and every offset is exact."""

import pytest

from tests.gold import FILES, floors, scores, stories


def present(name: str):
    path = FILES[name]
    if not path.exists():
        pytest.skip(f"no {path.name}: the shared folder is not beside this checkout")
    return path


@pytest.mark.parametrize("name", sorted(FILES))
def test_no_score_below_its_floor(name: str) -> None:
    got = scores(present(name))
    below = {
        row: (floor, got.get(row)) for row, floor in floors().get(name, {}).items() if got.get(row, 0) < floor
    }
    assert not below, f"below the floor (floor, score): {below}"


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_mention_is_the_text_at_its_offsets(name: str) -> None:
    for line, story in stories(present(name)):
        for mention in story.mentions:
            assert line[mention.field][mention.start : mention.end] == mention.text


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_role_names_the_rule_that_gave_it(name: str) -> None:
    for _, story in stories(present(name)):
        assert all("/" in m.rule for m in story.mentions if m.role)
