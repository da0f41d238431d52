# threat: signals ignored, endless loops, sleep, waits, a C loop that holds the GIL
# hasty: yes
# expect: score=0; hint~"stopped after 2 s"
# %% conv2d
import os
import signal


def conv2d(image, kernel, bias=0.0):
    os.kill(os.getpid(), signal.SIGSTOP)
