"""What a chapter imports: tables in, frames, graphs, numbers and figures out.

Data walks one way: ``load`` reads a table, every other helper takes frames and returns frames, graphs, numbers or
figures, and ``glue`` and ``chart`` hand a result to the page.
"""

from helpers.data import DataError, as_of
from helpers.labels import t
from helpers.loading import load
from helpers.page import chart, explorer, glue

__all__ = ["DataError", "as_of", "chart", "explorer", "glue", "load", "t"]
