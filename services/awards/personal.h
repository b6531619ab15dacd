/* personal: the personal data that awards keeps (columns.def): how it is exported and how it leaves. */
#ifndef KLEOS_AWARDS_PERSONAL_H
#define KLEOS_AWARDS_PERSONAL_H

#include "common/service/personal.h"

extern const struct personal_data awards_personal;

#endif
