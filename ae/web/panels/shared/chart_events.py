"""What a chart tells of what a person has selected on it."""

import numpy as np


def rows_of(event: dict) -> list[int]:
    """Return the rows that a chart's selection names; marks on the chart have none."""
    points = event["selection"]["points"]
    return [int(np.ravel(one["customdata"])[0]) for one in points if "customdata" in one]
