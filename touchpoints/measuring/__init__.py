"""What is measured at touchpoints: readings and their intervals, baselines, comparisons, charts."""
