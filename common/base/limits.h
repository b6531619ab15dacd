/* limits: the rows of limits.def as constants, int each. Whoever needs one includes this; a number that somebody
 * outside can meet stands nowhere else. */
#ifndef KLEOS_BASE_LIMITS_H
#define KLEOS_BASE_LIMITS_H

enum {
#define LIMIT(name, value, unit, bounds, tried) name = (value),
#include "common/base/limits.def"
#undef LIMIT
};

#endif
