#include "CKaTeX.h"
