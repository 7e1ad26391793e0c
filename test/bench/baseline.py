# The script that people have today, in Python's standard library alone: what the bot is measured against.
import csv, json, resource, sqlite3, sys, time

csv.field_size_limit(10_000_000)


def build(source, target, system):
    """csv.DictReader to JSON lines of requests; no check of any kind."""
    with open(source, newline="", encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as out:
        for row in csv.DictReader(rows):
            prompt = f"Describe {row['name']} of {row['category']} in two sentences: {row['text']}"
            request = {
                "custom_id": f"row-{row['id']}",
                "params": {
                    "model": "claude-haiku-5-5",
                    "max_tokens": 1024,
                    "system": system,
                    "messages": [{"role": "user", "content": prompt}],
                },
            }
            out.write(json.dumps(request) + "\n")


def answer_of(line):
    result = json.loads(line)
    outcome = result["result"]
    if outcome["type"] != "succeeded":
        return result["custom_id"], None, outcome["type"], 0
    message = outcome["message"]
    return result["custom_id"], message["content"][0]["text"], "succeeded", message["usage"]["output_tokens"]


def collect(source, target):
    """Results from a local file into SQLite, in one transaction."""
    connection = sqlite3.connect(target)
    connection.execute("CREATE TABLE batch_results (custom_id TEXT, response TEXT, status TEXT, tokens INTEGER)")
    with open(source, encoding="utf-8") as lines:
        connection.executemany("INSERT INTO batch_results VALUES (?, ?, ?, ?)", map(answer_of, lines))
    connection.commit()


def export(source, results, target):
    """Rows joined with their results in a dict, in the order of the rows, to CSV."""
    answers = {}
    with open(results, encoding="utf-8") as lines:
        for line in lines:
            custom_id, *answer = answer_of(line)
            answers[custom_id.split("-")[1]] = answer
    with open(source, newline="", encoding="utf-8") as rows, open(target, "w", newline="", encoding="utf-8") as out:
        reader, writer = csv.DictReader(rows), csv.writer(out)
        writer.writerow([*reader.fieldnames, "response", "status", "tokens"])
        for row in reader:
            writer.writerow([*row.values(), *answers.get(row["id"], (None, "missing", 0))])


began = time.perf_counter()
{"build": build, "collect": collect, "export": export}[sys.argv[1]](*sys.argv[2:])
took_ms = (time.perf_counter() - began) * 1000
print(json.dumps({"ms": took_ms, "rssMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
