#include "CMarkdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm/node.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "formula.h"

struct md_tree {
  cmark_parser *parser;
  cmark_node *root;
};

static pthread_once_t registered = PTHREAD_ONCE_INIT;
/* cmark keeps the characters that extensions register in one table per process, and removes them
 * when a parser has finished: concurrent parsers would remove each other's characters. */
static pthread_mutex_t parsing = PTHREAD_MUTEX_INITIALIZER;

static void register_extensions(void) {
  cmark_gfm_core_extensions_ensure_registered();
  formula_register();
}

md_tree *md_parse(const char *text, size_t length) {
  static const char *const names[] = {"table", "strikethrough", "autolink", "tasklist"};
  pthread_once(&registered, register_extensions);
  md_tree *tree = calloc(1, sizeof *tree);
  if (!tree) return NULL;
  tree->parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_FULL_INFO_STRING |
                                  CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE | CMARK_OPT_SOURCEPOS);
  /* First, since the table extension ends the search for block starts within a paragraph. */
  formula_attach(tree->parser);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
    if (extension) cmark_parser_attach_syntax_extension(tree->parser, extension);
  }
  pthread_mutex_lock(&parsing);
  cmark_parser_feed(tree->parser, text, length);
  tree->root = cmark_parser_finish(tree->parser);
  pthread_mutex_unlock(&parsing);
  return tree;
}

void md_free(md_tree *tree) {
  if (!tree) return;
  cmark_node_free(tree->root);
  cmark_parser_free(tree->parser);
  free(tree);
}

md_node *md_root(md_tree *tree) { return tree->root; }

md_walk *md_walk_new(md_node *root) { return cmark_iter_new(root); }

void md_walk_free(md_walk *walk) { cmark_iter_free(walk); }

md_node *md_walk_next(md_walk *walk, bool *entering) {
  cmark_event_type event = cmark_iter_next(walk);
  if (event == CMARK_EVENT_DONE) return NULL;
  *entering = event == CMARK_EVENT_ENTER;
  return cmark_iter_get_node(walk);
}

void md_walk_skip(md_walk *walk, md_node *node) {
  cmark_iter_reset(walk, node, CMARK_EVENT_EXIT);
}

md_kind md_node_kind(md_node *node) {
  switch (node->type) {
    case CMARK_NODE_DOCUMENT: return MD_DOCUMENT;
    case CMARK_NODE_BLOCK_QUOTE: return MD_BLOCK_QUOTE;
    case CMARK_NODE_LIST: return MD_LIST;
    case CMARK_NODE_ITEM: return MD_ITEM;
    case CMARK_NODE_CODE_BLOCK: return formula_is_block(node) ? MD_MATH_BLOCK : MD_CODE_BLOCK;
    case CMARK_NODE_HTML_BLOCK: return MD_HTML_BLOCK;
    case CMARK_NODE_PARAGRAPH: return MD_PARAGRAPH;
    case CMARK_NODE_HEADING: return MD_HEADING;
    case CMARK_NODE_THEMATIC_BREAK: return MD_THEMATIC_BREAK;
    case CMARK_NODE_FOOTNOTE_DEFINITION: return MD_FOOTNOTE_DEFINITION;
    case CMARK_NODE_TEXT: return MD_TEXT;
    case CMARK_NODE_SOFTBREAK: return MD_SOFT_BREAK;
    case CMARK_NODE_LINEBREAK: return MD_LINE_BREAK;
    case CMARK_NODE_CODE: return formula_inline_kind(node);
    case CMARK_NODE_HTML_INLINE: return MD_HTML_INLINE;
    case CMARK_NODE_EMPH: return MD_EMPHASIS;
    case CMARK_NODE_STRONG: return MD_STRONG;
    case CMARK_NODE_LINK: return MD_LINK;
    case CMARK_NODE_IMAGE: return MD_IMAGE;
    case CMARK_NODE_FOOTNOTE_REFERENCE: return MD_FOOTNOTE_REFERENCE;
    default: break;
  }
  const char *name = cmark_node_get_type_string(node);
  if (!strcmp(name, "table")) return MD_TABLE;
  if (!strcmp(name, "table_row") || !strcmp(name, "table_header")) return MD_TABLE_ROW;
  if (!strcmp(name, "table_cell")) return MD_TABLE_CELL;
  if (!strcmp(name, "strikethrough")) return MD_STRIKETHROUGH;
  if (!strcmp(name, "tasklist")) return MD_ITEM;
  return MD_OTHER;
}

md_node *md_node_parent(md_node *node) { return cmark_node_parent(node); }

md_node *md_node_next(md_node *node) { return cmark_node_next(node); }

md_node *md_node_previous(md_node *node) { return cmark_node_previous(node); }

md_node *md_node_first_child(md_node *node) { return cmark_node_first_child(node); }

const char *md_node_literal(md_node *node) {
  const char *literal = cmark_node_get_literal(node);
  return literal ? literal : "";
}

int md_node_start_line(md_node *node) { return cmark_node_get_start_line(node); }

int md_node_start_column(md_node *node) { return cmark_node_get_start_column(node); }

int md_node_end_line(md_node *node) { return cmark_node_get_end_line(node); }

md_place md_node_place(md_node *node) { return formula_place(node); }

int md_heading_level(md_node *node) { return cmark_node_get_heading_level(node); }

bool md_heading_is_underlined(md_node *node) { return node->as.heading.setext; }

bool md_list_is_ordered(md_node *node) {
  return cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
}

int md_list_start(md_node *node) { return cmark_node_get_list_start(node); }

bool md_list_is_tight(md_node *node) { return cmark_node_get_list_tight(node); }

bool md_item_is_task(md_node *node) {
  return !strcmp(cmark_node_get_type_string(node), "tasklist");
}

bool md_item_is_done(md_node *node) {
  return cmark_gfm_extensions_get_tasklist_item_checked(node);
}

bool md_code_fence(md_node *node, char *character, int *length) {
  int offset = 0;
  return cmark_node_get_fenced(node, length, &offset, character) != 0;
}

const char *md_code_info(md_node *node) {
  const char *info = cmark_node_get_fence_info(node);
  return info ? info : "";
}

bool md_math_is_closed(md_node *node) { return formula_is_closed(node); }

md_math_form md_math_written(md_node *node) {
  return node->type == CMARK_NODE_CODE ? formula_inline_form(node) : formula_block_form(node);
}

bool md_row_is_header(md_node *node) {
  return cmark_gfm_extensions_get_table_row_is_header(node);
}

char md_column_alignment(md_node *table, int column) {
  const unsigned char *alignments = cmark_gfm_extensions_get_table_alignments(table);
  int columns = cmark_gfm_extensions_get_table_columns(table);
  return alignments && column < columns ? (char)alignments[column] : 0;
}

const char *md_link_url(md_node *node) {
  const char *url = cmark_node_get_url(node);
  return url ? url : "";
}

const char *md_link_title(md_node *node) {
  const char *title = cmark_node_get_title(node);
  return title ? title : "";
}

int md_footnote_uses(md_node *node) { return node->footnote.def_count; }

int md_footnote_use(md_node *node) { return node->footnote.ref_ix; }
