# threat: forged frames: huge shape, object dtype, negative sizes, too many or early replies
# expect: score=0; note~"it ended the notebook's process"
# %% own
import os

os.closerange(0, 64)
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    return 0.0
