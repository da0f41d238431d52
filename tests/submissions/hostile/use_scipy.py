# threat: calling SciPy, PyTorch or OpenCV for the convolution
# without: namespaces, view, landlock, seccomp
# expect: score=0; hint~"ModuleNotFoundError"
# %% conv2d
def conv2d(image, kernel, bias=0.0):
    from scipy.signal import correlate2d

    return correlate2d(image, kernel, mode="valid") + bias
# %% own
import importlib

for name in ("scipy.signal", "torch", "cv2", "sklearn", "skimage"):
    try:
        importlib.import_module(name)
        print("REACHED", name)
    except ImportError:
        print("refused")
