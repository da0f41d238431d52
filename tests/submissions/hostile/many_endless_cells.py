# threat: signals ignored, endless loops, sleep, waits, a C loop that holds the GIL
# hasty: yes
# expect: score=0; note~"stopped after 2 s"; note~"left out"
# %% own
while True:
    pass
# %% own
while True:
    pass
# %% own
while True:
    pass
# %% own
while True:
    pass
# %% own
while True:
    pass
# %% own
while True:
    pass
# %% own
while True:
    pass
# %% own
while True:
    pass
