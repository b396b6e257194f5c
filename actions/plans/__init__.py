"""Plans: what holds actions together, from a project with its parts to the crisis plan in the drawer."""
