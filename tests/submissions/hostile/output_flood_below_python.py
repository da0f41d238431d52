# threat: output floods, gigantic reprs, millions of figures
# like: honest
# expect: score=20; output!~"yyyy"
# %% own
import os

for _ in range(2000):
    os.write(1, b"y" * 1000)
    os.write(2, b"\x1b]0;owned\x07" + b"y" * 1000)
