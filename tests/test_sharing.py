"""Crawls of one process share the files they write to."""

import pytest

from crawler.sharing import Shared, opened, remembered


class File:
    def __init__(self):
        self.closed = 0

    def close(self):
        self.closed += 1


def test_file_is_opened_once_and_closed_with_its_last_user():
    made = []
    users = [Shared("uji", lambda: made.append(File()) or made[-1]) for _ in range(3)]
    users[0].close()
    users[0].close()
    users[1].close()
    assert (len(made), made[0].closed, users[2].closed) == (1, 0, 0)
    users[2].close()
    assert made[0].closed == 1
    Shared("uji", lambda: made.append(File()) or made[-1]).close()
    assert [file.closed for file in made] == [1, 1]


@pytest.mark.parametrize("opening", [opened, remembered])
def test_crawls_share_the_file_of_an_index_and_of_its_state(opening, tmp_path):
    one, other = (opening(f"sqlite:///{tmp_path / 'p.db'}") for _ in range(2))
    assert one.db is other.db
    one.close()
    assert other.db.filename.endswith("p.db")
    other.close()
