"""What an editor corrected, wherever an article is read: the one place between the rules and the index.

A crawl, a replay and a rebuild read through `Corrector`; what the state keeps of an article outlives each of them.
"""

from entities.corrections import corrected
from entities.extract import annotate
from entities.records import Article, Story
from state.state import State


class Corrector:
    """Reads articles by today's rules and by what the editor said of them; without a state by the rules alone."""

    def __init__(self, state: State | None) -> None:
        self.state = state

    def read(self, article: Article) -> Story:
        """The story of an article."""
        return self.correct(annotate(article))

    def correct(self, story: Story) -> Story:
        """A story that was just read, with what the editor says of it."""
        return corrected(story, self.state.corrections(story.article.id)) if self.state else story

    def hidden(self) -> frozenset[str]:
        """The ids of the articles that are hidden."""
        return self.state.hidden() if self.state else frozenset()
