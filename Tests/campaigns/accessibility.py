"""accessibility.py CHROMIUM AXE.js PAGE.html...: a line a violation, and at last how many there were."""

import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

# Puts what axe found into the page, where --dump-dom shows it.
REPORT = """
axe.run(document, {resultTypes: ["violations"]}).then((result) => {
  const found = document.createElement("pre");
  found.id = "axe-result";
  found.textContent = JSON.stringify(result.violations.map((violation) => ({
    id: violation.id, impact: violation.impact, help: violation.help,
    nodes: violation.nodes.slice(0, 5).map((node) => node.html.slice(0, 160)),
    count: violation.nodes.length,
  })));
  document.documentElement.append(found);
});
"""


def violations(chromium, axe, page, width, is_dark):
    text = page.read_text(encoding="utf-8")
    script = f"<script>{axe}</script><script>{REPORT}</script>"
    end = text.rfind("</body>")
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder, "page.html")
        copy.write_text(text[:end] + script + text[end:], encoding="utf-8")
        output = subprocess.run(
            [
                chromium, "--headless=new", "--no-sandbox", "--disable-gpu",
                f"--user-data-dir={folder}/profile", "--virtual-time-budget=60000",
                f"--window-size={width},900",
                f"--blink-settings=preferredColorScheme={0 if is_dark else 1}",
                "--dump-dom", copy.as_uri(),
            ],
            capture_output=True, timeout=300, check=False,
        ).stdout.decode("utf-8")
    match = re.search(r'<pre id="axe-result">(.*?)</pre>', output, re.S)
    if match is None:
        raise SystemExit(f"accessibility.py: error: axe did not finish on {page}")
    return json.loads(html.unescape(match.group(1)))


def main():
    chromium, axe_path, *pages = sys.argv[1:]
    axe = pathlib.Path(axe_path).read_text(encoding="utf-8").replace("</script>", "<\\/script>")
    total = 0
    for name in pages:
        for width, is_dark in [(1280, False), (390, True)]:
            look = f"{width} {'dark' if is_dark else 'light'}"
            for found in violations(chromium, axe, pathlib.Path(name), width, is_dark):
                total += 1
                print(f"{name} ({look}): {found['id']}, {found['impact']}: {found['help']}; "
                      f"{found['count']} places, such as {found['nodes'][0]}")
    print(f"{len(pages)} pages, {total} violations")
    sys.exit(1 if total else 0)


main()
