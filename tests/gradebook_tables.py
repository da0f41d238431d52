"""All tables of a gradebook in a form that can be compared: names instead of ids."""

from __future__ import annotations

from collections import Counter
from typing import Any

import sqlalchemy
from nbgrader.api import Base


class Tables:
    """A gradebook's tables, each row with what it points to instead of ids.

    Attributes
    ----------
    names
        All tables' names.
    """

    def __init__(self, url: str) -> None:
        engine = sqlalchemy.create_engine(url)
        with engine.connect() as connection:
            self._rows: dict[str, list[dict[str, Any]]] = {
                name: [dict(row) for row in connection.execute(table.select()).mappings()]
                for name, table in Base.metadata.tables.items()
            }
        engine.dispose()
        self.names = sorted(self._rows)

    def rows(self, name: str) -> Counter[str]:
        """Return the rows of a table as texts."""
        return Counter(self._words(name, row) for row in self._rows[name])

    def _words(self, name: str, row: dict[str, Any]) -> str:
        table = Base.metadata.tables[name]
        parts = []
        for column in table.columns:
            value = row[column.name]
            key = next(iter(column.foreign_keys), None)
            if key is not None and value is not None:
                other = key.column.table.name
                target = next(r for r in self._rows[other] if r[key.column.name] == value)
                parts.append(f"{column.name}=({self._words(other, target)})")
            elif column.name != "id" or name in {"course", "student"}:
                parts.append(f"{column.name}={value!r}")
        return f"{name}: {', '.join(parts)}"
