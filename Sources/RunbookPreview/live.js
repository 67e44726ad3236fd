(() => {
  "use strict";
  let version = document.currentScript.dataset.version, fetching = false, again = false;

  const style = document.createElement("style");
  style.textContent = `
    #runbook-live { position: fixed; inset: auto 1rem 1rem auto; z-index: 9; max-width: min(44rem, 100vw - 2rem);
      font: 13px/1.5 ui-monospace, monospace; color: var(--ink, #222); background: var(--panel, #f4f4f4);
      border: 1px solid var(--line, #ccc); border-radius: 6px; padding: .4rem .7rem; white-space: pre-wrap; }
    #runbook-live.bad { border-color: var(--bad, #b00); background: var(--bad-paper, #fee); }
    #runbook-live[hidden] { display: none; }
    #runbook-live progress { display: block; width: 100%; height: 4px; margin-top: .3rem; accent-color: var(--accent, #06c); }
    @keyframes runbook-new { from { box-shadow: -6px 0 0 -2px var(--accent, #06c); } }
    .runbook-new { animation: runbook-new 1.5s ease-out; }
    @media (prefers-reduced-motion: reduce) { .runbook-new { animation: none; } }
    @media print { #runbook-live { display: none; } }`;
  const sign = document.createElement("div");
  sign.id = "runbook-live";
  sign.setAttribute("role", "status");
  sign.hidden = true;
  document.head.append(style);
  document.body.append(sign);

  // A diagnostic as the terminal shows it.
  const line = ({ path, location, severity, message }) =>
    `${path}${location ? `:${location.line}:${location.column}` : ""}: ${severity}: ${message}`;

  const show = (text, problems, fraction) => {
    sign.hidden = !text && !problems.length;
    sign.classList.toggle("bad", problems.length > 0);
    sign.textContent = [text, ...problems.map(line)].filter(Boolean).join("\n");
    if (fraction != null) {
      const bar = document.createElement("progress");
      bar.max = 1;
      bar.value = fraction;
      bar.setAttribute("aria-label", "cells run");
      sign.append(bar);
    }
  };

  // What each child of the page was before scripts changed it.
  const origins = new WeakMap();
  const remember = (nodes, origin) => nodes.forEach((node, i) => origins.set(node, origin[i].outerHTML));

  // The children of `there` take the place of those of `here`; equal ones stay, with what readers have
  // unfolded or selected in them.
  const replace = (here, there, found) => {
    const kept = new Map();
    for (const child of here.children) {
      const text = origins.get(child) ?? child.outerHTML;
      if (!kept.has(text)) kept.set(text, []);
      kept.get(text).push(child);
    }
    const old = new Set(here.children), stay = new Set(), nodes = [];
    for (const child of there.childNodes) {
      const same = child.nodeType === 1 && kept.get(child.outerHTML)?.shift();
      if (same) stay.add(same);
      const node = same || document.importNode(child, true);
      if (node.nodeType === 1) origins.set(node, child.outerHTML);
      nodes.push(node);
    }
    // What a reader looks at stays where it is on the screen.
    const anchor = [...stay].find((node) => node.getBoundingClientRect().bottom > 0);
    const before = anchor?.getBoundingClientRect().top;
    here.replaceChildren(...nodes);
    if (anchor) scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: "instant" });
    for (const node of nodes) {
      if (node.nodeType === 1 && !old.has(node)) {
        node.classList.add("runbook-new");
        node.addEventListener("animationend", () => {
          node.classList.remove("runbook-new");
          if (!node.classList.length) node.removeAttribute("class");
        }, { once: true });
        found.push(node);
      }
    }
  };

  const update = async () => {
    if (fetching) { again = true; return; }
    fetching = true;
    try {
      const text = await (await fetch("/", { cache: "no-store" })).text();
      const next = parsed(text);
      for (const node of document.querySelectorAll(".runbook-new")) {
        node.classList.remove("runbook-new");
        if (!node.classList.length) node.removeAttribute("class");
      }
      document.title = next.title;
      for (const name of ["lang", "data-theme"]) {
        const value = next.documentElement.getAttribute(name);
        if (value === null) document.documentElement.removeAttribute(name);
        else document.documentElement.setAttribute(name, value);
      }
      const rules = (head) => [...head.querySelectorAll("style")].filter((rule) => rule !== style);
      const [now, then] = [rules(document.head), rules(next.head)];
      if (now.map((rule) => rule.textContent).join() !== then.map((rule) => rule.textContent).join()) {
        for (const rule of now) rule.remove();
        style.before(...then.map((rule) => document.importNode(rule, true)));
      }
      const [here, there] = [document, next].map((page) => page.getElementById("content"));
      if (!here || !there) return location.reload();
      const found = [];
      replace(here, there, found);
      for (const name of [".column > header", ".column > footer", ".layout > nav", ".column > details"]) {
        const [old, fresh] = [document, next].map((page) => page.querySelector(name));
        if (old && fresh && old.outerHTML !== fresh.outerHTML) old.replaceWith(document.importNode(fresh, true));
        else if (!old !== !fresh) return location.reload();
      }
      document.dispatchEvent(new Event("runbook-changed"));
    } finally {
      fetching = false;
      if (again) { again = false; update(); }
    }
  };

  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  fetch("/", { cache: "no-store" }).then((page) => page.text()).then((text) => {
    const first = parsed(text);
    const [here, there] = [document, first].map((page) => page.getElementById("content"));
    if (here?.children.length === there?.children.length) remember([...(here?.children ?? [])], [...(there?.children ?? [])]);
  });

  const events = new EventSource("/-/events");
  events.addEventListener("page", (event) => {
    if (version !== event.data) update();
    version = event.data;
  });
  events.addEventListener("status", (event) => {
    const status = JSON.parse(event.data);
    show(status?.message ?? "", status?.problems ?? [], status?.fraction);
  });
  events.addEventListener("error", () => {
    version = "unknown";
    show("the preview has ended; this page waits for it to come back", []);
  });
})();
