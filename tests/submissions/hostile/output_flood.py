# threat: output floods, gigantic reprs, millions of figures
# expect: score=0; output~"[cut:"
# %% own
line = "x" * 1000
for _ in range(20000):
    print(line)
