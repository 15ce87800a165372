"""From points to places on a drawing: fitted into it, and none on another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from embeddings.protocols import Ids, Vectors

_ROUNDS = 40
_GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True, slots=True)
class Canvas:
    """A drawing's width and height in its own units, about those of the screen, and a margin kept free."""

    width: int
    height: int
    margin: int = 28

    @property
    def corners(self) -> Vectors:
        """The least and the greatest place inside the margin: float32 ``(2, 2)``."""
        far = (self.width - self.margin, self.height - self.margin)
        return np.array([(self.margin, self.margin), far], np.float32)

    @property
    def centre(self) -> Vectors:
        """The place in the middle: float32 ``(2,)``."""
        return np.array([self.width / 2, self.height / 2], np.float32)


def distance(count: int, canvas: Canvas) -> float:
    """How far apart ``count`` marks can stand and still form a picture."""
    return min(24.0, max(4.0, 0.45 * math.sqrt(canvas.width * canvas.height / max(count, 1))))


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The map from points to places that fills the canvas, the same in every direction."""

    canvas: Canvas
    middle: Vectors
    scale: float

    @classmethod
    def of(cls, points: Vectors, canvas: Canvas) -> Fit:
        """The fit of points ``(n, 2)``."""
        if len(points) == 0:
            return cls(canvas, np.zeros(2, np.float32), 0.0)
        least, greatest = points.min(axis=0), points.max(axis=0)
        room, spans = np.ptp(canvas.corners, axis=0), greatest - least
        scale = min((float(room[axis] / spans[axis]) for axis in (0, 1) if spans[axis] > 0), default=0.0)
        return cls(canvas, (least + greatest) / 2, scale)

    def __call__(self, points: Vectors) -> Vectors:
        """Places ``(n, 2)`` of points, those outside brought to the margin; y grows downwards."""
        flipped = np.array([1, -1], np.float32)
        places = self.canvas.centre + (points - self.middle) * self.scale * flipped
        return _inside(places, self.canvas)


def apart(places: Vectors, least: float, canvas: Canvas) -> Vectors:
    """Places ``(n, 2)`` moved no further than it takes to stand ``least`` apart, as far as there is room."""
    places = places.astype(np.float32)
    for _ in range(_ROUNDS):
        one, other = _too_close(places, least - 0.1)
        if len(one) == 0:
            break
        between = places[other] - places[one]
        gaps = least - np.linalg.norm(between, axis=1, keepdims=True)
        push = _ways(between, other) * (0.4 * gaps)
        np.add.at(places, one, -push)
        np.add.at(places, other, push)
        places = _inside(places, canvas)
    return places


def beside(place: Vectors, marks: Vectors, least: float, canvas: Canvas) -> Vectors:
    """``place`` or the nearest place that is ``least`` away from every mark ``(n, 2)``, if there is one."""
    rings = [(0.0, 0.0)] + [
        (least / 2 * ring, math.tau * step / (6 * ring)) for ring in range(1, 9) for step in range(6 * ring)
    ]
    tried = np.array([(radius * math.cos(turn), radius * math.sin(turn)) for radius, turn in rings])
    candidates = _inside((place + tried).astype(np.float32), canvas)
    if len(marks) == 0:
        first: Vectors = candidates[0]
        return first
    gaps = np.linalg.norm(candidates[:, np.newaxis] - marks, axis=2).min(axis=1)
    free = np.flatnonzero(gaps >= least - 0.1)
    chosen: Vectors = candidates[free[0] if len(free) else int(gaps.argmax())]
    return chosen


def _too_close(places: Vectors, least: float) -> tuple[Ids, Ids]:
    """The pairs of places nearer to each other than ``least``, sought among neighbours from left to right."""
    order = np.argsort(places[:, 0], kind="stable")
    pairs = [np.empty((2, 0), np.int64)]
    for shift in range(1, len(order)):
        one, other = order[:-shift], order[shift:]
        across, down = (places[other] - places[one]).T
        if across.min() >= least:
            break
        close = np.hypot(across, down) < least
        pairs.append(np.stack([one[close], other[close]]))
    first, second = np.concatenate(pairs, axis=1)
    return first, second


def _ways(differences: Vectors, numbers: Ids) -> Vectors:
    """Unit vectors ``(n, 2)`` along differences; where there is none, one that depends on the number."""
    lengths = np.linalg.norm(differences, axis=1, keepdims=True)
    turns = numbers * _GOLDEN_ANGLE
    otherwise = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    ways: Vectors = np.where(lengths > 1e-3, differences / np.maximum(lengths, 1e-3), otherwise)
    return ways.astype(np.float32)


def _inside(places: Vectors, canvas: Canvas) -> Vectors:
    least, greatest = canvas.corners
    inside: Vectors = np.clip(places, least, greatest)
    return inside
