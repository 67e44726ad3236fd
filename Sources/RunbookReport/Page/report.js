(() => {
  const words = document.currentScript.dataset;
  const all = (selector) => [...document.querySelectorAll(selector)];

  // A button on every piece of code.
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };
  const addButton = (code) => {
    const box = document.createElement("div");
    box.className = "code";
    code.replaceWith(box);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = words.copy;
    button.onclick = async () => {
      await copy(code.textContent);
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = words.copy }, 1500);
    };
    box.append(code, button);
  };
  const addButtons = () => {
    for (const code of all("pre.source")) if (!code.closest(".code")) addButton(code);
  };
  addButtons();

  // Displayed formulas are set smaller, down to three quarters, where the page is too narrow for them.
  // What still scrolls can be reached by keyboard.
  const fit = () => {
    for (const formula of all(".formula")) {
      formula.style.fontSize = "";
      const share = formula.clientWidth / formula.scrollWidth;
      if (share < 1) formula.style.fontSize = Math.max(.75, share * .99) + "em";
    }
    for (const box of all("pre, .formula, .scroller, div.table")) {
      const isWide = box.scrollWidth > box.clientWidth;
      if (isWide) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
      if (box.tagName !== "PRE") box.classList.toggle("more", isWide);
    }
  };
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (innerWidth !== width) { width = innerWidth; fit() }
  });
  observer.observe(document.body);
  document.fonts?.ready.then(fit);
  document.fonts?.addEventListener("loadingdone", fit);

  // The contents follow the reader.
  let links, heads, current;
  const find = () => {
    links = new Map(all(".contents a").map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
    heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    current = undefined;
  };
  const follow = () => {
    if (!heads.length) return;
    const passed = heads.filter((head) => head.getBoundingClientRect().top < innerHeight * .3);
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4;
    const link = links.get((atEnd ? heads.at(-1) : passed.at(-1))?.id);
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    current = link;
    const list = link?.closest(".contents");
    if (list && list.scrollHeight > list.clientHeight)
      list.scrollTop = link.offsetTop - list.clientHeight / 2;
  };
  addEventListener("scroll", follow, { passive: true });
  find();
  follow();

  // A preview has replaced parts of the page.
  document.addEventListener("runbook-changed", () => {
    addButtons();
    fit();
    find();
    follow();
  });
})();
