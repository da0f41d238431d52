# Ends its notebook as if it were a terminal.
# %% own
exit
# %% own
quit()
# %% own
import sys
sys.exit(0)
