#include "services/recognitions/store.h"

#include "recognitions/sql.h"

#include <string.h>

void preference_read(struct db *db, struct arena *arena, const struct id *member, struct preference *out)
{
	*out = (struct preference){.note = ""};
	struct query query = query_begin(db, SQL(preference_read));
	query_bind_id(&query, 1, member);
	if (query_step(&query)) {
		const char *channels = query_text(&query, "channels", arena);
		out->ceiling = (Kleos__Visibility)query_number(&query, "ceiling");
		out->note = query_text(&query, "note", arena);
		out->version = query_number(&query, "version");
		while (*channels && out->n_channels < CHANNELS)
			out->channels[out->n_channels++] = (Kleos__Channel)(*channels++ - '0');
	}
	query_end(&query);
}

void preference_put(struct db *db, const struct id *member, const struct preference *preference, int64_t now_ms)
{
	char channels[CHANNELS + 1] = "";
	for (size_t i = 0; i < preference->n_channels; i++)
		channels[i] = (char)('0' + (int)preference->channels[i]);
	struct query query = query_begin(db, SQL(preference_put));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, preference->ceiling);
	query_bind_text(&query, 3, channels);
	query_bind_text(&query, 4, preference->note);
	query_bind_number(&query, 5, preference->version);
	query_bind_number(&query, 6, now_ms);
	query_run(&query);
}

void preference_put_first(struct db *db, const struct id *member, Kleos__Visibility ceiling, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(preference_put_first));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, ceiling);
	query_bind_number(&query, 3, now_ms);
	query_run(&query);
}

void preference_erase(struct db *db, const struct id *member, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(preference_erase));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, now_ms);
	query_run(&query);
}
