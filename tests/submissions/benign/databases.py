# Keeps its results in a database.
# %% own
import csv, sqlite3
connection = sqlite3.connect("results.db")
connection.execute("create table results (name text, value real)")
connection.executemany("insert into results values (?, ?)", [("a", 1.0), ("b", 2.0)])
connection.commit()
with open("results.csv", "w", newline="") as file:
    csv.writer(file).writerows(connection.execute("select * from results"))
connection.close()
