# threat: output floods, gigantic reprs, millions of figures
# expect: score=0; output~"eeee"
# %% own
raise ValueError("e" * 10**7)
