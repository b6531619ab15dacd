#include "services/gateway/stream/cloudevent.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/json/json.h"

#include <sodium.h>
#include <string.h>

#define EVENT_ID_SIZE 16

/* The same for every reader, so that an event that comes twice is known again; says nothing about its place. */
static void add_id(struct buffer *out, const struct cluster_key *key, const struct cloudevent *event)
{
	static const char purpose[] = "event id";
	crypto_generichash_state state;
	uint8_t digest[EVENT_ID_SIZE];
	char text[2 * EVENT_ID_SIZE + 1];
	crypto_generichash_init(&state, key->bytes, sizeof key->bytes, sizeof digest);
	crypto_generichash_update(&state, (const uint8_t *)purpose, sizeof purpose);
	crypto_generichash_update(&state, (const uint8_t *)event->source, strlen(event->source) + 1);
	crypto_generichash_update(&state, event->epoch.bytes, sizeof event->epoch.bytes);
	crypto_generichash_update(&state, (const uint8_t *)&event->seq, sizeof event->seq);
	crypto_generichash_final(&state, digest, sizeof digest);
	text_hex(text, digest, sizeof digest);
	buffer_add_text(out, text);
}

void cloudevent_add(struct buffer *out, const struct cluster_key *key, const struct cloudevent *event)
{
	char subject[ID_TEXT_SIZE], time[TIME_TEXT_SIZE];
	id_format(subject, &event->subject);
	time_format(time, event->time_ms);
	buffer_add_text(out, "{\"specversion\":\"1.0\",\"id\":\"");
	add_id(out, key, event);
	buffer_printf(out, "\",\"source\":\"%s\",\"type\":\"org.kleos.%s.v1\",\"subject\":\"%s\",\"time\":\"%s\"",
				  event->source, event->type, event->subject_name ? event->subject_name : subject, time);
	if (event->imported)
		buffer_add_text(out, ",\"imported\":true");
	buffer_add_text(out, ",\"datacontenttype\":\"application/json\",\"data\":");
	json_print(out, event->data, JSON_REST);
	buffer_add_char(out, '}');
}
