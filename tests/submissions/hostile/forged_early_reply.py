# threat: forged frames: huge shape, object dtype, negative sizes, too many or early replies
# expect: score=0; note~"what is no answer"
# %% own
import os

for descriptor in range(3, 64):
    try:
        os.write(descriptor, b"0123456789abcdefH2,0;{}")
    except OSError:
        pass
