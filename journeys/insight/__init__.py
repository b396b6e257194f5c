"""What a map tells: a step's way into work, weak points, voices."""
