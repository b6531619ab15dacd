#include "services/gateway/report/pulses.h"

#include "common/base/text.h"
#include "services/gateway/report/groups.h"

static bool is_split(struct arena *arena, Kleos__PulseCell *const *cells, size_t n, int32_t min_group, const char *team)
{
	struct groups *groups = groups_new(arena, min_group);
	for (size_t i = 0; i < n; i++)
		groups_add(groups, cells[i]->team, cells[i]->answers);
	groups_merge(groups);
	return groups_is_split(groups, team);
}

static struct pulses sum_of(Kleos__PulseCell *const *cells, size_t n, const char *team)
{
	struct pulses sum = {0};
	for (size_t i = 0; i < n; i++) {
		if (*team && !text_team_within(cells[i]->team, team))
			continue;
		sum.answers += cells[i]->answers;
		sum.need += cells[i]->need;
		sum.have += cells[i]->have;
		sum.strain += cells[i]->strain;
	}
	return sum;
}

static void add_month(struct pulses *told, const struct pulses *month)
{
	told->answers += month->answers;
	told->need += month->need;
	told->have += month->have;
	told->strain += month->strain;
}

struct pulses pulses_told(struct arena *arena, Kleos__PulseCell *const *cells, size_t n, int32_t min_group,
						  const char *team)
{
	struct pulses told = {0};
	for (size_t first = 0, end; first < n; first = end) {
		for (end = first; end < n && cells[end]->month == cells[first]->month; end++)
			;
		struct pulses month = sum_of(cells + first, end - first, team);
		if (!month.answers)
			continue;
		if (month.answers < min_group || is_split(arena, cells + first, end - first, min_group, team))
			told.left_out++;
		else
			add_month(&told, &month);
	}
	return told;
}
