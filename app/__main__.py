"""`python -m app` is `pantau`."""

from app.cli import main

main()
