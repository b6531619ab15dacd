/* personal: the personal data that recognitions keeps (columns.def): how it is exported and how it leaves. */
#ifndef KLEOS_RECOGNITIONS_PERSONAL_H
#define KLEOS_RECOGNITIONS_PERSONAL_H

#include "common/service/personal.h"

extern const struct personal_data recognitions_personal;

#endif
