/* cmark's parser calls these functions, so that code, escapes, containers, raw HTML and indentation
 * have the same meaning for formulas as for the rest of Markdown.
 *
 * - A line that begins with `$$` opens a block of type CODE_BLOCK which belongs to our extension;
 *   it ends with the line that has the closing `$$`, or with its container. So do `\[`, an
 *   environment such as `\begin{align}`, and definitions of macros.
 * - `$…$`, `$$…$$` inside a paragraph and `@name` become nodes of type CODE, the only type that
 *   cmark's tables keep; their actual kind is in the node's user data. So do `\(…\)`, `\[…\]`,
 *   environments and `\ref{…}`.
 *
 * cmark reads a backslash itself, as an escape. Where LaTeX may begin, the caller therefore replaces
 * it by the byte `formula_backslash`; where this file finds no LaTeX, the byte means what the
 * backslash means to cmark.
 */
#include "formula.h"

#include "formula_text.h"

#include <cmark-gfm/chunk.h>
#include <cmark-gfm/node.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  md_kind kind;
  md_math_form form;
  md_place place;
} inline_formula;

typedef struct {
  md_math_form form;
  /* Whether the closing sign was read; the line that has it is the block's last. */
  bool closed;
  /* The name of an environment, and how many of that name are open; of definitions, open braces. */
  char name[environment_size];
  int depth;
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
    else if ((text[i] == '$' || text[i] == MD_CLOSING_DOLLAR) && text[i + 1] == '$') return i;
  }
  return -1;
}

/* Whether a line may end here: only blanks, punctuation, `{…}` or `(name)` follow. */
static bool is_line_end(const unsigned char *text, int length, int from) {
  for (;;) {
    while (from < length && (is_blank(text[from]) || strchr(".,;:!?", text[from]))) from++;
    if (from == length) return true;
    if (text[from] != '{' && text[from] != '(') {
      /* A full stop or comma of Chinese and Japanese. */
      if (from + 2 < length && text[from] == 0xE3 && text[from + 1] == 0x80 &&
          (text[from + 2] == 0x81 || text[from + 2] == 0x82)) {
        from += 3;
        continue;
      }
      return false;
    }
    unsigned char close = text[from] == '{' ? '}' : ')';
    /* A name has no blanks: "(see below)" is text. */
    while (from < length && text[from] != close && (close == '}' || !is_blank(text[from]))) from++;
    if (from == length || text[from] != close) return false;
    from++;
  }
}

/* -- Blocks ------------------------------------------------------------------------------- */

bool formula_is_block(cmark_node *node) { return node->extension == extension; }

bool formula_is_closed(cmark_node *node) {
  block_formula *formula = cmark_node_get_user_data(node);
  return formula && formula->closed;
}

md_math_form formula_block_form(cmark_node *node) {
  block_formula *formula = cmark_node_get_user_data(node);
  return formula ? formula->form : MD_DOLLARS;
}

/* Reads a line of a block that begins at `from`: notes whether it has the closing sign, whose end
 * is returned, or -1. */
static int read_line(block_formula *formula, const unsigned char *text, int length, int from) {
  int end = -1;
  switch (formula->form) {
    case MD_BRACKETS: end = find_closing(text, length, from, 1, ']'); break;
    case MD_DOUBLE_BRACKETS: end = find_closing(text, length, from, 2, ']'); break;
    case MD_ENVIRONMENT:
      end = find_environment_end(text, length, from, formula->name, &formula->depth);
      break;
    case MD_DEFINITIONS:
      formula->depth += brace_balance(text + from, length - from);
      end = formula->depth <= 0 ? length : -1;
      break;
    default: {
      int close = find_double_dollar(text, length, from);
      end = close < 0 ? -1 : close + 2;
    }
  }
  formula->closed = end >= 0;
  return end;
}

/* Recognises the beginning of a block at `first`; sets its form, and reads its first line. */
static bool begins(block_formula *formula, const unsigned char *text, int length, int first) {
  if (first + 1 >= length) return false;
  int content = first + 2;
  if (text[first] == '$' && text[first + 1] == '$') {
    formula->form = MD_DOLLARS;
  } else if (text[first] != formula_backslash) {
    return false;
  } else if (text[first + 1] == '[') {
    formula->form = MD_BRACKETS;
  } else if (first + 2 < length && text[first + 1] == '\\' && text[first + 2] == '[') {
    formula->form = MD_DOUBLE_BRACKETS;
    content = first + 3;
  } else if (environment_name(text, length, first, formula->name)) {
    formula->form = MD_ENVIRONMENT;
    content = first;
  } else if (is_definition(text, length, first)) {
    formula->form = MD_DEFINITIONS;
    content = first;
  } else {
    return false;
  }
  int end = read_line(formula, text, length, content);
  if (end < 0) return true;
  /* "$$x$$ and more" is a paragraph that begins with a formula. */
  if (!is_line_end(text, length, end)) return false;
  if (formula->form == MD_BRACKETS || formula->form == MD_DOUBLE_BRACKETS) {
    int sign = formula->form == MD_BRACKETS ? 2 : 3;
    return is_math(text + content, end - sign - content, in_brackets);
  }
  return true;
}

static cmark_node *open_block(cmark_syntax_extension *self, int indented, cmark_parser *parser,
                              cmark_node *parent, unsigned char *input, int length) {
  int first = cmark_parser_get_first_nonspace(parser);
  if (indented || first >= length || (input[first] != '$' && input[first] != formula_backslash))
    return NULL;
  block_formula *formula = calloc(1, sizeof *formula);
  if (!formula) return NULL;
  if (!begins(formula, input, length, first)) {
    free(formula);
    return NULL;
  }
  cmark_node *node =
      cmark_parser_add_child(parser, parent, CMARK_NODE_CODE_BLOCK, first + 1);
  if (!node) {
    free(formula);
    return NULL;
  }
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
  read_line(formula, input, length, from);
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

static cmark_node *inline_node(md_kind kind, md_math_form form, md_place place,
                               const unsigned char *text, int length) {
  inline_formula *formula = malloc(sizeof *formula);
  char *literal = malloc((size_t)length + 1);
  cmark_node *node = formula && literal ? cmark_node_new(CMARK_NODE_CODE) : NULL;
  if (!node) {
    free(formula);
    free(literal);
    return NULL;
  }
  *formula = (inline_formula){.kind = kind, .form = form, .place = place};
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
 * one, and no digit after it unless the formula begins with a command (`1$\times$1`), so that "$5 and
 * $6" is money. With blanks within the dollars, the text between them must plainly be a formula. */
static int inline_end(const unsigned char *text, int length, int from, int count) {
  if (count == 2) {
    int end = find_double_dollar(text, length, from);
    return end > from ? end : -1;
  }
  if (from >= length) return -1;
  bool opens = !is_blank(text[from]);
  for (int i = from; i < length; i++) {
    if (text[i] == '\\') i++;
    else if (text[i] == '\n' && !opens) return -1;
    else if (text[i] == '$') {
      unsigned char next = i + 1 < length ? text[i + 1] : 0;
      if (i == from || (is_digit(next) && text[from] != '\\')) return -1;
      bool follows_word = from >= 2 && (is_letter(text[from - 2]) || is_digit(text[from - 2]));
      if (opens && !is_blank(text[i - 1]))
        return is_price(text + from, i - from) ||
                       (is_letter(next) && is_path(text + from, i - from, follows_word))
                   ? -1
                   : i;
      /* A blank before a dollar that a word follows: "$a and $b". */
      if (opens && (is_letter(next) || is_digit(next))) return -1;
      return !follows_word && !is_amount(text, length, from, i) &&
                     is_math(text + from, i - from, in_dollars)
                 ? i
                 : -1;
    }
  }
  return -1;
}

/* The end of the formula in `` $`…`$ `` whose content begins at `from`, or -1. */
static int backtick_end(const unsigned char *text, int length, int from) {
  for (int i = from; i + 1 < length; i++)
    if (text[i] == '`') return i > from && text[i + 1] == '$' ? i : -1;
  return -1;
}

static cmark_node *match_math(cmark_node *parent, cmark_inline_parser *parser) {
  cmark_chunk *chunk = cmark_inline_parser_get_chunk(parser);
  const unsigned char *text = chunk->data;
  int length = chunk->len, at = cmark_inline_parser_get_offset(parser);
  int count = at + 1 < length && text[at + 1] == '$' ? 2 : 1;
  md_math_form form = count == 2 ? MD_DOLLARS : MD_DOLLAR;
  int end = -1;
  if (count == 1 && at + 1 < length && text[at + 1] == '`') {
    end = backtick_end(text, length, at + 2);
    if (end >= 0) {
      form = MD_BACKTICKS;
      count = 2;
    }
  }
  if (end < 0) end = inline_end(text, length, at + count, count);
  if (end < 0) return NULL;
  cmark_node *node =
      inline_node(form == MD_DOLLARS ? MD_DISPLAY_MATH : MD_MATH, form,
                  place_of(parent, chunk, at), text + at + count, end - at - count);
  if (node) cmark_inline_parser_set_offset(parser, end + count);
  return node;
}

/* The text that the marked backslash at `at` and what follows it mean without LaTeX. */
static cmark_node *escaped(cmark_inline_parser *parser, const unsigned char *text, int length,
                           int at) {
  bool escapes = at + 1 < length && text[at + 1] < 128 && !is_letter(text[at + 1]) &&
                 !is_digit(text[at + 1]) && text[at + 1] > ' ';
  char literal[2] = {escapes ? (char)text[at + 1] : '\\', 0};
  cmark_node *node = cmark_node_new(CMARK_NODE_TEXT);
  if (!node) return NULL;
  cmark_node_set_literal(node, literal);
  cmark_inline_parser_set_offset(parser, at + (escapes ? 2 : 1));
  return node;
}

/* LaTeX that begins with a backslash. */
static cmark_node *match_latex(cmark_node *parent, cmark_inline_parser *parser) {
  cmark_chunk *chunk = cmark_inline_parser_get_chunk(parser);
  const unsigned char *text = chunk->data;
  int length = chunk->len, at = cmark_inline_parser_get_offset(parser);
  int backslashes = at + 1 < length && text[at + 1] == '\\' ? 2 : 1;
  int from = at + backslashes + 1, end = -1;
  unsigned char sign = at + backslashes < length ? text[at + backslashes] : 0;
  char name[environment_size];
  md_kind kind = MD_MATH;
  md_math_form form = MD_PARENTHESES;
  /* Where the literal begins and ends, and where the text goes on. */
  int first = from, last = -1;
  if (sign == '(' || sign == '[') {
    end = find_closing(text, length, from, backslashes, sign == '(' ? ')' : ']');
    last = end - backslashes - 1;
    math_signs signs = sign == '(' ? in_parentheses : in_brackets;
    if (end >= 0 && !is_math(text + first, last - first, signs)) end = -1;
    if (sign == '(') form = backslashes == 2 ? MD_DOUBLE_PARENTHESES : MD_PARENTHESES;
    else form = backslashes == 2 ? MD_DOUBLE_BRACKETS : MD_BRACKETS;
    if (sign == '[') kind = MD_DISPLAY_MATH;
  } else if (environment_name(text, length, at, name)) {
    int depth = 0;
    end = last = find_environment_end(text, length, at, name, &depth);
    first = at;
    kind = MD_DISPLAY_MATH;
    form = MD_ENVIRONMENT;
  } else {
    end = last = find_reference_end(text, length, at);
    first = at + 1;
    kind = MD_LATEX_REFERENCE;
  }
  if (end < 0) return escaped(parser, text, length, at);
  cmark_node *node =
      inline_node(kind, form, place_of(parent, chunk, at), text + first, last - first);
  if (node) cmark_inline_parser_set_offset(parser, end);
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
      inline_node(MD_REFERENCE, MD_DOLLAR, place_of(parent, chunk, at), text + at + 1,
                  end - at - 1);
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
  if (character == formula_backslash) return match_latex(parent, inline_parser);
  return NULL;
}

md_kind formula_inline_kind(cmark_node *node) {
  inline_formula *formula = cmark_node_get_user_data(node);
  return formula ? formula->kind : MD_CODE;
}

md_math_form formula_inline_form(cmark_node *node) {
  inline_formula *formula = cmark_node_get_user_data(node);
  return formula ? formula->form : MD_DOLLAR;
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
  cmark_llist_append(memory, characters, (void *)(size_t)formula_backslash);
  cmark_syntax_extension_set_special_inline_chars(extension, characters);
  cmark_syntax_extension_set_match_inline_func(extension, match_inline);
  cmark_syntax_extension_set_open_block_func(extension, open_block);
  cmark_syntax_extension_set_match_block_func(extension, continue_block);
}

void formula_attach(cmark_parser *parser) {
  counted.block = NULL;
  cmark_parser_attach_syntax_extension(parser, extension);
}
