"""Sheets of labels that shops sell, and where each label is. Millimetres; names and sizes are Avery's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """An A4 sheet. left, top: of the first label; step_x, step_y: from one label to the next."""

    code: str
    across: int
    down: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float

    @property
    def labels(self) -> int:
        return self.across * self.down

    @property
    def name(self) -> str:
        return f"{self.code}: {self.labels} of {self.width:g} × {self.height:g} mm"

    def place(self, number: int) -> tuple[float, float]:
        """Of label `number` (from 0, line by line): its left upper corner, from that of the sheet."""
        row, column = divmod(number % self.labels, self.across)
        return self.left + column * self.step_x, self.top + row * self.step_y


SHEETS = {
    sheet.code: sheet
    for sheet in (
        Sheet("L7163", 2, 7, 99.1, 38.1, 4.65, 15.15, 101.6, 38.1),
        Sheet("L7160", 3, 7, 63.5, 38.1, 7.25, 15.15, 66.0, 38.1),
        Sheet("L7173", 2, 5, 99.1, 57.0, 4.65, 6.0, 101.6, 57.0),
        Sheet("L7165", 2, 4, 99.1, 67.7, 4.65, 13.1, 101.6, 67.7),
        Sheet("L7168", 1, 2, 199.6, 143.5, 5.2, 5.0, 199.6, 143.5),
    )
}
SMALLEST = SHEETS["L7160"]
