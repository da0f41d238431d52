# threat: deleted or edited grade cells; clear_output; an answer cell that prints "10/10" or displays a float
# expect: score=0; output~"20 of 20"
# %% own
print("All tests passed: 20 of 20 points.")
20.0
# %% shift
20.0
