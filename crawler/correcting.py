"""What an editor corrected, wherever an article is read: the one place between the rules and the index.

A crawl, a replay and a rebuild go through `Corrector`; what the state keeps of an article outlives each of them.
"""

from entities.corrections import corrected
from entities.records import Story
from state.state import State


class Corrector:
    """Corrects stories that were just read by what a state knows; without a state they stay as the rules read them."""

    def __init__(self, state: State | None) -> None:
        self.state = state

    def correct(self, story: Story) -> Story:
        """The story with what the editor says of it."""
        return corrected(story, self.state.corrections(story.article.id)) if self.state else story

    def hidden(self) -> frozenset[str]:
        """The ids of the articles that are hidden."""
        return self.state.hidden() if self.state else frozenset()
