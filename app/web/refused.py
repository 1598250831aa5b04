"""What a page cannot answer as it was asked, in a sentence of the reader's language."""

from typing import Any

from app.web.language import said
from entities.errors import BadInput


class Refused(BadInput):
    """An address or a form that asks for what there is not; str() is the English sentence. key: of
    app/web/data/refused.toml."""

    http = 400

    def __init__(self, key: str, *, field: str | None = None, **values: Any) -> None:
        self.key, self.values = f"refused.{key}", values
        super().__init__(said("en", self.key, **values), field=field)


class Unknown(Refused):
    """Nothing stands under this address."""

    http = 404
