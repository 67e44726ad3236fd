"""Counts what runbook says of other people's notes, and what it leaves of their syntax. See corpus.sh."""
import collections
import concurrent.futures
import html.parser
import os
import re
import subprocess
import sys
import tempfile
import time

program, folder, names, sample = sys.argv[1:5]
ENDINGS = (".md", ".markdown", ".qmd", ".Rmd", ".livemd")

# Syntax that no reader should see outside of code, by the kind of thing that it writes.
RAW = {
    "dollars": r"\$\$|(?<![\w\\])\$[^\s$][^$\n]*[\\^_{][^$\n]*\$",
    "backslash command": r"\\(?:frac|mathbf|mathcal|mathbb|mathrm|sum|int|begin|end|left|right|partial|alpha|beta|theta"
                         r"|sigma|text|cite|ref|label|index|newcommand|operatorname)\b|\\\(|\\\[",
    "kramdown attributes": r"\{:\s*[.#a-zA-Z:]",
    "template tag": r"\{%|%\}",
    "template variable or shortcode": r"\{\{[^}]*\}\}",
    "division": r"(?m)^\s*:{3,}",
    "wiki link": r"!?\[\[[^\]\d][^\]]*\]\]",
    "footnote": r"\[\^[^\]\s]+\]",
    "highlight": r"(?<![=\w])==[^=\s][^=\n]*==(?!=)",
    "vault comment": r"%%[^%\n]+%%",
    "block id": r"(?m) \^[a-z0-9]{6}$",
    "book role": r":(?:cite|numref|label|eqlabel|eqref|ref|begin_tab|end_tab|width|math|doc|term)[a-z]*:|\{[a-z:]+\}`",
    "citation": r"\[-?@[\w:.-]+",
    "attributes": r"\{[.#][\w-]+[^}\n]*\}",
    "tag": r"</?(?:img|div|span|br|center|table|td|tr|sub|sup|p|b|i|a|font|details|summary|figure|iframe|kbd|u|ul|li|"
           r"h[1-6]|blockquote|video|script|style|hr|code|pre|strong|em)\b[^>\n]*>",
    "callout": r"\[!\w+\]",
    "emphasis": r"\*\*[^\s*][^*\n]*\*\*",
    "admonition": r"(?m)^!!!|^\{(?:note|warning|tip|admonition|figure|important|seealso)\}",
    "contents mark": r"(?i)\[TOC\]|\{:\s*toc\b",
    "link": r"\]\((?:https?:|/|\.\.?/|#)[^)\s]*\)",
}
RAW = {kind: re.compile(pattern) for kind, pattern in RAW.items()}
PLACE = re.compile(r"^(.*?):(\d+)(?::(\d+))?: (error|warning): (.*)$", re.M)
FENCE = re.compile(r"^[ \t>]*(```+|~~~+)[^\n]*\n.*?^[ \t>]*\1[`~]*[ \t]*$|`[^`\n]*`|<!--.*?-->", re.M | re.S)
PICTURE = re.compile(r"!\[[^\]\n]*\]\(|<img\b|!\[\[[^\]\n]+\.(?:png|jpe?g|gif|svg|webp)", re.I)
NOTE = re.compile(r"(?m)^\[\^([^\]\s]+)\]:")
MISSING = re.compile(r"cannot be read|there is no|does not exist|not found|is missing")
VOID = ("br", "img", "hr", "input", "wbr", "path", "col", "source")
HIDDEN = ("code", "pre", "script", "style", "annotation", "svg", "math")


class Words(html.parser.HTMLParser):
    """The words of a page that are neither code nor the source of a formula, and its pictures."""

    def __init__(self):
        super().__init__()
        self.words, self.hidden, self.main = [], 0, False
        self.pictures = self.unresolved = self.footnotes = 0
        # The elements that are open in one that only the eye reads, such as a drawn formula.
        self.drawn = 0

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        kind = attributes.get("class") or ""
        self.main = self.main or tag in ("main", "h1")
        if self.drawn or attributes.get("aria-hidden") == "true":
            self.drawn += tag not in VOID
            return
        if tag in HIDDEN and not (tag == "pre" and kind == "html"):
            self.hidden += 1
        self.pictures += tag == "img"
        self.unresolved += "unresolved" in kind
        self.footnotes += tag == "li" and "fn-" in (attributes.get("id") or "")
        if tag in ("p", "li", "h2", "h3", "h4", "td", "div", "br"):
            self.words.append("\n")

    def handle_endtag(self, tag):
        if self.drawn:
            self.drawn -= 1
        elif tag in HIDDEN:
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data):
        if self.main and not self.hidden and not self.drawn:
            self.words.append(data)


def kind_of(message):
    """A message without what it quotes, so that messages of one kind count together."""
    return re.sub(r"'[^']*'|“[^”]*”|\d+", "…", message)[:110]


def examine(path):
    result = {"path": path, "errors": [], "warnings": [], "raw": [], "lost": [], "failed": None}
    with open(path, encoding="utf-8", errors="replace") as file:
        source = FENCE.sub(lambda m: "\n" * m.group(0).count("\n"), file.read())
    start = time.time()
    with tempfile.TemporaryDirectory() as out:
        try:
            render = subprocess.run(
                [program, path, "-q", "-o", out], capture_output=True, text=True, timeout=120,
                stdin=subprocess.DEVNULL, env={**os.environ, "NO_COLOR": "1"})
        except subprocess.TimeoutExpired:
            result["failed"] = "takes more than 120 s"
            return {**result, "seconds": 120}
        result["seconds"] = time.time() - start
        lines = []
        for match in PLACE.finditer(render.stderr + "\n" + render.stdout):
            _, line, _, severity, message = match.groups()
            lines.append(int(line))
            result[severity + "s"].append((int(line), message))
        pages = [os.path.join(root, name) for root, _, files in os.walk(out) for name in files
                 if name == "report.html"]
        if render.returncode < 0:
            result["failed"] = f"crashed ({-render.returncode})"
        elif not pages and not result["errors"]:
            result["failed"] = "no page: " + render.stderr.strip()[:200]
        for page in pages:
            parser = Words()
            with open(page, encoding="utf-8") as file:
                parser.feed(file.read())
            words = "".join(parser.words)
            for kind, pattern in RAW.items():
                if match := pattern.search(words):
                    result["raw"].append((kind, " ".join(match.group(0).split())[:60]))
            said = {line for line in lines}
            texts = source.split("\n")
            named = sum(len(PICTURE.findall(texts[line - 1])) for line in said if 0 < line <= len(texts))
            missing = len(PICTURE.findall(source)) - parser.pictures - parser.unresolved - named
            if missing > 0:
                result["lost"].append(("pictures", missing))
            missing = sum(f"[^{name}]" in NOTE.sub("", source) for name in set(NOTE.findall(source)))
            if missing > parser.footnotes and not any("footnote" in m for _, m in result["warnings"]):
                result["lost"].append(("footnotes", missing - parser.footnotes))
    return result


paths = sorted(
    os.path.join(root, name) for root, folders, files in os.walk(folder) for name in files
    if name.endswith(ENDINGS) and not name.startswith("_") and "/.git/" not in root + "/"
    and os.path.getsize(os.path.join(root, name)))
if int(sample) and len(paths) > int(sample):
    paths = [paths[index * len(paths) // int(sample)] for index in range(int(sample))]
start = time.time()
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    results = list(pool.map(examine, paths))
errors, warnings, raw, lost = (collections.Counter() for _ in range(4))
with open(names, "w", encoding="utf-8") as lines:
    for result in results:
        for counter, items in ((errors, result["errors"]), (warnings, result["warnings"])):
            counter.update({kind_of(message) for _, message in items})
        raw.update({kind for kind, _ in result["raw"]})
        lost.update({kind for kind, _ in result["lost"]})
        for severity in ("error", "warning"):
            for line, message in result[severity + "s"]:
                print(f"{result['path']}:{line}: {severity}: {message}", file=lines)
        for kind, text in result["raw"]:
            print(f"{result['path']}: raw {kind}: {text!r}", file=lines)
        for kind, count in result["lost"]:
            print(f"{result['path']}: lost {kind}: {count}", file=lines)
        if result["seconds"] > 5:
            print(f"{result['path']}: slow: {result['seconds']:.1f} s", file=lines)
        if result["failed"]:
            print(f"{result['path']}: failed: {result['failed']}", file=lines)


def share(count):
    return f"{count} ({100 * count / max(1, len(results)):.1f} %)"


def refused(result):
    """Whether something else than a file that is not there is called an error."""
    return any(not MISSING.search(message) for _, message in result["errors"])


seconds = sorted(result["seconds"] for result in results)
print(f"{len(results)} notes, {time.time() - start:.0f} s; the slowest took {seconds[-1] if seconds else 0:.1f} s")
print(f"with an error: {share(sum(bool(r['errors']) for r in results))}")
print(f"with an error other than a missing file: {share(sum(map(refused, results)))}")
print(f"with a warning: {share(sum(bool(r['warnings']) for r in results))}")
print(f"without a page for no stated reason: {share(sum(bool(r['failed']) for r in results))}")
print(f"with raw syntax: {share(sum(bool(r['raw']) for r in results))}")
print(f"with a lost picture or footnote: {share(sum(bool(r['lost']) for r in results))}")
for title, counter in (("errors", errors), ("raw syntax", raw), ("lost", lost), ("warnings", warnings)):
    print(f"\n{title}, by the notes that have them")
    for kind, count in counter.most_common(40):
        print(f"{count:6}  {kind}")
