# Asks for input, which nobody gives.
# %% own
name = input("Your name? ")
# %% own
import getpass
getpass.getpass()
# %% own
import sys
print(sys.stdin.read(5), sys.stdin.isatty())
# %% own
breakpoint()
# %% own
%debug
