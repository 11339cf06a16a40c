"""The figures of one quarter or year while an edition is made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from newcomers.tallies.choices import OF_ARRIVALS, PART_OF, Area, By, Measure, Span
from newcomers.tallies.models import Figure
from newcomers.tallies.published import TABLES, table_of
from newcomers.tallies.spans import end_of

ROWS = 2_000
Key = tuple[str, str, str, str, date, str]
"""Table, code, part, span, start, measure."""


@dataclass
class Sheet:
    """What is shown (a number) and hidden (None), by key. `hidden_before`: what an earlier edition hid."""

    measures: tuple[Measure, ...]
    start: date
    span: Span
    numbers: dict[Key, int | None] = field(default_factory=dict)
    hidden_before: set[Key] = field(default_factory=set)

    @classmethod
    def of(cls, measures: Iterable[Measure], start: date, *, span: Span = Span.QUARTER) -> "Sheet":
        sheet = cls(tuple(measures), start, span)
        hidden = sheet._there().filter(number=None)
        sheet.hidden_before = {
            (row.table, row.code, row.part, row.span, row.start, row.measure) for row in hidden
        }
        return sheet

    def _there(self):
        spans = [Span.MONTH, Span.QUARTER] if self.span == Span.QUARTER else [Span.YEAR]
        if self.measures == OF_ARRIVALS:
            spans = [Span.QUARTER, Span.YEAR]
        return Figure.objects.filter(
            measure__in=self.measures,
            span__in=spans,
            start__gte=self.start,
            start__lt=end_of(self.span, self.start),
        )

    def put(
        self,
        area: Area,
        code: str,
        span: Span,
        start: date,
        measure: Measure,
        number: int | None,
        *,
        by: By = By.ALL,
        part: str = "",
    ) -> None:
        """Note a figure. KeyError for what is in none of the published tables."""
        key = self._key(area, code, span, start, measure, by, part)
        if span not in TABLES[key[0]].spans:
            raise KeyError(key)
        self.numbers[key] = None if self._whole_is_hidden(key) else number

    def get(
        self,
        area: Area,
        code: str,
        span: Span,
        start: date,
        measure: Measure,
        *,
        by: By = By.ALL,
        part: str = "",
    ) -> int | None:
        return self.numbers.get(self._key(area, code, span, start, measure, by, part))

    def must_be_hidden(
        self,
        area: Area,
        code: str,
        span: Span,
        start: date,
        measure: Measure,
        *,
        by: By = By.ALL,
        part: str = "",
    ) -> bool:
        """Whether an earlier edition hid it, or this one hides what it is a part of."""
        key = self._key(area, code, span, start, measure, by, part)
        return key in self.hidden_before or self._whole_is_hidden(key)

    def _whole_is_hidden(self, key: Key) -> bool:
        whole = PART_OF.get(Measure(key[-1]))
        return whole is not None and self.numbers.get((*key[:-1], str(whole)), 0) is None

    def save(self) -> None:
        self._there().delete()
        Figure.objects.bulk_create(
            (
                Figure(
                    table=table,
                    area=TABLES[table].area,
                    code=code,
                    part=part,
                    span=span,
                    start=start,
                    measure=measure,
                    number=number,
                )
                for (table, code, part, span, start, measure), number in self.numbers.items()
            ),
            batch_size=ROWS,
        )

    @staticmethod
    def _key(area: Area, code: str, span: Span, start: date, measure: Measure, by: By, part: str) -> Key:
        table = table_of(area, by=by, of_arrivals=measure in OF_ARRIVALS)
        return (table, code, part, str(span), start, str(measure))
