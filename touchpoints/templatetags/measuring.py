"""What pages show about metrics: figures in words, pictures, and the panel of a touchpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from touchpoints.measuring import wording
from touchpoints.measuring.chart import NARROW, WIDE, Chart, Mark, described, point_day, references_of
from touchpoints.measuring.glance import Glance, glances
from touchpoints.measuring.series import Series
from touchpoints.models import Baseline, Benchmark, Metric, Reading, Touchpoint

register = template.Library()

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
    return {
        "metric": metric,
        "series": series,
        "references": [{"label": each.label, "words": wording.figure(each.value, metric)} for each in references],
        "marks": marks,
        "charts": [Chart(metric, series, references, marks, frame) for frame in (WIDE, NARROW)],
        "description": described(metric, series, references),
        "rows": [
            {
                "day": point_day(point, series),
                "value": wording.figure(point.figure.value, metric),
                "interval": wording.interval(point.figure.low, point.figure.high, metric),
                "n": point.figure.n,
                "readings": point.readings,
            }
            for point in series.points
        ],
    }


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
