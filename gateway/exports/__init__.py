"""Tables that organisers take away, as CSV or XLSX."""

from gateway.exports.tables import TABLES, Table
from gateway.exports.writing import FORMATS

__all__ = ["FORMATS", "TABLES", "Table"]
