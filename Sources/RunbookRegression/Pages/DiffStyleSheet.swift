internal import RunbookDrawing

/// The style sheet of a page of differences, in the reader's own theme.
enum DiffStyleSheet {
  static let css = """

    :root {
      color-scheme: light dark;
      --page: #ffffff; --text: #1c2128; --faint: #656d76; --line: #d8dee4; --panel: #f6f8fa;
      --old: #b42318; --old-page: #fdf0ee; --old-mark: #f8c9c2;
      --new: #1a6b34; --new-page: #edf8f0; --new-mark: #b4e3c1;
      --was: #8b949e; --same: #c3cad2; --ring: #1c2128;
      \(PlotStyle.properties(isDark: false))
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #14171c; --text: #e4e8ec; --faint: #98a2ad; --line: #323941; --panel: #1c2127;
        --old: #ff9d92; --old-page: #2b1a1a; --old-mark: #6b2b27;
        --new: #7fd699; --new-page: #16271c; --new-mark: #22592f;
        --was: #8d97a1; --same: #4a535d; --ring: #f0f3f6;
        \(PlotStyle.properties(isDark: true))
      }
    }
    * { box-sizing: border-box; }
    body {
      margin: 0 auto; max-width: 70rem; padding: 2.5rem 1.5rem 5rem;
      background: var(--page); color: var(--text);
      font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans CJK KR", sans-serif;
    }
    h1 { margin: 0; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
    h2 {
      display: flex; flex-wrap: wrap; align-items: baseline; gap: .35rem .75rem;
      margin: 0 0 .35rem; font-size: 1.05rem;
    }
    h3 { margin: 1.25rem 0 .5rem; font-size: .95rem; }
    .verdict { margin: .35rem 0 0; color: var(--faint); }
    .verdict .failed { color: var(--old); font-weight: 600; }
    .place, .value, .sides td, .message { font-variant-numeric: tabular-nums; }
    .place { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: .92em; overflow-wrap: anywhere; }
    .kind, .cell, .output { font-size: .8rem; font-weight: 400; color: var(--faint); }
    .kind { padding: .05rem .5rem; border: 1px solid var(--line); border-radius: 1rem; }
    nav ol { margin: 1.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--line); }
    nav a {
      display: grid; grid-template-columns: minmax(9rem, max-content) 5.5rem 1fr; gap: .25rem 1rem;
      align-items: baseline; padding: .45rem .25rem; border-bottom: 1px solid var(--line);
      color: inherit; text-decoration: none;
    }
    nav a:hover { background: var(--panel); }
    nav .kind { justify-self: start; }
    nav .message { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    section { margin-top: 3rem; padding-top: 1.25rem; border-top: 2px solid var(--line); scroll-margin-top: 1rem; }
    p.message { margin: 0 0 1rem; overflow-wrap: anywhere; }
    .calm, .note { color: var(--faint); }
    .scroll { overflow-x: auto; margin: .75rem 0; }
    table { border-collapse: collapse; font-size: .9rem; }
    th { text-align: left; font-weight: 600; color: var(--faint); }
    .sides { width: 100%; min-width: 40rem; table-layout: fixed; border: 1px solid var(--line); }
    .sides col.number { width: 3rem; }
    .sides th { padding: .3rem .75rem; background: var(--panel); font-size: .8rem; }
    .sides td {
      padding: .1rem .75rem; vertical-align: top; white-space: pre-wrap; overflow-wrap: anywhere;
      font: .85rem/1.6 ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", Menlo, Consolas, monospace;
    }
    .sides td.number { padding: .1rem .5rem; text-align: right; color: var(--faint); background: var(--panel); user-select: none; }
    .sides .changed.old, .sides .lone.old { background: var(--old-page); }
    .sides .changed.new, .sides .lone.new { background: var(--new-page); }
    .sides .none { background: var(--panel); }
    .sides .hidden td { text-align: center; color: var(--faint); background: var(--panel); }
    del, ins { text-decoration: none; border-radius: .2rem; padding: .05rem .1rem; }
    del { background: var(--old-mark); }
    ins { background: var(--new-mark); }
    .changes th, .changes td, .data th, .data td { padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--line); vertical-align: baseline; }
    .changes .value { white-space: nowrap; }
    .changes td.old { color: var(--old); }
    .changes td.new { color: var(--new); }
    .data th, .data td { padding: .35rem 1.25rem; }
    .data th:first-child, .data td:first-child { padding-left: 0; }
    .data td.value, .data th.value { text-align: right; }
    .data td del { margin-right: .35rem; }
    .statements { padding-left: 1.25rem; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1.5rem; }
    figure { margin: 0; }
    figcaption { margin-top: .4rem; font-size: .82rem; color: var(--faint); }
    .relative { margin-left: .5rem; font-weight: 600; }
    .claims { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 1rem; max-width: 50rem; }
    .claim { display: grid; gap: .1rem; padding: .75rem 1rem; border: 1px solid var(--line); border-left: 4px solid; border-radius: .35rem; }
    .claim .side { font-size: .8rem; font-weight: 600; color: var(--faint); }
    .claim .mark { font-weight: 600; }
    .claim .evidence { font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
    .claim.held { border-left-color: var(--new); } .claim.held .mark { color: var(--new); }
    .claim.broken { border-left-color: var(--old); } .claim.broken .mark { color: var(--old); }
    .lone-cell { padding: .25rem 1rem; border-left: 4px solid; border-radius: .35rem; }
    .lone-cell.old { border-color: var(--old); background: var(--old-page); }
    .lone-cell.new { border-color: var(--new); background: var(--new-page); }
    .lone-cell pre {
      margin: .6rem 0; white-space: pre-wrap; overflow-wrap: anywhere;
      font: .85rem/1.6 ui-monospace, "DejaVu Sans Mono", "Noto Sans Mono CJK KR", Menlo, Consolas, monospace;
    }
    .lone-cell p { margin: .6rem 0; }
    .triptych { display: flex; flex-wrap: wrap; gap: 1rem 1.25rem; }
    .triptych img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; outline: 1px solid var(--line); background: var(--panel); }
    .absent { display: grid; place-items: center; width: 14rem; height: 14rem; color: var(--faint); outline: 1px dashed var(--line); }
    .chart { display: block; width: 100%; max-width: 50rem; height: auto; }
    .chart path { fill: none; }
    .chart .grid { stroke: var(--line); stroke-width: 1; }
    .chart .axis { stroke: var(--faint); stroke-width: 1; }
    .chart text { fill: var(--faint); font-size: 12.5px; font-family: inherit; font-variant-numeric: tabular-nums; }
    .chart .label { font-size: 13px; }
    .chart .same { stroke: var(--same); stroke-width: 1.5; }
    .chart .was { stroke: var(--was); stroke-width: 2; stroke-dasharray: 5 4; }
    .chart .now { stroke-width: 2.25; stroke-linejoin: round; }
    .chart .dot { stroke: none; }
    .chart .same.dot { fill: var(--same); }
    .chart .was.dot { fill: var(--was); }
    .chart .ring { fill: none; stroke: var(--ring); stroke-width: 2; }
    .chart .point {
      fill: var(--text); font-size: 13px; font-weight: 600;
      paint-order: stroke; stroke: var(--page); stroke-width: 4px; stroke-linejoin: round;
    }
    \(seriesRules)
    .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; margin: .25rem 0 0; padding: 0 0 0 4rem; list-style: none; font-size: .85rem; }
    .swatch { display: inline-block; width: 1.5rem; height: 0; margin-right: .5rem; vertical-align: middle; border-top: 3px solid; }
    .swatch.was { border-top: 2px dashed var(--was); }
    .swatch.same { border-top: 2px solid var(--same); }
    @media (max-width: 40rem) {
      body { padding: 1.5rem 1rem 3rem; }
      nav a { grid-template-columns: 1fr auto; }
      nav .message { grid-column: 1 / -1; white-space: normal; }
      .legend { padding-left: 0; }
      .sides { min-width: 0; }
      .sides col.number { width: 2rem; }
      .sides td, .sides th { padding-left: .4rem; padding-right: .4rem; }
      .changes th, .changes td { padding-right: .75rem; }
      .curves { overflow-x: auto; }
      .chart { min-width: 36rem; }
    }
    @media print { section { break-inside: avoid; } }

    """

  private static let seriesRules = PlotStyle.series.indices.map { index in
    let name = PlotStyle.Role.series(index).className
    let color = "var(--plot-\(name))"
    return ".chart .\(name) { stroke: \(color); } "
      + ".chart .\(name).dot { fill: \(color); stroke: none; } .swatch.\(name) { border-color: \(color); }"
  }.joined(separator: "\n    ")
}
