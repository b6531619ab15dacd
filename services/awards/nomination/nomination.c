#include "services/awards/nomination/nomination.h"

#include "common/base/text.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

#define ID_TIME 6 /* the first bytes of a UUIDv7 */

const char *reason_take(struct arena *arena, const char *text, const char **out)
{
	*out = text_normal(arena, text);
	if (text_is_blank(*out))
		return "a nomination needs a reason";
	return text_length(*out) > NOMINATION_REASON_BOUND ? "a reason has at most 2000 characters" : NULL;
}

const char *attachment_take(struct arena *arena, const char *text, const char **out)
{
	static const char *const kinds[] = {"recognitions/", "highlights/"};
	struct id id;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (!text_starts_with(text, kinds[i]) || !id_parse(&id, text + strlen(kinds[i])))
			continue;
		*out = arena_printf(arena, "%s%s", kinds[i], id_text(arena, &id));
		return NULL;
	}
	return "an attachment is recognitions/{id} or highlights/{id}";
}

const char *outsider_name_take(struct arena *arena, const char *text, const char **out)
{
	*out = text_normal_line(arena, text);
	if (text_is_blank(*out))
		return "say what they are called";
	return text_length(*out) > OUTSIDER_NAME_BOUND ? "a name has at most 200 characters" : NULL;
}

const char *profile_url_take(struct arena *arena, const char *text, const char **out)
{
	static const char scheme[] = "https://", problem[] = "a profile is an https address of at most 2000 characters";
	const size_t skip = strlen(scheme);
	Kleos__Link message = KLEOS__LINK__INIT;
	struct link link;
	message.url = text_starts_with(text_lower_ascii(arena, text), scheme) ? text + skip : "";
	message.url = arena_printf(arena, "%s%s", scheme, message.url);
	if (link_take(arena, &message, &link))
		return problem;
	char *url = (char *)arena_text(arena, message.url);
	const size_t host = strcspn(url + skip, "/?#");
	if (memchr(url + skip, '@', host))
		return problem;
	for (size_t i = 0; i < host; i++)
		url[skip + i] = (char)tolower((unsigned char)url[skip + i]);
	for (size_t end = strlen(url); end > skip + host && url[end - 1] == '/'; end--)
		url[end - 1] = '\0';
	*out = url;
	return NULL;
}

struct id outsider_id(const struct id *cycle, const char *profile_url)
{
	uint8_t hash[crypto_generichash_BYTES];
	crypto_generichash_state state;
	struct id id;
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, cycle->bytes, ID_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)profile_url, strlen(profile_url));
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(id.bytes, cycle->bytes, ID_TIME);
	memcpy(id.bytes + ID_TIME, hash, ID_SIZE - ID_TIME);
	id.bytes[6] = (uint8_t)(0x70 | (id.bytes[6] & 0x0f)); /* version and variant, RFC 9562 */
	id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
	return id;
}

static bool is_sealed(Kleos__CyclePhase phase)
{
	return phase <= KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING;
}

bool candidates_are_open(Kleos__CyclePhase phase)
{
	return phase >= KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING;
}

bool nomination_sight_is_wide(const struct nomination_reader *reader)
{
	return (reader->runs_awards && !is_sealed(reader->phase)) ||
		   (reader->juror && reader->phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_SHORTLISTING);
}

enum nomination_sight nomination_sight(const struct nomination_reader *reader, const struct nomination *nomination)
{
	const bool member = !id_is_zero(&reader->member);
	const bool named = member && id_equal(&reader->member, &nomination->nominee.id);
	if (member && id_equal(&reader->member, &nomination->nominator.id))
		return NOMINATION_WHOLE;
	if (nomination_sight_is_wide(reader) || (named && !is_sealed(reader->phase)))
		return NOMINATION_WHOLE;
	if (candidates_are_open(reader->phase) &&
		nomination->status == KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_SHORTLISTED)
		return NOMINATION_WHOLE;
	return named || nomination->endorsed ? NOMINATION_SEALED : NOMINATION_HIDDEN;
}

void nomination_seal(struct nomination *nomination)
{
	nomination->nominator = (struct colleague){.handle = "", .display_name = ""};
	nomination->reason = "";
	nomination->n_links = 0;
	nomination->n_attachments = 0;
	nomination->source = KLEOS__NOMINATION_SOURCE__NOMINATION_SOURCE_UNSPECIFIED;
	nomination->endorsements = 0;
	nomination->create_ms = 0;
}

const char *nominations_fixed(Kleos__CyclePhase phase)
{
	return candidates_are_open(phase) ? "voting has opened; nominations stay as they are" : NULL;
}
