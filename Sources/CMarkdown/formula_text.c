#include "formula_text.h"

#include <string.h>

static bool is_blank(unsigned char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

static bool is_letter(unsigned char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; }

static bool is_backslash(unsigned char c) { return c == '\\' || c == formula_backslash; }

/* Whether `word` is at `at`. */
static bool has(const unsigned char *text, int length, int at, const char *word) {
  size_t size = strlen(word);
  return at >= 0 && (size_t)(length - at) >= size && at <= length && !memcmp(text + at, word, size);
}

/* -- Ends --------------------------------------------------------------------------------- */

int find_closing(const unsigned char *text, int length, int from, int backslashes,
                 unsigned char sign) {
  for (int i = from; i + 1 < length; i++) {
    if (!is_backslash(text[i])) continue;
    if (backslashes == 1 && text[i + 1] == sign) return i + 2;
    if (backslashes == 2 && i + 2 < length && text[i + 1] == '\\' && text[i + 2] == sign)
      return i + 3;
    i++;
  }
  return -1;
}

bool md_is_formula_environment(const char *name, size_t length) {
  /* Environments of LaTeX, amsmath and mathtools that hold formulas. */
  static const char *const names[] = {
      "equation",  "align",     "gather",   "multline",  "eqnarray",    "alignat",      "flalign",
      "split",     "aligned",   "alignedat", "gathered", "array",       "cases",        "dcases",
      "rcases",    "drcases",   "matrix",   "pmatrix",   "bmatrix",     "Bmatrix",      "vmatrix",
      "Vmatrix",   "smallmatrix", "math",   "displaymath", "subequations", "dmath",     "CD",
      "subarray",  "numcases"};
  if (length > 0 && name[length - 1] == '*') length--;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strlen(names[i]) == length && !memcmp(name, names[i], length)) return true;
  return false;
}

bool environment_name(const unsigned char *text, int length, int at, char *name) {
  if (!is_backslash(text[at]) || !has(text, length, at + 1, "begin{")) return false;
  int start = at + 7, end = start;
  while (end < length && is_letter(text[end])) end++;
  if (end < length && text[end] == '*') end++;
  if (end >= length || text[end] != '}' || end - start >= environment_size ||
      !md_is_formula_environment((const char *)text + start, (size_t)(end - start)))
    return false;
  memcpy(name, text + start, (size_t)(end - start));
  name[end - start] = 0;
  return true;
}

int find_environment_end(const unsigned char *text, int length, int from, const char *name,
                         int *depth) {
  for (int i = from; i + 1 < length; i++) {
    if (!is_backslash(text[i])) continue;
    int after = -1, step = 0;
    if (has(text, length, i + 1, "begin{")) after = i + 7, step = 1;
    else if (has(text, length, i + 1, "end{")) after = i + 5, step = -1;
    if (step && has(text, length, after, name) && after + (int)strlen(name) < length &&
        text[after + (int)strlen(name)] == '}') {
      *depth += step;
      if (*depth <= 0) return after + (int)strlen(name) + 1;
    }
    i++;
  }
  return -1;
}

bool is_definition(const unsigned char *text, int length, int at) {
  static const char *const names[] = {
      "newcommand", "renewcommand", "providecommand", "DeclareMathOperator",
      "DeclarePairedDelimiter", "def", "gdef", "let"};
  if (!is_backslash(text[at])) return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!has(text, length, at + 1, names[i])) continue;
    int end = at + 1 + (int)strlen(names[i]);
    if (end < length && (text[end] == '{' || text[end] == '\\' || text[end] == '*')) return true;
  }
  return false;
}

int brace_balance(const unsigned char *text, int length) {
  int balance = 0;
  for (int i = 0; i < length; i++) {
    if (is_backslash(text[i])) i++;
    else if (text[i] == '{') balance++;
    else if (text[i] == '}') balance--;
  }
  return balance;
}

int find_reference_end(const unsigned char *text, int length, int at) {
  static const char *const names[] = {"ref{",  "eqref{",  "cref{",    "Cref{",
                                      "autoref{", "vref{", "@ref("};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!has(text, length, at + 1, names[i])) continue;
    int start = at + 1 + (int)strlen(names[i]);
    unsigned char close = text[start - 1] == '{' ? '}' : ')';
    int limit = start + 256 < length ? start + 256 : length;
    for (int end = start; end < limit && text[end] != '\n'; end++)
      if (text[end] == close) return end > start ? end + 1 : -1;
  }
  return -1;
}

/* -- Formulas and words ------------------------------------------------------------------- */

/* The end of a group that opens at `at`, or `length`. */
static int group_end(const unsigned char *text, int length, int at) {
  int depth = 0;
  for (int i = at; i < length; i++) {
    if (is_backslash(text[i])) i++;
    else if (text[i] == '{') depth++;
    else if (text[i] == '}' && --depth == 0) return i + 1;
  }
  return length;
}

bool is_math(const unsigned char *text, int length, math_signs around) {
  /* Commands, indices and exponents; operators; relations; words of several letters. */
  int commands = 0, signs = 0, relations = 0, words = 0, atoms = 0;
  /* The lengths of the longest run of letters, of the one before, and whether one follows another. */
  int longest = 0, previous = 0;
  bool has_phrase = false;
  for (int i = 0; i < length;) {
    unsigned char c = text[i];
    if (is_blank(c)) {
      i++;
      continue;
    }
    int run = 0;
    if (is_backslash(c)) {
      if (i + 1 >= length) return false;
      i++;
      if (is_letter(text[i])) {
        while (i < length && is_letter(text[i])) i++;
        commands++;
      } else {
        i++;
        signs++;
      }
      atoms++;
    } else if (c == '{') {
      i = group_end(text, length, i);
    } else if (is_letter(c)) {
      int start = i;
      while (i < length && is_letter(text[i])) i++;
      run = i - start;
      if (run >= 3) words++;
      if (run > longest) longest = run;
      atoms++;
    } else if (c == '^' || c == '_') {
      commands++;
      i++;
    } else if (is_digit(c)) {
      while (i < length && (is_digit(text[i]) || text[i] == '.' || text[i] == ',')) i++;
      atoms++;
    } else if (c >= 128) {
      /* Greek letters and signs are fine, other scripts are words: Hangul begins at 0xE1. */
      int size = c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
      bool is_sign = c == 0xCE || c == 0xCF || c == 0xE2 || c == 0xC2 || c == 0xC3 || c == 0xF0;
      if (!is_sign) return false;
      atoms++;
      i += size;
    } else {
      if (strchr("=<>+", c)) relations++;
      else if (strchr("-*/|&~", c)) signs++;
      else if (c != MD_FORMULA_BAR && !strchr("()[],.;:!?'", c)) return false;
      i++;
    }
    if (run && previous && run + previous >= 5) has_phrase = true;
    previous = run;
  }
  if (atoms == 0 || has_phrase) return false;
  if (commands > 0) return true;
  switch (around) {
    case in_parentheses: return words <= 1 || relations + signs > 0;
    case in_brackets: return relations > 0 && atoms > 1 && words <= 1;
    default: return relations + signs > 0 ? words <= 1 && atoms > 1 : longest <= 1;
  }
}

bool is_amount(const unsigned char *text, int length, int from, int end) {
  int first = from, next = end + 1;
  while (first < end && is_blank(text[first])) first++;
  while (next < length && (text[next] == ' ' || text[next] == '\t')) next++;
  return first < end && is_digit(text[first]) && next < length && is_digit(text[next]);
}

bool is_price(const unsigned char *text, int length) {
  int i = 0;
  while (i < length && (is_digit(text[i]) || text[i] == '.' || text[i] == ',')) i++;
  if (i == 0 || i == length) return false;
  for (int k = i; k < length; k++)
    if (is_backslash(text[k]) || strchr("^_={}<>+*|", text[k])) return false;
  /* "2M, 50": a number with its unit, and more after it. */
  if (is_letter(text[i])) {
    int unit = i;
    while (i < length && is_letter(text[i])) i++;
    if (i - unit > 1 || !strchr("kKmMbBtT", text[unit]) || i == length) return false;
    if (is_blank(text[i]) || strchr(",/~-", text[i])) i++;
    for (int k = i; k < length; k++)
      if (is_blank(text[k])) return true;
    return false;
  }
  /* "3 to US": a number and words, without a sign of a formula. */
  int words = 0;
  for (; i < length; i++) {
    if (!is_letter(text[i])) continue;
    int start = i;
    while (i < length && is_letter(text[i])) i++;
    if (i - start >= 2 && start > 0 && is_blank(text[start - 1])) words++;
    i--;
  }
  return words >= 2;
}

bool is_path(const unsigned char *text, int length, bool follows_word) {
  if (memchr(text, '\\', (size_t)length)) return false;
  if (strchr(":/,;(\"'", text[length - 1])) return true;
  if (!follows_word) return false;
  for (int i = 0; i < length; i++)
    if (is_blank(text[i])) return true;
  return false;
}
