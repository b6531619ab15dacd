/* array: how long an array is that the compiler knows. */
#ifndef KLEOS_BASE_ARRAY_H
#define KLEOS_BASE_ARRAY_H

#include <stddef.h>

/* Elements; of an array itself, never of a pointer to one. */
#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#endif
