"""Making journeys: the list, and the forms for journeys, phases and steps."""
