"""For `scrapyd-deploy`, which builds its egg by this file; all else is said in pyproject.toml."""

from setuptools import setup

setup()
