"""copy2.py <database> <sources> <share>: copies every pending document and marks its row. Prints its figures as JSON."""

import json
import os
import resource
import shutil
import sqlite3
import sys
import time

database, sources, share = sys.argv[1:]
folders = {"receipt": "receipts", "invoice": "invoices", "payslip": "salaries"}


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


cpu_before = cpu_seconds()
started = time.perf_counter()
connection = sqlite3.connect(database)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("PRAGMA synchronous = NORMAL")
query = "SELECT id, type, file_path, document_date FROM documents WHERE NOT synced_to_nas ORDER BY id"
for document_id, kind, path, date in connection.execute(query).fetchall():
    dest_dir = os.path.join(share, date[0:4], date[5:7], folders.get(kind, "others"))
    os.makedirs(dest_dir, exist_ok=True)
    shutil.copy2(os.path.join(sources, path), os.path.join(dest_dir, os.path.basename(path)))
    connection.execute(
        "UPDATE documents SET synced_to_nas = TRUE, synced_at = CURRENT_TIMESTAMP WHERE id = ?", (document_id,)
    )
    connection.commit()
seconds = time.perf_counter() - started

cpu = cpu_seconds() - cpu_before
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "cpu": [cpu], "peak": [peak]}))
