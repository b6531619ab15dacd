#include "services/recognitions/impact/rows.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

void rows_fini(struct rows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++) {
		crowd_fini(&rows->rows[i].givers);
		crowd_fini(&rows->rows[i].receivers);
		crowd_fini(&rows->rows[i].thanked);
	}
	free(rows->rows);
}

uint32_t rows_find(const struct rows *rows, int32_t day)
{
	uint32_t low = 0, high = rows->n;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (rows->rows[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct row *rows_insert(struct rows *rows, uint32_t at, int32_t day)
{
	if (rows->n == rows->capacity) {
		rows->capacity = (uint32_t)heap_capacity(rows->capacity, rows->n + (size_t)1);
		rows->rows = heap_resize(rows->rows, rows->capacity, sizeof *rows->rows);
	}
	memmove(rows->rows + at + 1, rows->rows + at, (rows->n - at) * sizeof *rows->rows);
	rows->rows[at] = (struct row){.day = day};
	rows->n++;
	return &rows->rows[at];
}
