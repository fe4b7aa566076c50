"""What was measured, as Markdown."""

from collections.abc import Iterable, Sequence
from statistics import median


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table. Its columns are not aligned: Markdown does that by styles in the page, which are refused."""
    lines = [heads, ["---" for _ in heads], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def seconds(values: Iterable[float]) -> str:
    """The median of some times, as in "1.23 s"."""
    value = median(values)
    return f"{value:.0f} s" if value >= 100 else f"{value:.3g} s"


def ratio(pairs: Iterable[tuple[float, float]]) -> str:
    """The first of a pair as a multiple of the second; the median of the pairs."""
    return f"{median(first / second for first, second in pairs):.2f}"


def growth(small: tuple[int, Iterable[float]], large: tuple[int, Iterable[float]]) -> str:
    """How much longer each exercise takes in the larger of two libraries; 1 is linear."""
    (few, short), (many, long) = small, large
    return f"{median(long) / many / (median(short) / few):.2f}"


def size(bytes_: float) -> str:
    """A number of bytes, as in "12.3 KB"."""
    value, unit = (bytes_ / 1e6, "MB") if bytes_ >= 1e6 else (bytes_ / 1e3, "KB")
    return f"{value:.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
