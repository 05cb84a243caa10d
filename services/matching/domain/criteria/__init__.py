"""What a startup is measured by against a thesis, one module each.

A criterion answers with a strength in percent, 0 for no match, and a reason: a sentence that is
true of the startup and the thesis, with the values that prove it.
"""
