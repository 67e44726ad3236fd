/* Reads LaTeX within Markdown: where it ends, and whether a text is plainly a formula. */
#pragma once
#include <stdbool.h>

#include "CMarkdown.h"

enum { formula_backslash = MD_LATEX_BACKSLASH, environment_size = 32 };

/* The end of the next `\)` or `\]`, with one backslash or two, at or after `from`; or -1. */
int find_closing(const unsigned char *text, int length, int from, int backslashes,
                 unsigned char sign);

/* Whether `\begin{name}` of an environment of formulas is at `at`; sets its name. */
bool environment_name(const unsigned char *text, int length, int at, char *name);

/* Counts `\begin{name}` and `\end{name}` from `from` on in `*depth`; returns the end of the
 * `\end{name}` that makes it 0, or -1. */
int find_environment_end(const unsigned char *text, int length, int from, const char *name,
                         int *depth);

/* Whether a definition such as `\newcommand` begins at `at`. */
bool is_definition(const unsigned char *text, int length, int at);

/* Opening braces less closing ones. */
int brace_balance(const unsigned char *text, int length);

/* The end of `\ref{label}` or one of its relatives at `at`, or -1. */
int find_reference_end(const unsigned char *text, int length, int at);

/* The signs around a text that may be a formula. */
typedef enum {
  /* `\(…\)`, which has hardly another use: a single word counts. */
  in_parentheses,
  /* `\[…\]`, which are also escaped brackets: `\[1\]` and `\[x\]` are not formulas. */
  in_brackets,
  /* `$ … $` with blanks. */
  in_dollars,
} math_signs;

/* Whether a text is plainly a formula, not words. */
bool is_math(const unsigned char *text, int length, math_signs signs);

/* Whether the text between two dollars, from `from` to `end`, is an amount of money that is followed
 * by another one. */
bool is_amount(const unsigned char *text, int length, int from, int end);

/* Whether the text between two dollars is a price and what follows it: "3 to US", "2M, 50". */
bool is_price(const unsigned char *text, int length);

/* Whether the text between a dollar and another one before a letter is a part of names of variables:
 * "PATH:" in `$PATH:$HOME`. `follows_word` states whether a letter precedes, as in "A$AP and Ke$ha". */
bool is_path(const unsigned char *text, int length, bool follows_word);
