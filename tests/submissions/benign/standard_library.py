# Imports widely, and uses a little of each.
# %% own
import abc, argparse, array, ast, base64, bisect, calendar, cmath, collections, colorsys
import copy, csv, datetime, decimal, difflib, fractions, glob, hashlib, heapq, html, inspect
import io, itertools, json, keyword, locale, math, numbers, operator, os, pathlib, pickle
import platform, pprint, queue, random, re, secrets, shutil, statistics, string, struct, sys
import tempfile, textwrap, time, timeit, traceback, types, typing, unicodedata, uuid, warnings
import weakref, zlib, zoneinfo
# %% own
counts = collections.Counter(re.findall(r"\w", json.dumps({"a": [1, 2]})))
pprint.pprint(counts.most_common(2))
print(math.tau, statistics.mean([1, 2]), fractions.Fraction(1, 3), decimal.Decimal("0.1"))
print(platform.platform(), sys.version, os.cpu_count(), datetime.datetime.now(), uuid.uuid4())
print(random.choice("abc"), secrets.token_hex(4), hashlib.sha256(b"x").hexdigest())
print(heapq.nsmallest(2, [3, 1, 2]), bisect.bisect([1, 2, 3], 2), textwrap.fill("a b " * 40))
pickle.loads(pickle.dumps({"a": np.eye(2)}))
