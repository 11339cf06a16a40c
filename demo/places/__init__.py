"""The municipalities that are written out, one module each."""

from demo.places import bodo, hamaroy, heroy, rana, sortland, vagan

WRITTEN = (heroy.PLACE, bodo.PLACE, rana.PLACE, sortland.PLACE, vagan.PLACE, hamaroy.PLACE)
