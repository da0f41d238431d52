# Measures its own functions, as the lecture does.
# %% own
%timeit -n 2 -r 2 conv2d(np.ones((9, 8)), np.ones((3, 3)))
# %% own
spent = %timeit -n 1 -r 1 -o -q shift(np.ones((9, 8)), 1, 2)
print(f"{spent.best:.6f} s")
# %% own
%%timeit -n 1 -r 1
conv2d_same(np.ones((9, 8)), np.ones((3, 3)))
# %% own
%prun -q conv2d(np.ones((9, 8)), np.ones((3, 3)))
