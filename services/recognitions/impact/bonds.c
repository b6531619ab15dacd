#include "services/recognitions/impact/bonds.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

void bonds_clear(struct bonds *bonds)
{
	for (uint32_t i = 0; i < bonds->n; i++)
		free(bonds->bonds[i].days);
	free(bonds->bonds);
	bonds->bonds = NULL;
	bonds->n = 0;
}

void bonds_fini(struct bonds *bonds)
{
	bonds_clear(bonds);
	numbering_fini(&bonds->ends);
}

uint32_t bonds_number(struct bonds *bonds, uint32_t manager, uint32_t member)
{
	return numbering_number(&bonds->ends, manager, member);
}

/* Those that were numbered since have no thanks yet. */
static struct bond *bond_of(struct bonds *bonds, uint32_t number)
{
	if (number >= bonds->n) {
		uint32_t n = bonds->ends.n;
		bonds->bonds = heap_resize(bonds->bonds, n, sizeof *bonds->bonds);
		memset(bonds->bonds + bonds->n, 0, (n - bonds->n) * sizeof *bonds->bonds);
		bonds->n = n;
	}
	return &bonds->bonds[number];
}

/* Index of the first thanks on `day` or later. */
static uint32_t find(const struct bond *bond, int32_t day)
{
	uint32_t low = 0, high = bond->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (bond->days[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void bonds_add(struct bonds *bonds, uint32_t number, int32_t day)
{
	struct bond *bond = bond_of(bonds, number);
	if (bond->n == bond->capacity) {
		bond->capacity = bond->capacity ? bond->capacity + bond->capacity / 2 + 1 : 2;
		bond->days = heap_resize(bond->days, bond->capacity, sizeof *bond->days);
	}
	uint32_t at = bond->n && bond->days[bond->n - 1] > day ? find(bond, day) : bond->n;
	memmove(bond->days + at + 1, bond->days + at, (bond->n - at) * sizeof *bond->days);
	bond->days[at] = day;
	bond->newest = bond->days[bond->n++];
}

void bonds_remove(struct bonds *bonds, uint32_t number, int32_t day)
{
	struct bond *bond = bond_of(bonds, number);
	uint32_t at = find(bond, day);
	if (at == bond->n || bond->days[at] != day)
		return;
	bond->n--;
	memmove(bond->days + at, bond->days + at + 1, (bond->n - at) * sizeof *bond->days);
	bond->newest = bond->n ? bond->days[bond->n - 1] : DAY_MIN;
}

bool bonds_thanked(const struct bonds *bonds, uint32_t number, int32_t from_day, int32_t to_day)
{
	if (number >= bonds->n)
		return false;
	const struct bond *bond = &bonds->bonds[number];
	if (!bond->n || bond->newest <= to_day)
		return bond->n && bond->newest >= from_day;
	uint32_t at = find(bond, from_day);
	return at < bond->n && bond->days[at] <= to_day;
}
