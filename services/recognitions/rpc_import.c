#include "common/base/limits.h"
#include "services/recognitions/rpc.h"

#include "common/base/array.h"
#include "common/base/buffer.h"
#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/base/zone_days.h"
#include "common/service/message.h"
#include "common/service/service.h"
#include "common/store/idempotency.h"
#include "services/recognitions/people.h"
#include "services/recognitions/visibility/caps.h"

#include <string.h>

/* Clocks differ, and so do ideas of today: a row may be given this much later than now. */
#define AHEAD_MS DAY_MS
/* Of one row at a time: what it says, and up to 50 members. */
#define ROW_BYTES ((size_t)1 << 20)

/* One run of rows on its way in. */
struct import {
	struct call *call;
	Kleos__ImportRecognitionsResponse *response;
	struct arena scratch; /* of the row that is looked at */
	const Kleos__RecognitionRow *row;
	struct recognition recognition;
	struct hierarchy hierarchy; /* the giver's, on the row's day */
	bool park;                  /* the row names somebody not known yet */
};

static void reject(struct import *import, const char *column, const char *message)
{
	struct arena *arena = import->call->arena;
	Kleos__ImportRejection *rejection = arena_alloc(arena, sizeof(*rejection));
	kleos__import_rejection__init(rejection);
	rejection->line = import->row->line;
	rejection->column = column;
	rejection->message = arena_text(arena, message);
	import->response->rejected[import->response->n_rejected++] = rejection;
}

/* The columns of a row that make it what it is, each with its NUL, so that no two rows read the same. */
static const char *row_content(struct arena *arena, const Kleos__RecognitionRow *row)
{
	const char *cells[] = {row->given_at, row->giver,      row->receivers, row->value,  row->win,
						   row->message,  row->visibility, row->prompt,    row->setting};
	struct buffer buffer;
	buffer_init(&buffer, arena, ROW_BYTES);
	for (size_t i = 0; i < ARRAY_LENGTH(cells); i++)
		buffer_add(&buffer, cells[i], strlen(cells[i]) + 1);
	struct payload_digest digest = payload_digest(buffer.bytes, buffer.length);
	char *hex = arena_alloc(arena, 2 * sizeof(digest.bytes) + 1);
	text_hex(hex, digest.bytes, sizeof(digest.bytes));
	return hex;
}

/* Whoever imports it, a row is the same that says the same under the same request id; without one, the same in number
 * among the equal rows of its file. So neither a new key nor another admin doubles a history. */
static struct row_identity row_identity(struct arena *arena, const Kleos__RecognitionRow *row)
{
	const char *content = row_content(arena, row);
	const char *text = *row->request_id ? arena_printf(arena, "requested row %s %s", content, row->request_id)
										: arena_printf(arena, "row %s %d", content, (int)row->ordinal);
	int64_t given_ms = 0;
	time_parse(&given_ms, row->given_at); /* what is no time is rejected, and never stored */
	struct payload_digest digest = payload_digest(text, strlen(text));
	struct row_identity identity = {.day = day_of_ms(given_ms)}; /* in every zone the same */
	memcpy(identity.bytes, digest.bytes, sizeof(identity.bytes));
	return identity;
}

/* A request id is the own one of the key that imports: nobody takes it away from another, or learns that it was used.
 */
static struct row_identity request_identity(const struct call *call, const Kleos__RecognitionRow *row)
{
	struct idempotency_key key = idempotency_key(&call->principal.key, "row", row->request_id);
	struct row_identity identity = {.day = -1};
	memcpy(identity.bytes, key.bytes, sizeof(identity.bytes));
	return identity;
}

static const char *given_at_parse(const struct import *import, int64_t *out)
{
	int64_t ms;
	if (!time_parse(&ms, import->row->given_at))
		return "not a time such as 2026-03-01T09:00:00Z";
	if (ms < 0)
		return "before 1970";
	if (ms > import->call->now_ms + AHEAD_MS)
		return "in the future";
	*out = ms;
	return NULL;
}

/* What the row says by itself. False: rejected. */
static bool row_take_texts(struct import *import)
{
	const Kleos__RecognitionRow *row = import->row;
	struct recognition *out = &import->recognition;
	const char *column = "given_at", *problem = given_at_parse(import, &out->give_ms);
	if (!problem && (problem = message_take(&import->scratch, row->message, &out->message)))
		column = "message";
	if (!problem && (problem = value_take(row->value, &out->value)))
		column = "value";
	if (!problem && (problem = win_parse(row->win, &out->win)))
		column = "win";
	if (!problem && (problem = visibility_parse(row->visibility, &out->requested)))
		column = "visibility";
	if (!problem && (problem = prompt_parse(row->prompt, &out->prompt)))
		column = "prompt";
	if (!problem && (problem = setting_parse(row->setting, &out->setting)))
		column = "setting";
	if (problem)
		reject(import, column, problem);
	return !problem;
}

/* The member a cell names on the row's day. Who is not known yet is waited for once, with the whole run; then the row
 * is rejected. */
static bool row_find_member(struct import *import, const char *column, const char *text, struct known_member *out)
{
	struct arena *scratch = &import->scratch;
	const char *name = text_normal_line(scratch, text);
	if (known_find(import->call->db, scratch, name, zone_days_of_ms(import->call->days, import->recognition.give_ms),
				   out))
		return true;
	import->park = *name && !import->call->parked_once;
	if (!import->park)
		reject(import, column,
			   *name ? arena_printf(scratch, "no member '%s'", quotable(scratch, name)) : "names nobody");
	return false;
}

static bool row_add_receiver(struct import *import, const char *text)
{
	struct recognition *out = &import->recognition;
	struct known_member member;
	const char *problem = NULL;
	if (!row_find_member(import, "receivers", text, &member))
		return false;
	if (out->n_arcs == RECEIVERS_BOUND)
		problem = "a recognition has 1 to 50 receivers";
	else if (id_equal(&member.id, &out->giver.id))
		problem = "members recognise each other, not themselves";
	else if (recognition_has_receiver(out, &member.id))
		problem = arena_printf(&import->scratch, "'%s' is named twice", member.handle);
	if (problem) {
		reject(import, "receivers", problem);
		return false;
	}
	recognition_add_receiver(import->call, out, &import->hierarchy, &member, (struct private_text){""});
	return true;
}

/* False: rejected, or parked. */
static bool row_find_people(struct import *import)
{
	struct known_member giver;
	if (!row_find_member(import, "giver", import->row->giver, &giver))
		return false;
	recognition_set_giver(&import->recognition, &giver);
	hierarchy_begin(&import->hierarchy, import->call->db,
					zone_days_of_ms(import->call->days, import->recognition.give_ms), &giver.id, &giver.manager);
	char *rest = arena_text(&import->scratch, import->row->receivers);
	for (char *name; (name = strsep(&rest, ";"));)
		if (!row_add_receiver(import, name))
			return false;
	return true;
}

static void row_put(struct import *import, const struct row_identity *row, const struct row_identity *request)
{
	struct recognition *out = &import->recognition;
	struct db *db = import->call->db;
	out->id = id_new(import->call->environment);
	out->create_ms = import->call->now_ms;
	out->imported = true;
	out->visibility = caps_least(out);
	recognition_put(db, out);
	imported_row_put(db, row, &out->id);
	if (*import->row->request_id)
		imported_row_put(db, request, &out->id);
	call_publish_imported(import->call, "recognition.given", &out->id);
	import->response->created++;
}

/* A row that is in already is not looked at again: its members may have left since. */
static void row_import(struct import *import, const Kleos__RecognitionRow *row)
{
	struct db *db = import->call->db;
	struct row_identity identity = row_identity(&import->scratch, row);
	struct row_identity request = {0};
	if (*row->request_id)
		request = request_identity(import->call, row);
	import->row = row;
	import->recognition.n_arcs = 0;
	if (imported_row_find(db, &identity))
		import->response->unchanged++;
	else if (*row->request_id && imported_row_find(db, &request))
		reject(import, "request_id", "this request_id was used before for another row");
	else if (row_take_texts(import) && row_find_people(import))
		row_put(import, &identity, &request);
}

enum status import_recognitions(struct call *call, const Kleos__ImportRecognitionsRequest *request,
								Kleos__ImportRecognitionsResponse *response)
{
	if (request->n_rows > IMPORT_ROWS_BOUND) {
		violate(call, "rows", "at most %d rows", IMPORT_ROWS_BOUND);
		return fail_violations(call);
	}
	struct import *import = arena_alloc(call->arena, sizeof(*import));
	import->call = call;
	import->response = response;
	response->rejected = arena_array(call->arena, request->n_rows, sizeof(*response->rejected));
	arena_init(&import->scratch, ROW_BYTES);
	for (size_t i = 0; i < request->n_rows && !import->park; i++) {
		arena_reset(&import->scratch);
		row_import(import, request->rows[i]);
	}
	arena_fini(&import->scratch);
	return import->park ? call_park(call, "MEMBER_NOT_FOUND", "a row names a member that is not known") : STATUS_OK;
}
