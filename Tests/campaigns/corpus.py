"""Counts what runbook says of other people's notes, and what it leaves of their syntax. See corpus.sh."""
import collections
import concurrent.futures
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import time

program, folder, names = sys.argv[1:4]
ENDINGS = (".md", ".markdown", ".qmd", ".Rmd", ".livemd")

# Syntax that no reader should see outside of code, by the kind of thing that it writes.
RAW = {
    "formula": r"\$\$|\\(?:frac|mathbf|mathcal|mathbb|sum|int|begin|left|partial|alpha|theta|text)\b|\\\(|\\\[",
    "kramdown attributes": r"\{:\s*[.#a-z]",
    "template tag": r"\{%|%\}|\{\{[^}]*\}\}",
    "division": r"(?m)^\s*:{3,}",
    "wiki link": r"!?\[\[[^\]]+\]\]",
    "footnote": r"\[\^[^\]\s]+\]",
    "highlight": r"(?<![=\w])==[^=\s][^=\n]*==(?!=)",
    "vault comment": r"%%[^%\n]+%%",
    "book role": r":(?:cite|numref|label|eqlabel|eqref|ref|begin_tab|end_tab|width|math|doc|term)[a-z]*:",
    "citation": r"\[-?@[\w:.-]+",
    "attributes": r"\{[.#][\w-]+[^}\n]*\}",
    "tag": r"</?(?:img|div|span|br|center|table|td|tr|sub|sup|p|b|i|a|font|details|summary|figure|iframe|kbd|u|ul|li|h[1-6]|blockquote|video|script|style|hr)\b[^>\n]*>",
    "callout": r"\[!\w+\]",
    "emphasis": r"\*\*[^\s*][^*\n]*\*\*",
    "admonition": r"(?m)^!!!|^\{(?:note|warning|tip|admonition|figure|important|seealso)\}",
    "contents mark": r"(?i)\[TOC\]|\{:toc\}",
}
RAW = {kind: re.compile(pattern) for kind, pattern in RAW.items()}


class Words(html.parser.HTMLParser):
    """The words of a page's main part that are neither code nor the source of a formula."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden, self.main = [], 0, False
        self.unresolved = 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "main" or tag == "h1":
            self.main = True
        if tag in ("code", "pre", "script", "style", "annotation", "svg", "math"):
            if not (tag == "pre" and attributes.get("class") == "html"):
                self.hidden += 1
        if "unresolved" in (attributes.get("class") or ""):
            self.unresolved += 1
        if tag in ("p", "li", "h2", "h3", "h4", "td", "div", "br"):
            self.words.append("\n")

    def handle_endtag(self, tag):
        if tag in ("code", "pre", "script", "style", "annotation", "svg", "math"):
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data):
        if self.main and not self.hidden:
            self.words.append(data)


def kind_of(message):
    """A message without what it quotes, so that messages of one kind count together."""
    return re.sub(r"'[^']*'|“[^”]*”|\d+", "…", message)[:110]


def examine(path):
    result = {"path": path, "errors": [], "warnings": [], "raw": [], "failed": None}
    start = time.time()
    with tempfile.TemporaryDirectory() as out:
        check = subprocess.run(
            [program, "check", "--json", path], capture_output=True, text=True, timeout=300)
        try:
            found = json.loads(check.stdout)["diagnostics"]
        except (ValueError, KeyError):
            found = []
            result["failed"] = "check: " + (check.stderr or check.stdout)[:200]
        for item in found:
            key = {"error": "errors", "warning": "warnings"}.get(item["severity"])
            if key:
                result[key].append(item)
        render = subprocess.run(
            [program, path, "-q", "-o", out], capture_output=True, text=True, timeout=300)
        pages = [os.path.join(root, name) for root, _, files in os.walk(out) for name in files
                 if name == "report.html"]
        if not pages and not result["failed"]:
            result["failed"] = "no page"
        for page in pages:
            parser = Words()
            parser.feed(open(page, encoding="utf-8").read())
            words = "".join(parser.words)
            for kind, pattern in RAW.items():
                if match := pattern.search(words):
                    result["raw"].append((kind, match.group(0)[:60]))
        if render.returncode < 0 or check.returncode < 0:
            result["failed"] = "crashed"
    result["seconds"] = time.time() - start
    return result


paths = sorted(
    os.path.join(root, name) for root, folders, files in os.walk(folder) for name in files
    if name.endswith(ENDINGS) and not name.startswith("_") and "/.git/" not in root + "/")
start = time.time()
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(examine, paths))
errors, warnings, raw = (collections.Counter() for _ in range(3))
with open(names, "w", encoding="utf-8") as lines:
    for result in results:
        for counter, items in ((errors, result["errors"]), (warnings, result["warnings"])):
            counter.update({kind_of(item["message"]) for item in items})
        raw.update({kind for kind, _ in result["raw"]})
        for item in result["errors"]:
            print(f"{item['path']}:{item.get('line', 0)}: error: {item['message']}", file=lines)
        for kind, text in result["raw"]:
            print(f"{result['path']}: raw {kind}: {text!r}", file=lines)
        if result["failed"]:
            print(f"{result['path']}: failed: {result['failed']}", file=lines)


def share(count):
    return f"{count} ({100 * count / max(1, len(results)):.1f} %)"


print(f"{len(results)} notes, {time.time() - start:.0f} s")
print(f"with an error: {share(sum(bool(r['errors']) for r in results))}")
print(f"with a warning: {share(sum(bool(r['warnings']) for r in results))}")
print(f"without a page: {share(sum(bool(r['failed']) for r in results))}")
print(f"with raw syntax: {share(sum(bool(r['raw']) for r in results))}")
for title, counter in (("errors", errors), ("raw syntax", raw), ("warnings", warnings)):
    print(f"\n{title}, by the notes that have them")
    for kind, count in counter.most_common(25):
        print(f"{count:6}  {kind}")
