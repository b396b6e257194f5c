"""Voices: what customers say, good and bad apart, and what employees propose, each with an answer at the end.

`keeping` is the door by which a customer's voice comes in, wherever it was said, and by which it is judged. The
packages are what people do: `asking` sets up questions at touchpoints, `answering` is the public page, `collecting`
takes in what was said elsewhere, `exchange` takes in and gives out tables, `searching` finds words, `topics` reads free
text, `workspaces` works off complaints and praise apart, `alerting` notices what is new or rising, `suggestions` takes
up what employees propose, `learning` tells everyone what was learned and done; `elsewhere` is what other floors show
of voices.
"""
