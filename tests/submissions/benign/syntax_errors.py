# Leaves cells that are no Python.
# %% own
def half_written(image
# %% own
    indented = 1
# %% own
The bias is added once, says the lecture.
# %% own
for x in range(3):
# %% own
print "hello"
# %% own
x = 5 +
# %% own
%no_such_magic
# %% own
%%no_such_cell_magic
x
