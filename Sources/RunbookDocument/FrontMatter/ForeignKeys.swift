/// Keys that other programs write into a front matter.
///
/// A note keeps them for its other homes. They have no meaning here, and none of them is taken for a
/// misspelt key of ours, however near it is.
enum ForeignKeys {
  static func contains(_ key: String) -> Bool { known.contains(key.lowercased()) }

  private static let known: Set<String> = Set(
    (jekyll + hugo + quarto + obsidian + jupytext + rMarkdown + mystAndOthers)
      .split(separator: " ").map(String.init))

  /// Jekyll and its themes.
  private static let jekyll = """
    layout permalink published excerpt description image math use_math usemathjax mathjax mermaid \
    comments comment pin slug header sidebar share related classes read_time author_profile \
    toc_label toc_icon toc_sticky render_with_liquid redirect_from redirect_to sitemap feed cover \
    thumbnail banner post_title order nav_order has_children parent grand_parent use_toc hidden \
    background subject teaser toc_depth show_date modified crosspost_to_medium color key \
    article_tag1 article_tag2 article_tag3 article_section meta_keywords last_modified_at hits \
    img katex tagline navbar_title date_created google_analytics
    """

  private static let hugo = """
    aliases draft weight lastmod expirydate publishdate url type outputs resources menu linktitle \
    iscjklanguage series summary markup headless cascade build featured_image showtoc tocopen \
    showreadingtime hidemeta disableshare hidesummary searchhidden showbreadcrumbs editpost \
    showpostnavlinks showwordcount showrsslinkinsectiontermlist usehugotoc images videos audio \
    keywords categories_weight tags_weight translationkey isstarred toc_title
    """

  private static let quarto = """
    jupyter kernelspec output editor editor_options engine knitr filters bibliography csl \
    crossref citation-location listing resources page-layout website project sidebar navigation \
    reference-location link-citations nocite abstract keywords doi citation license copyright \
    highlight-style fig-width fig-height fig-align fig-format fig-dpi code-tools code-line-numbers \
    code-overflow code-copy code-link df-print self-contained standalone css include-in-header \
    include-before-body include-after-body template-partials shortcodes brand freeze lightbox \
    other-links aside pagetitle description-meta title-block-banner title-block-style \
    toc-location toc-title toc-expand anchor-sections smooth-scroll profile server theorem \
    appendix-style notebook-links notebook-view image-alt order reading-order search hide-description
    """

  private static let obsidian = """
    cssclass cssclasses alias publish created updated modified id up down prev next source status \
    banner banner_icon kanban-plugin excalidraw-plugin tag-wrangler obsidianuimode rating \
    date-created date-modified created_at updated_at creation-date modification-date topic topics \
    related priority due completed parent cover author_url
    """

  private static let jupytext = """
    jupytext kernelspec language_info celltoolbar nbsphinx mystnb jekyll interpreter widgets
    """

  private static let rMarkdown = """
    output knit site documentclass classoption geometry fontsize linestretch biblio-style \
    link-citations github-repo twitter-handle cover-image url always_allow_html header-includes \
    vignette papersize mainfont monofont sansfont cjkmainfont colorlinks lot lof split_by \
    subparagraph urlcolor runtime resource_files
    """

  private static let mystAndOthers = """
    site exports thumbnail downloads numbering short_title venue open_access subject affiliations \
    orphan nocomments tocdepth myst html_meta substitutions blogpost location canonical_url og \
    livebook mix_install hide_title pagination_label sidebar_label sidebar_position last_update \
    custom_edit_url
    """
}
