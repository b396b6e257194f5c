"""Tables of voices, in and out.

A table is opened when it is uploaded (`opening`), its rows wait packed (`packing`) until somebody has named the columns
(`in_forms`), and a worker takes them some at a time (`importing`, claimed by `running`). For two weeks it can be taken
back (`undoing`).
"""
