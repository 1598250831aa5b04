"""What every Index promises. A backend's test is this class with an `index` fixture; no promise is skipped for one.

The promises stand beside this file, by subject.
"""

from tests.contracts.asking import Asking
from tests.contracts.copying import Republishing
from tests.contracts.filtering import Filtering
from tests.contracts.forgetting import Forgetting
from tests.contracts.joining import Joining
from tests.contracts.keeping import Keeping
from tests.contracts.making import DAY, ids, mention, paged, story
from tests.contracts.ordering import Ordering
from tests.contracts.ranking import Ranking
from tests.contracts.suggesting import Suggesting
from tests.contracts.summing import Summing
from tests.contracts.wording import Wording

__all__ = ["DAY", "IndexContract", "ids", "mention", "paged", "story"]


class IndexContract(
    Keeping,
    Republishing,
    Forgetting,
    Wording,
    Asking,
    Ordering,
    Ranking,
    Filtering,
    Summing,
    Suggesting,
    Joining,
):
    """All promises together."""
