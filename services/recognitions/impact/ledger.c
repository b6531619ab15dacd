#include "services/recognitions/impact/ledger.h"

#include "impact/sql.h"
#include "kleos/recognitions/v1/recognition.pb-c.h"
#include "kleos/types/v1/types.pb-c.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define RUN_SIZE 1024 /* recognitions */

/* Makes room for one more in an arena array whose size is a power of two from `least`. */
static void *more(struct arena *arena, const void *array, size_t n, size_t least, size_t size)
{
	if (n && (n < least || (n & (n - 1))))
		return (void *)array;
	void *grown = arena_array(arena, n ? n * 2 : least, size);
	if (n)
		memcpy(grown, array, n * size);
	return grown;
}

static struct impact_recognition read_recognition(struct query *row, const struct zone_days *days, struct arena *arena)
{
	return (struct impact_recognition){
		.id = query_id(row, "id"),
		.day = zone_days_of_ms(days, query_number(row, "give_ms")),
		.giver = query_id(row, "giver"),
		.giver_team = (uint32_t)query_number(row, "giver_team"),
		.value = query_text(row, "value", arena),
		.giver_leads = query_number(row, "giver_leader") != 0,
		.big = query_number(row, "win") == KLEOS__WIN__WIN_BIG,
		.prompt = (uint8_t)query_number(row, "prompt"),
		.quiet = query_number(row, "visibility") <= KLEOS__VISIBILITY__VISIBILITY_MANAGER,
		.external = query_number(row, "visibility") == KLEOS__VISIBILITY__VISIBILITY_EXTERNAL,
	};
}

static void read_receiver(struct query *row, struct arena *arena, struct impact_recognition *recognition)
{
	struct impact_receiver *receivers =
		more(arena, recognition->receivers, recognition->n_receivers, 1, sizeof *receivers);
	receivers[recognition->n_receivers++] = (struct impact_receiver){
		.member = query_id(row, "receiver"),
		.team = (uint32_t)query_number(row, "team"),
		.direction = (enum direction)query_number(row, "direction"),
	};
	recognition->receivers = receivers;
}

bool ledger_read_one(struct db *db, const struct zone_days *days, struct arena *arena, const struct id *recognition,
					 struct impact_recognition *out)
{
	struct query row = query_begin(db, SQL(impact_arcs_of_one));
	query_bind_id(&row, 1, recognition);
	*out = (struct impact_recognition){0};
	while (query_step(&row)) {
		if (!out->n_receivers)
			*out = read_recognition(&row, days, arena);
		read_receiver(&row, arena, out);
	}
	query_end(&row);
	return out->n_receivers > 0;
}

bool ledger_read_change(struct db *db, const struct zone_days *days, const struct id *recognition,
						struct impact_change *out)
{
	struct query row = query_begin(db, SQL(impact_standing));
	query_bind_id(&row, 1, recognition);
	bool found = query_step(&row);
	int64_t visibility = query_number(&row, "visibility");
	*out = (struct impact_change){
		.id = *recognition,
		.day = zone_days_of_ms(days, query_number(&row, "give_ms")),
		.gone = visibility == KLEOS__VISIBILITY__VISIBILITY_UNSPECIFIED,
		.quiet = visibility <= KLEOS__VISIBILITY__VISIBILITY_MANAGER,
		.external = visibility == KLEOS__VISIBILITY__VISIBILITY_EXTERNAL,
	};
	query_end(&row);
	return found;
}

void ledger_read_all(struct db *db, const struct zone_days *days, struct arena *arena,
					 void (*take)(void *host, const struct impact_recognition *run, size_t n), void *host)
{
	struct impact_recognition *run = heap_array(RUN_SIZE, sizeof *run);
	struct id last = {0};
	size_t n = 0;
	struct query row = query_begin(db, SQL(impact_arcs_of_all));
	while (query_step(&row)) {
		struct id id = query_id(&row, "id");
		bool is_new = !n || !id_equal(&id, &last);
		if (is_new && n == RUN_SIZE) {
			take(host, run, n);
			arena_reset(arena);
			n = 0;
		}
		if (is_new)
			run[n++] = read_recognition(&row, days, arena);
		read_receiver(&row, arena, &run[n - 1]);
		last = id;
	}
	query_end(&row);
	if (n)
		take(host, run, n);
	arena_reset(arena);
	free(run);
}

static void read_spell(struct query *row, struct arena *arena, struct impact_member *member)
{
	struct impact_spell *spells = more(arena, member->spells, member->n_spells, 1, sizeof *spells);
	spells[member->n_spells++] = (struct impact_spell){
		.from_day = (int32_t)query_number(row, "from_day"),
		.team = (uint32_t)query_number(row, "team"),
		.manager = query_id(row, "manager"),
	};
	member->spells = spells;
}

size_t ledger_read_members(struct db *db, struct arena *arena, struct impact_member **out)
{
	struct impact_member *members = NULL;
	size_t n = 0;
	struct query row = query_begin(db, SQL(impact_members));
	while (query_step(&row)) {
		struct id id = query_id(&row, "id");
		if (!n || !id_equal(&id, &members[n - 1].id)) {
			members = more(arena, members, n, 64, sizeof *members);
			members[n++] = (struct impact_member){
				.id = id,
				.joined_day = (int32_t)query_number(&row, "joined_day"),
				.left_day = (int32_t)query_number(&row, "left_day"),
			};
		}
		read_spell(&row, arena, &members[n - 1]);
	}
	query_end(&row);
	*out = members;
	return n;
}

size_t ledger_read_teams(struct db *db, struct arena *arena, uint32_t from, struct ledger_team **out)
{
	struct ledger_team *teams = NULL;
	size_t n = 0;
	struct query row = query_begin(db, SQL(impact_teams));
	query_bind_number(&row, 1, from);
	while (query_step(&row)) {
		teams = more(arena, teams, n, 64, sizeof *teams);
		teams[n++] = (struct ledger_team){(uint32_t)query_number(&row, "id"), query_text(&row, "path", arena)};
	}
	query_end(&row);
	*out = teams;
	return n;
}
