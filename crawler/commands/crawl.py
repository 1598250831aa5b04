"""`scrapy crawl SOURCE`, as Scrapy has it, but with a status that says when the crawl failed."""

import argparse

from scrapy import Spider
from scrapy.commands.crawl import Command as Crawl
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError

from crawler.archive_place import limits_of
from crawler.duty import on_duty
from crawler.logs import hide_secrets
from crawler.network import press_address
from crawler.run import wishes
from crawler.stats import told
from entities.errors import BadInput
from state.state import state_url


class Command(Crawl):
    """Scrapy ends with 0 whatever happened to the items; a source or a store that failed is 1 here."""

    made: Crawler | None = None

    def _create_crawler(self, spidercls: type[Spider] | str) -> Crawler:
        self.made = super()._create_crawler(spidercls)
        return self.made

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, tell the problems, and set the status."""
        hide_secrets(self.settings.get("PANTAU_INDEX", ""))
        try:
            wishes(**opts.spargs)
            on_duty(args, state_url(self.settings["PANTAU_INDEX"], self.settings.get("PANTAU_STATE")))
            press_address(self.settings.get("PANTAU_PRESS", ""))
            limits_of(self.settings)
        except BadInput as error:
            raise UsageError(str(error), print_help=False) from error
        super().run(args, opts)
        if self.made is None or self.made._stats is None:
            return
        for sentence in told(self.made, "problems"):
            self.made.spider.logger.error(sentence)
            self.exitcode = 1
