# threat: deleted or edited grade cells; clear_output; an answer cell that prints "10/10" or displays a float
# expect: score=0
# %% own
from IPython.display import clear_output, display

display(20.0)
clear_output()
get_ipython().display_pub.publish({"text/plain": "20.0"}, {})
