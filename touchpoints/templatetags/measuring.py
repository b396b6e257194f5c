"""What pages show about metrics: figures in words, pictures, and the panel of a touchpoint."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from touchpoints.measuring import wording
from touchpoints.measuring.chart import NARROW, WIDE, Chart, Dot, Mark, described, point_day, point_words, references_of
from touchpoints.measuring.glance import Glance, glances
from touchpoints.measuring.series import Series
from touchpoints.models import Baseline, Benchmark, Metric, Reading, Touchpoint

register = template.Library()

DOT = '<g class="dot"><title>{words}</title>{bar}<circle cx="{x}" cy="{y}" r="{size}"/></g>'
BAR = '<line class="bar" x1="{x}" x2="{x}" y1="{y_low}" y2="{y_high}"/>'
ROW = '<tr><th scope="row">{day}</th>{cells}</tr>'
CELL = '<td class="number">{}</td>'
"""What stands once for each of up to 200 points is put together here: the template takes ten times as long."""

SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 120, 32, 4


@register.filter
def figure(value: wording.Number, metric: Metric) -> str:
    """A value of the metric with its unit: {{ reading.value|figure:metric }}."""
    return wording.figure(value, metric)


@register.filter
def interval_of(row: Reading | Baseline, metric: Metric) -> str:
    """The 95 % interval of a reading or a baseline, in words; empty where there is none."""
    return wording.interval(row.low, row.high, metric)


@register.simple_tag
def metrics_at(touchpoint: Touchpoint) -> list[Glance]:
    """The touchpoint's metrics at a glance."""
    return glances(touchpoint)


@register.inclusion_tag("touchpoints/measuring/chart.html")
def metric_chart(
    metric: Metric,
    series: Series,
    baseline: Baseline | None,
    benchmarks: Sequence[Benchmark],
    marks: Sequence[Mark],
) -> dict[str, Any]:
    """The metric's picture, for wide and for narrow screens, with the same figures as a table."""
    references = references_of(metric, series, baseline, benchmarks)
    words = [point_words(point, metric, series) for point in series.points]
    return {
        "metric": metric,
        "series": series,
        "references": [{"label": each.label, "words": wording.figure(each.value, metric)} for each in references],
        "marks": marks,
        "charts": [Chart(metric, series, references, marks, frame, words) for frame in (WIDE, NARROW)],
        "description": described(metric, series, references),
    }


@register.simple_tag
def drawn_dots(chart: Chart) -> SafeString:
    """The points of a picture with their intervals, each with its words."""
    return mark_safe("".join(_dot(dot, chart.dot_size) for dot in chart.dots))  # noqa: S308


def _dot(dot: Dot, size: float) -> str:
    bar = "" if dot.y_low is None else BAR.format(x=dot.x, y_low=dot.y_low, y_high=dot.y_high)
    return DOT.format(words=escape(dot.words), bar=bar, x=dot.x, y=dot.y, size=size)


@register.simple_tag
def point_rows(metric: Metric, series: Series) -> SafeString:
    """The points of a picture as lines of a table: value, interval, n, and how many readings where they are pooled."""
    lines = []
    for point in series.points:
        one = point.figure
        cells = [
            wording.figure(one.value, metric),
            wording.interval(one.low, one.high, metric) or "–",
            "–" if one.n is None else number_format(one.n),
            *([number_format(point.readings)] if series.period else []),
        ]
        lines.append(ROW.format(day=escape(point_day(point, series)), cells="".join(map(_cell, cells))))
    return mark_safe("".join(lines))  # noqa: S308


def _cell(words: str) -> str:
    return CELL.format(escape(words))


@register.simple_tag
def sparkline(glance: Glance) -> SafeString | str:
    """The newest readings as a small line; the words beside it say the last value."""
    values = [float(reading.value) for reading in glance.readings]
    if len(values) < 2:
        return ""
    low, height = min(values), max(values) - min(values)
    step = (SPARK_WIDTH - 2 * SPARK_EDGE) / (len(values) - 1)
    room = SPARK_HEIGHT - 2 * SPARK_EDGE
    dots = [
        (
            round(SPARK_EDGE + i * step, 1),
            round(SPARK_EDGE + room * (1 - ((value - low) / height if height else 0.5)), 1),
        )
        for i, value in enumerate(values)
    ]
    return format_html(
        '<svg class="sparkline" width="{width}" height="{height}" viewBox="0 0 {width} {height}" aria-hidden="true">'
        '<polyline points="{line}"/><circle cx="{x}" cy="{y}" r="3"/></svg>',
        width=SPARK_WIDTH,
        height=SPARK_HEIGHT,
        line=" ".join(f"{x},{y}" for x, y in dots),
        x=str(dots[-1][0]),
        y=str(dots[-1][1]),
    )
