/* bonds: when each manager thanked each of their people, while being their manager. Guarded by the projection's lock.
 * Memory: some 40 bytes a bond, 4 a time it was thanked for. */
#ifndef KLEOS_IMPACT_BONDS_H
#define KLEOS_IMPACT_BONDS_H

#include "services/recognitions/impact/numbering.h"

struct bond {
	int32_t *days;  /* of the arcs, ascending */
	int32_t newest; /* of them; most questions are answered by this one */
	uint32_t n;
	uint32_t capacity;
};

struct bonds {
	struct numbering ends; /* a manager and a member */
	struct bond *bonds;    /* beside `ends` */
	uint32_t n;
};

void bonds_fini(struct bonds *bonds);                                          /* a zeroed one is empty */
void bonds_clear(struct bonds *bonds);                                         /* no thanks any more; numbers stay */
uint32_t bonds_number(struct bonds *bonds, uint32_t manager, uint32_t member); /* makes it when new */
void bonds_add(struct bonds *bonds, uint32_t bond, int32_t day);
void bonds_remove(struct bonds *bonds, uint32_t bond, int32_t day); /* once */
bool bonds_thanked(const struct bonds *bonds, uint32_t bond, int32_t from_day, int32_t to_day);

#endif
