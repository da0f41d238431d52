# threat: signals ignored, endless loops, sleep, waits, a C loop that holds the GIL
# hasty: yes
# expect: score=0; hint~"stopped after 2 s"
# %% conv2d
import signal


def conv2d(image, kernel, bias=0.0):
    for number in range(1, 65):
        try:
            signal.signal(number, lambda *args: None)
        except (OSError, ValueError):
            pass
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
