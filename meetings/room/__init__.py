"""The live room: what everyone may see (`state`), what is one person's own (`desk`), and the doors to both."""
