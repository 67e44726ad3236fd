/* Markdown as a tree: cmark-gfm with LaTeX formulas and @references added to its grammar.
 *
 * cmark's headers are not included here, so that importers of the module do not need them.
 * Strings belong to the tree and live as long as it does; they are UTF-8 and end with a zero byte.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct md_tree md_tree;
typedef struct cmark_node md_node;
typedef struct cmark_iter md_walk;

typedef enum {
  MD_OTHER,
  MD_DOCUMENT,
  MD_BLOCK_QUOTE,
  MD_LIST,
  MD_ITEM,
  MD_CODE_BLOCK,
  MD_MATH_BLOCK,
  MD_HTML_BLOCK,
  MD_PARAGRAPH,
  MD_HEADING,
  MD_THEMATIC_BREAK,
  MD_FOOTNOTE_DEFINITION,
  MD_TABLE,
  MD_TABLE_ROW,
  MD_TABLE_CELL,
  MD_TEXT,
  MD_SOFT_BREAK,
  MD_LINE_BREAK,
  MD_CODE,
  MD_HTML_INLINE,
  MD_EMPHASIS,
  MD_STRONG,
  MD_STRIKETHROUGH,
  MD_LINK,
  MD_IMAGE,
  MD_FOOTNOTE_REFERENCE,
  /* `$…$`; the literal is the LaTeX. */
  MD_MATH,
  /* `$$…$$` inside a paragraph. */
  MD_DISPLAY_MATH,
  /* `@label`; the literal is everything after `@` that could belong to a label. */
  MD_REFERENCE,
  /* `\ref{…}` and its relatives; the literal is everything after the backslash. */
  MD_LATEX_REFERENCE,
} md_kind;

/* How a formula is written. */
typedef enum {
  MD_DOLLAR,
  MD_DOLLARS,
  /* `` $`…`$ `` */
  MD_BACKTICKS,
  /* `\(…\)` and `\\(…\\)` */
  MD_PARENTHESES,
  MD_DOUBLE_PARENTHESES,
  /* `\[…\]` and `\\[…\\]` */
  MD_BRACKETS,
  MD_DOUBLE_BRACKETS,
  /* `\begin{align}…\end{align}`; the literal is all of it. */
  MD_ENVIRONMENT,
  /* Lines of `\newcommand` and its relatives; the literal is all of them. */
  MD_DEFINITIONS,
} md_math_form;

/* Stands for a backslash at which LaTeX may begin; elsewhere it means what a backslash means. */
enum { MD_LATEX_BACKSLASH = 1 };
/* Stands for a bar within a formula of a table. */
enum { MD_FORMULA_BAR = 2 };
/* Stands for the first of two dollars that do not begin a block. */
enum { MD_CLOSING_DOLLAR = 3 };

/* The position of a formula or reference in the text of its paragraph, heading or cell. */
typedef struct {
  /* The number of lines of the block after the one in which it begins. */
  int lines_after;
  /* The number of lines of the block before the one in which it begins. */
  int lines_before;
  /* The number of bytes between its first byte and the end of its line. */
  int bytes_to_line_end;
  /* The number of bytes between the beginning of its line and its first byte. */
  int bytes_from_line_start;
} md_place;

/* Parses `length` bytes of UTF-8; NULL when memory runs out. Free the tree with `md_free`. */
md_tree *md_parse(const char *text, size_t length);
void md_free(md_tree *tree);
md_node *md_root(md_tree *tree);

/* Visits nodes in document order, each on entering and, if it can have children, on leaving. */
md_walk *md_walk_new(md_node *root);
void md_walk_free(md_walk *walk);
/* Steps to the next node; NULL at the end. `entering` is false when a node is left. */
md_node *md_walk_next(md_walk *walk, bool *entering);
/* Leaves `node`, which was just entered, without visiting its children. */
void md_walk_skip(md_walk *walk, md_node *node);

md_kind md_node_kind(md_node *node);
md_node *md_node_parent(md_node *node);
md_node *md_node_next(md_node *node);
md_node *md_node_previous(md_node *node);
md_node *md_node_first_child(md_node *node);

/* The content of a leaf: text, code, LaTeX, HTML, a footnote's number; "" for other nodes. */
const char *md_node_literal(md_node *node);
/* Source lines and byte columns, from 1; inline nodes have estimates. */
int md_node_start_line(md_node *node);
int md_node_start_column(md_node *node);
int md_node_end_line(md_node *node);
/* Zeros for a node that is neither a formula in a paragraph nor a reference. */
md_place md_node_place(md_node *node);

/* Whether LaTeX's environment of this name, with or without a star, holds a formula. */
bool md_is_formula_environment(const char *name, size_t length);

int md_heading_level(md_node *node);
bool md_heading_is_underlined(md_node *node);
bool md_list_is_ordered(md_node *node);
int md_list_start(md_node *node);
bool md_list_is_tight(md_node *node);
bool md_item_is_task(md_node *node);
bool md_item_is_done(md_node *node);
/* Whether a code block has fences, and the character and length of the opening one. */
bool md_code_fence(md_node *node, char *character, int *length);
const char *md_code_info(md_node *node);
/* Whether a math block has its closing `$$`. */
bool md_math_is_closed(md_node *node);
md_math_form md_math_written(md_node *node);
bool md_row_is_header(md_node *node);
/* 'l', 'c', 'r' or 0 for a column of a table, counted from 0. */
char md_column_alignment(md_node *table, int column);
const char *md_link_url(md_node *node);
const char *md_link_title(md_node *node);
/* The number of references to a footnote definition. */
int md_footnote_uses(md_node *node);
/* The position of this reference among those to its definition, from 1. */
int md_footnote_use(md_node *node);
