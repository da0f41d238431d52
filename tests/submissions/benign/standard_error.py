# Writes to standard error, and straight to the descriptors.
# %% own
import os, sys, warnings
print("careful", file=sys.stderr)
warnings.warn("careful")
sys.stdout.write("raw\n")
os.write(1, b"rawer\n")
os.write(2, b"rawest\n")
sys.stdout.buffer.write(b"bytes\n")
