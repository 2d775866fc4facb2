"""Tables of numbers in text files: source -> dialect -> header -> columns -> numbers; nothing is guessed in silence.

`read_table` is the front door. Each step reads what is there if only one reading is possible and says so in the notes
of the table; where two are possible, it refuses and names the option that chooses. Its modules import from `exact`
and below.
"""

from sparsest.table.options import TableOptions, option
from sparsest.table.read import Table, read_table

__all__ = ["Table", "TableOptions", "option", "read_table"]
