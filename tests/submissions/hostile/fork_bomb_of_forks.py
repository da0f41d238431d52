# threat: fork bomb, thread bomb
# hasty: yes
# expect: score=0
# %% own
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
