"""Pain points as rows: what customers name, at which stage, how much it hurts there, how many comments say so."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cxdesk.app.delegates.row import BOLD_ROLE, TONE_ROLE
from cxdesk.app.widgets.plain import tooltip
from cxdesk.domain.journey import Journey, PainPoint
from cxdesk.system.i18n import _, ngettext, number

Index = QModelIndex | QPersistentModelIndex
SCORE_ROLE = int(Qt.ItemDataRole.UserRole) + 80  # 0–100 as a number, None where it is not known


class Column(IntEnum):
    NAME = 0
    STAGE = 1
    BAR = 2
    SCORE = 3
    COMMENTS = 4


class PainsModel(QAbstractTableModel):
    """The pain points of a Journey, in its order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.points: tuple[PainPoint, ...] = ()
        self._stages: dict[str, str] = {}

    def show_journey(self, found: Journey) -> None:
        self.beginResetModel()
        self.points = found.pains
        self._stages = {one.stage.key: f"{at}. {one.stage.shown}" for at, one in enumerate(found.stages, 1)}
        self.endResetModel()

    def point(self, row: int) -> PainPoint | None:
        return self.points[row] if 0 <= row < len(self.points) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.points)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        point, column = self.point(index.row()), Column(index.column())
        if point is None:
            return None
        score = point.score.value if point.score is not None else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(point, column, score)
        if role == SCORE_ROLE:
            return score
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._about(point, score))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column >= Column.SCORE else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == TONE_ROLE:
            return {Column.COMMENTS: "accent", Column.STAGE: "text2"}.get(column, "text")
        return column in (Column.NAME, Column.SCORE) if role == BOLD_ROLE else None

    def _text(self, point: PainPoint, column: Column, score: float | None) -> str:
        comments = ngettext("{n} comment", "{n} comments", point.comments)
        known = self._stages.get(point.stage, "")
        said = {Column.NAME: point.theme.shown, Column.STAGE: known or "–", Column.COMMENTS: comments}
        return said.get(column, "") if column != Column.SCORE else ("–" if score is None else number(score))

    def _about(self, point: PainPoint, score: float | None) -> str:
        """What the row says, in full."""
        parts = [point.theme.shown]
        if point.stage:
            at = self._stages.get(point.stage, "")
            parts.append(_("{n} of {of} comments are known to be about stage {stage}", n=number(point.here),
                           of=number(point.comments), stage=at))  # fmt: skip
        else:
            parts.append(_("Nothing says at which stage these comments were written."))
        if score is not None:
            parts.append(_("Score of the stage: half people lost there, half answers that say it was hard."))
        return "\n".join(parts)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == Column.COMMENTS else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        heads = (_("what customers name"), _("stage"), _("score, 0–100"), "", "")
        return heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    @property
    def table(self) -> list[list[str]]:
        """Head and rows as texts, for the clipboard."""
        head = [_("what customers name"), _("stage"), _("score, 0–100"), _("comments")]
        rows = []
        for point in self.points:
            score = point.score.value if point.score is not None else None
            cells = [self._text(point, column, score) for column in (Column.NAME, Column.STAGE, Column.SCORE)]
            rows.append([*cells, number(point.comments)])
        return [head, *rows]
