/* revision: which commit this was built of; "unknown" outside of a repository. */
#ifndef KLEOS_METER_REVISION_H
#define KLEOS_METER_REVISION_H

extern const char kleos_revision[];

#endif
