/* The part of the grammar that cmark-gfm lacks: formulas and references. */
#pragma once
#include <cmark-gfm-extension_api.h>

#include "CMarkdown.h"

/* Called once per process, after cmark's own extensions are registered. */
void formula_register(void);
void formula_attach(cmark_parser *parser);

/* The actual kind of a node of type CODE: MD_CODE, MD_MATH, MD_DISPLAY_MATH or MD_REFERENCE. */
md_kind formula_inline_kind(cmark_node *node);
md_place formula_place(cmark_node *node);
bool formula_is_block(cmark_node *node);
/* How the formula of a block, or of an inline node, is written. */
md_math_form formula_block_form(cmark_node *node);
md_math_form formula_inline_form(cmark_node *node);
bool formula_is_closed(cmark_node *node);
