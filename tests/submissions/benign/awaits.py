# Waits at the top level, as notebooks allow.
# %% own
import asyncio
await asyncio.sleep(0)


async def double(x):
    await asyncio.sleep(0.01)
    return 2 * x


await asyncio.gather(double(1), double(2))
# %% own
asyncio.run(double(3))
# %% own
async for number in (i async for i in double(3)):
    pass
