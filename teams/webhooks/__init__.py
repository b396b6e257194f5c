"""Telling other programs what happens in a team.

`announcing` writes one row per event and receiver inside the transaction of the deed, `delivering` carries the rows:
signed by `signing`, to a receiver that `destinations` let pass, by `sending`. `keeping` is what leads do with webhooks.
"""
