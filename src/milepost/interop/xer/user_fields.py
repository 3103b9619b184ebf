"""User-defined fields and activity codes of P6, by the labels people gave them."""

from __future__ import annotations

from collections import defaultdict

from milepost.interop.xer import codes
from milepost.interop.xer.tables import Row, Tables

Value = str | int | float | bool


class UserFields:
    """The values of all rows that have any."""

    def __init__(self, tables: Tables) -> None:
        self._found: dict[tuple[str, str], dict[str, Value]] = defaultdict(dict)
        self._read_values(tables)
        self._read_codes(tables)

    def of(self, table: str, uid: str) -> dict[str, Value]:
        """The values of one row."""
        return dict(self._found.get((table, uid), {}))

    def _read_values(self, tables: Tables) -> None:
        kinds = {row.get("udf_type_id", ""): row for row in tables.rows("UDFTYPE")}
        for row in tables.rows("UDFVALUE"):
            kind = kinds.get(row.get("udf_type_id", ""))
            value = value_of(row)
            if kind is not None and value is not None and "fk_id" in row:
                label = kind.get("udf_type_label", kind.get("udf_type_name", ""))
                self._found[kind.get("table_name", ""), row["fk_id"]][label] = value

    def _read_codes(self, tables: Tables) -> None:
        kinds = {
            row.get("actv_code_type_id", ""): row.get("actv_code_type", "") for row in tables.rows("ACTVTYPE")
        }
        values = {row.get("actv_code_id", ""): row.get("short_name", "") for row in tables.rows("ACTVCODE")}
        for row in tables.rows("TASKACTV"):
            kind, value = kinds.get(row.get("actv_code_type_id", "")), values.get(row.get("actv_code_id", ""))
            if kind and value is not None and "task_id" in row:
                self._found["TASK", row["task_id"]][kind] = value


def value_of(row: Row) -> Value | None:
    """What a row of UDFVALUE says; None where it says nothing."""
    if "udf_text" in row:
        return row["udf_text"]
    if "udf_date" in row:
        return row["udf_date"]
    if "udf_number" in row:
        try:
            return codes.number_of(row["udf_number"])
        except ValueError:
            return row["udf_number"]
    return None
