# threat: calling SciPy, PyTorch or OpenCV for the convolution
# expect: score=0
# %% own
import subprocess
import sys

done = subprocess.run([sys.executable, "-m", "pip", "install", "scipy"], capture_output=True)
print("refused" if done.returncode else "REACHED")
