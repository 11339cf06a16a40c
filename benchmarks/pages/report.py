"""One table for each size, and one of how the pages grow."""

import statistics
from collections.abc import Sequence

from benchmarks.pages.measuring import BARE, Cost, Costs, Site


def report(measured: tuple[Sequence[Site], Costs]) -> None:
    sites, costs = measured
    for site in sites:
        print(f"\n{site.size:,} dates (ordinary: {site.facts['ordinary']}; largest: {site.facts['largest']})")
        _costs(site.size, costs)
    if len(sites) > 1:
        _growth([site.size for site in sites], costs)


def _costs(size: int, costs: Costs) -> None:
    bare = costs[BARE][size]
    print(
        f"{'page':34}{'asked/s':>9}{'of bare':>9}{'cpu ms':>9}{'x bare':>8}{'alone ms':>10}"
        f"{'SQL ms':>8}{'queries':>9}{'KB':>6}"
    )
    for name, by_size in costs.items():
        cost = by_size[size]
        print(
            f"{name:34}{_of(cost.rates):9.1f}{_of(cost.rates) / _of(bare.rates):9.3f}{_of(cost.cpu_ms):9.1f}"
            f"{_of(cost.cpu_ms) / _of(bare.cpu_ms):8.1f}{_of(cost.alone_ms):10.1f}{_of(cost.sql_ms):8.1f}"
            f"{cost.queries:9}{cost.bytes / 1000:6.0f}"
        )


def _growth(sizes: Sequence[int], costs: Costs) -> None:
    first, *others = sizes
    print(f"\nhow it grows from {first:,} dates: processor time, alone")
    print(f"{'page':34}" + "".join(f"{f'to {size:,}':>20}" for size in others))
    for name, by_size in costs.items():
        small = by_size[first]
        cells = "".join(f"{_times(by_size[size], small):>20}" for size in others)
        print(f"{name:34}{cells}")


def _times(large: Cost, small: Cost) -> str:
    cpu = _of(large.cpu_ms) / _of(small.cpu_ms)
    return f"{cpu:.2f}  {_of(large.alone_ms) / _of(small.alone_ms):.2f}"


def _of(values: Sequence[float]) -> float:
    """The median of the rounds."""
    return statistics.median(values)
