/* cmark's parser calls these functions, so that code, escapes, containers, raw HTML and indentation
 * have the same meaning for formulas as for the rest of Markdown.
 *
 * - A line that begins with `$$` opens a block of type CODE_BLOCK which belongs to our extension;
 *   it ends with the line that has the closing `$$`, or with its container.
 * - `$…$`, `$$…$$` inside a paragraph and `@name` become nodes of type CODE, the only type that
 *   cmark's tables keep; their actual kind is in the node's user data.
 */
#include "formula.h"

#include <cmark-gfm/chunk.h>
#include <cmark-gfm/node.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  md_kind kind;
  md_place place;
} inline_formula;

typedef struct {
  /* Whether the closing `$$` was read; the line that has it is the block's last. */
  bool closed;
} block_formula;

static cmark_syntax_extension *extension;

static void free_data(cmark_mem *memory, void *data) {
  (void)memory;
  free(data);
}

static bool is_blank(unsigned char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

static bool is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

/* Bytes from 128 on are parts of other letters, such as Hangul. */
static bool is_word(unsigned char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c >= 128;
}

/* The position of the next `$$` at or after `from` that is not preceded by a backslash, or -1. */
static int find_double_dollar(const unsigned char *text, int length, int from) {
  for (int i = from; i + 1 < length; i++) {
    if (text[i] == '\\') i++;
    else if (text[i] == '$' && text[i + 1] == '$') return i;
  }
  return -1;
}

/* Whether a line may end here: only blanks, or `{…}` and blanks, follow. */
static bool is_line_end(const unsigned char *text, int length, int from) {
  while (from < length && is_blank(text[from])) from++;
  if (from == length) return true;
  if (text[from] != '{') return false;
  while (from < length && text[from] != '}') from++;
  if (from == length) return false;
  for (from++; from < length; from++)
    if (!is_blank(text[from])) return false;
  return true;
}

/* -- Blocks ------------------------------------------------------------------------------- */

bool formula_is_block(cmark_node *node) { return node->extension == extension; }

bool formula_is_closed(cmark_node *node) {
  block_formula *formula = cmark_node_get_user_data(node);
  return formula && formula->closed;
}

static cmark_node *open_block(cmark_syntax_extension *self, int indented, cmark_parser *parser,
                              cmark_node *parent, unsigned char *input, int length) {
  int first = cmark_parser_get_first_nonspace(parser);
  if (indented || first + 1 >= length || input[first] != '$' || input[first + 1] != '$')
    return NULL;
  int close = find_double_dollar(input, length, first + 2);
  /* "$$x$$ and more" is a paragraph that begins with a formula. */
  if (close >= 0 && !is_line_end(input, length, close + 2)) return NULL;
  block_formula *formula = calloc(1, sizeof *formula);
  if (!formula) return NULL;
  cmark_node *node =
      cmark_parser_add_child(parser, parent, CMARK_NODE_CODE_BLOCK, first + 1);
  if (!node) {
    free(formula);
    return NULL;
  }
  formula->closed = close >= 0;
  cmark_node_set_syntax_extension(node, self);
  cmark_node_set_user_data(node, formula);
  cmark_node_set_user_data_free_func(node, free_data);
  cmark_parser_advance_offset(parser, (const char *)input,
                              first - cmark_parser_get_offset(parser), false);
  return node;
}

/* Whether a line begins a fence or a heading, which no formula contains. */
static bool interrupts(const unsigned char *text, int length) {
  if (length >= 3 && (!memcmp(text, "```", 3) || !memcmp(text, "~~~", 3))) return true;
  int level = 0;
  while (level < length && text[level] == '#') level++;
  return level >= 1 && level <= 6 && level < length && text[level] == ' ';
}

static int continue_block(cmark_syntax_extension *self, cmark_parser *parser,
                          unsigned char *input, int length, cmark_node *node) {
  (void)self;
  block_formula *formula = cmark_node_get_user_data(node);
  if (!formula || formula->closed) return 0;
  int from = cmark_parser_get_offset(parser), first = cmark_parser_get_first_nonspace(parser);
  if (first < length && interrupts(input + first, length - first)) return 0;
  formula->closed = find_double_dollar(input, length, from) >= 0;
  return 1;
}

/* -- Inline ------------------------------------------------------------------------------- */

/* Lines of the text that is being parsed, counted as the parser advances: every byte is read at
 * most twice, however many formulas there are. */
static _Thread_local struct {
  const void *block;
  const unsigned char *text;
  int length, at, newlines, total, line_start, line_end;
} counted;

static md_place place_of(cmark_node *block, const cmark_chunk *chunk, int at) {
  const unsigned char *text = chunk->data;
  int length = chunk->len;
  if (counted.block != block || counted.text != text || counted.length != length ||
      counted.at > at) {
    memset(&counted, 0, sizeof counted);
    counted.block = block;
    counted.text = text;
    counted.length = length;
    counted.line_end = -1;
    for (int i = 0; i < length; i++) counted.total += text[i] == '\n';
  }
  for (; counted.at < at; counted.at++) {
    if (text[counted.at] != '\n') continue;
    counted.newlines++;
    counted.line_start = counted.at + 1;
  }
  if (counted.line_end < at) {
    const unsigned char *end = memchr(text + at, '\n', (size_t)(length - at));
    counted.line_end = end ? (int)(end - text) : length;
  }
  return (md_place){.lines_after = counted.total - counted.newlines,
                    .lines_before = counted.newlines,
                    .bytes_to_line_end = counted.line_end - at,
                    .bytes_from_line_start = at - counted.line_start};
}

static cmark_node *inline_node(md_kind kind, md_place place, const unsigned char *text,
                               int length) {
  inline_formula *formula = malloc(sizeof *formula);
  char *literal = malloc((size_t)length + 1);
  cmark_node *node = formula && literal ? cmark_node_new(CMARK_NODE_CODE) : NULL;
  if (!node) {
    free(formula);
    free(literal);
    return NULL;
  }
  *formula = (inline_formula){.kind = kind, .place = place};
  memcpy(literal, text, (size_t)length);
  literal[length] = 0;
  cmark_node_set_literal(node, literal);
  free(literal);
  cmark_node_set_user_data(node, formula);
  cmark_node_set_user_data_free_func(node, free_data);
  return node;
}

/* The end of the formula that opens with `count` dollars before `from`, or -1.
 *
 * A single dollar follows pandoc's rule: no blank after the opening one, none before the closing
 * one, and no digit after it, so that "$5 and $6" is money. */
static int inline_end(const unsigned char *text, int length, int from, int count) {
  if (count == 2) {
    int end = find_double_dollar(text, length, from);
    return end > from ? end : -1;
  }
  if (from >= length || is_blank(text[from])) return -1;
  for (int i = from; i < length; i++) {
    if (text[i] == '\\') i++;
    else if (text[i] == '$') {
      bool closes = i > from && !is_blank(text[i - 1]) &&
                    !(i + 1 < length && is_digit(text[i + 1]));
      return closes ? i : -1;
    }
  }
  return -1;
}

static cmark_node *match_math(cmark_node *parent, cmark_inline_parser *parser) {
  cmark_chunk *chunk = cmark_inline_parser_get_chunk(parser);
  const unsigned char *text = chunk->data;
  int length = chunk->len, at = cmark_inline_parser_get_offset(parser);
  int count = at + 1 < length && text[at + 1] == '$' ? 2 : 1;
  int end = inline_end(text, length, at + count, count);
  if (end < 0) return NULL;
  cmark_node *node = inline_node(count == 2 ? MD_DISPLAY_MATH : MD_MATH,
                                 place_of(parent, chunk, at), text + at + count, end - at - count);
  if (node) cmark_inline_parser_set_offset(parser, end + count);
  return node;
}

/* Whether a mark stands within a key, `DBLP:conf/cvpr/He16` or `He.Zhang.2016`, and does not begin an
 * address such as `https://`. */
static bool joins_key(const unsigned char *text, int length, int at) {
  if (!text[at] || !strchr(":./+", text[at]) || at + 1 >= length) return false;
  if (!is_letter(text[at + 1]) && !is_digit(text[at + 1])) return false;
  int end = at + 1;
  while (end < length && end < at + 8 && is_letter(text[end])) end++;
  return !(end + 2 < length && text[end] == ':' && text[end + 1] == '/' && text[end + 2] == '/');
}

static cmark_node *match_reference(cmark_node *parent, cmark_inline_parser *parser) {
  cmark_chunk *chunk = cmark_inline_parser_get_chunk(parser);
  const unsigned char *text = chunk->data;
  int length = chunk->len, at = cmark_inline_parser_get_offset(parser), end = at + 1;
  /* The authors of `[-@key]` are left out. */
  bool is_behind_minus =
      at > 0 && text[at - 1] == '-' && (at == 1 || strchr("[ ;\n", text[at - 2]));
  if (at > 0 && !is_behind_minus &&
      (is_letter(text[at - 1]) || is_digit(text[at - 1]) || strchr("_.-/@+:", text[at - 1])))
    return NULL; /* an address: me@example.org */
  if (end >= length || !is_word(text[end]) || text[end] == '_') return NULL;
  while (end < length && (is_word(text[end]) || text[end] == '-' || joins_key(text, length, end)))
    end++;
  while (text[end - 1] == '-' || text[end - 1] == '_') end--;
  cmark_node *node =
      inline_node(MD_REFERENCE, place_of(parent, chunk, at), text + at + 1, end - at - 1);
  if (node) cmark_inline_parser_set_offset(parser, end);
  return node;
}

/* cmark calls this for every character that its own rules do not consume. */
static cmark_node *match_inline(cmark_syntax_extension *self, cmark_parser *parser,
                                cmark_node *parent, unsigned char character,
                                cmark_inline_parser *inline_parser) {
  (void)self;
  (void)parser;
  if (character == '$') return match_math(parent, inline_parser);
  if (character == '@') return match_reference(parent, inline_parser);
  return NULL;
}

md_kind formula_inline_kind(cmark_node *node) {
  inline_formula *formula = cmark_node_get_user_data(node);
  return formula ? formula->kind : MD_CODE;
}

md_place formula_place(cmark_node *node) {
  inline_formula *formula =
      node->type == CMARK_NODE_CODE ? cmark_node_get_user_data(node) : NULL;
  return formula ? formula->place : (md_place){0};
}

/* -- Registration ------------------------------------------------------------------------- */

void formula_register(void) {
  cmark_mem *memory = cmark_get_default_mem_allocator();
  extension = cmark_syntax_extension_new("runbook-formula");
  cmark_llist *characters = cmark_llist_append(memory, NULL, (void *)(size_t)'$');
  cmark_llist_append(memory, characters, (void *)(size_t)'@');
  cmark_syntax_extension_set_special_inline_chars(extension, characters);
  cmark_syntax_extension_set_match_inline_func(extension, match_inline);
  cmark_syntax_extension_set_open_block_func(extension, open_block);
  cmark_syntax_extension_set_match_block_func(extension, continue_block);
}

void formula_attach(cmark_parser *parser) {
  counted.block = NULL;
  cmark_parser_attach_syntax_extension(parser, extension);
}
