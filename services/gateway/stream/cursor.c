#include "services/gateway/stream/cursor.h"

#include <string.h>

#define PLACE_SIZE     (ID_SIZE + 8)
#define CURSOR_SIZE    (1 + SERVICE_COUNT * PLACE_SIZE)
#define CURSOR_VERSION 1

static const char *purpose_for(struct arena *arena, const struct id *reader)
{
	return arena_printf(arena, "events %s", id_text(arena, reader));
}

static void put_number(uint8_t *out, int64_t number)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)number >> (56 - 8 * i));
}

static int64_t get_number(const uint8_t *in)
{
	uint64_t number = 0;
	for (int i = 0; i < 8; i++)
		number = number << 8 | in[i];
	return (int64_t)number;
}

const char *cursor_seal(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
						const struct id *reader, const struct cursor *cursor)
{
	uint8_t bytes[CURSOR_SIZE] = {CURSOR_VERSION};
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		uint8_t *place = bytes + 1 + i * PLACE_SIZE;
		memcpy(place, cursor->places[i].epoch.bytes, ID_SIZE);
		put_number(place + ID_SIZE, cursor->places[i].seq);
	}
	return seal(arena, environment, key, purpose_for(arena, reader), bytes, sizeof bytes);
}

bool cursor_open(struct arena *arena, const struct cluster_key *key, const struct id *reader, const char *text,
				 struct cursor *out)
{
	uint8_t *bytes;
	size_t length;
	if (!seal_open(arena, key, purpose_for(arena, reader), text, &bytes, &length))
		return false;
	if (length != CURSOR_SIZE || bytes[0] != CURSOR_VERSION)
		return false;
	for (size_t i = 0; i < SERVICE_COUNT; i++) {
		const uint8_t *place = bytes + 1 + i * PLACE_SIZE;
		memcpy(out->places[i].epoch.bytes, place, ID_SIZE);
		out->places[i].seq = get_number(place + ID_SIZE);
	}
	return true;
}
