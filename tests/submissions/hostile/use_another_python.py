# threat: calling SciPy, PyTorch or OpenCV for the convolution
# without: namespaces, view, landlock, seccomp
# expect: score=0; output~"refused"
# %% own
import subprocess
import sys

for python in (sys.executable, "/usr/bin/python3"):
    try:
        done = subprocess.run([python, "-c", "import scipy.signal"], capture_output=True)
        print("refused" if done.returncode else "REACHED")
    except OSError:
        print("refused")
