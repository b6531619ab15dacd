#include "services/awards/ballot_log/commitment.h"
#include "services/awards/ballot_log/hexadecimal.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char not_canonical[] = "is not canonical JSON";
static const char not_commitment[] = "has other fields than those of its phase";
static const char not_rules[] = "has rules that are no object of texts, whole numbers, truths and lists of them";
static const char not_electorate[] = "has no electorate of kind ALL, TEAM or COMMUNITY with a roll hash and a size";
static const char not_candidates[] = "has candidates that are not ids, each once, sorted";
static const char not_tally[] = "has no tally among SCHULZE, IRV, APPROVAL, PLURALITY and BORDA";
static const char not_agreed[] = "has rules that its candidates or its electorate contradict";
static const char too_long[] = "is longer than 65536 bytes";
static const char no_memory[] = "does not fit into memory";

static bool is_one_of(const char *word, const char *const *list)
{
	for (; word && *list; list++)
		if (strcmp(word, *list) == 0)
			return true;
	return false;
}

/* Writers of JSON differ in how they escape control characters. */
static bool is_printable(const char *text)
{
	for (; text && *text; text++)
		if ((unsigned char)*text < 0x20)
			return false;
	return true;
}

/* No fraction, null or control character anywhere; as deep as the rules of a cycle can be. */
static bool is_plain(const json_t *value, unsigned depth)
{
	const char *name;
	json_t *item;
	size_t i;
	if (depth == 0 || json_is_real(value) || json_is_null(value) || !is_printable(json_string_value(value)))
		return false;
	json_object_foreach((json_t *)value, name, item) if (!is_plain(item, depth - 1)) return false;
	json_array_foreach(value, i, item) if (!is_plain(item, depth - 1)) return false;
	return true;
}

static bool is_rules(const json_t *rules)
{
	return json_is_object(rules) && is_plain(rules, 6);
}

static char *canonical(const json_t *value)
{
	return json_dumps(value, JSON_COMPACT | JSON_SORT_KEYS);
}

/* Takes the object over. */
static char *write_whole(json_t *object, const char **why)
{
	char *text = object ? canonical(object) : NULL;
	json_decref(object);
	*why = text ? NULL : no_memory;
	if (text && strlen(text) > COMMITMENT_TEXT_MOST) {
		*why = too_long;
		free(text);
		text = NULL;
	}
	return text;
}

static json_t *rules_load(const char *text, const char **why)
{
	json_t *rules = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	*why = is_rules(rules) ? NULL : not_rules;
	if (!*why)
		return rules;
	json_decref(rules);
	return NULL;
}

char *commitment_write_nominating(const char *rules, const char **why)
{
	json_t *object = rules_load(rules, why);
	return object ? write_whole(json_pack("{s:s,s:o}", "phase", "NOMINATING", "rules", object), why) : NULL;
}

static int compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

static json_t *candidates_json(struct commitment *commitment)
{
	json_t *list = json_array();
	qsort(commitment->candidates, commitment->count, sizeof(commitment->candidates[0]), compare_ids);
	for (size_t i = 0; i < commitment->count; i++)
		json_array_append_new(list, json_string(commitment->candidates[i]));
	return list;
}

char *commitment_write_voting(struct commitment *commitment, const char *rules, const char **why)
{
	char hash[2 * ROLL_HASH_SIZE + 1];
	json_t *object = rules_load(rules, why);
	if (!object)
		return NULL;
	hexadecimal_write(hash, commitment->roll_hash, ROLL_HASH_SIZE);
	json_t *electorate = json_pack("{s:s,s:s,s:I}", "kind", commitment->electorate, "rollHash", hash, "size",
								   (json_int_t)commitment->roll_size);
	char *text = write_whole(json_pack("{s:o,s:o,s:s,s:o}", "candidates", candidates_json(commitment), "electorate",
									   electorate, "phase", "VOTING", "rules", object),
							 why);
	struct commitment check;
	*why = text ? commitment_read(&check, text, strlen(text)) : *why;
	if (text && !*why) {
		commitment_fini(&check);
		return text;
	}
	free(text);
	return NULL;
}

static const char *electorate_read(struct commitment *out, const json_t *electorate)
{
	static const char *const kinds[] = {"ALL", "TEAM", "COMMUNITY", NULL};
	const char *kind = json_string_value(json_object_get(electorate, "kind"));
	const char *hash = json_string_value(json_object_get(electorate, "rollHash"));
	const json_t *size = json_object_get(electorate, "size");
	if (json_object_size(electorate) != 3 || !is_one_of(kind, kinds) || !hash ||
		!hexadecimal_read(out->roll_hash, ROLL_HASH_SIZE, hash) || !json_is_integer(size) ||
		json_integer_value(size) < 0 || json_integer_value(size) > INT32_MAX)
		return not_electorate;
	memcpy(out->electorate, kind, strlen(kind) + 1);
	out->roll_size = (uint64_t)json_integer_value(size);
	return NULL;
}

static const char *candidates_read(struct commitment *out, const json_t *list)
{
	size_t i;
	json_t *item;
	if (json_array_size(list) == 0 || json_array_size(list) > CANDIDATES_MOST)
		return not_candidates;
	json_array_foreach(list, i, item)
	{
		const char *id = json_string_value(item);
		if (!id || !candidate_is_id(id, json_string_length(item)) || (i > 0 && strcmp(out->candidates[i - 1], id) >= 0))
			return not_candidates;
		memcpy(out->candidates[i], id, strlen(id) + 1);
	}
	out->count = json_array_size(list);
	return NULL;
}

static bool has_no_award(const struct commitment *commitment)
{
	for (size_t i = 0; i < commitment->count; i++)
		if (strcmp(commitment->candidates[i], NO_AWARD) == 0)
			return true;
	return false;
}

/* What the audit needs of the rules, and that they say the same as what stands beside them. */
static const char *voting_rules_read(struct commitment *out, const json_t *rules)
{
	static const char *const tallies[] = {"SCHULZE", "IRV", "APPROVAL", "PLURALITY", "BORDA", NULL};
	const char *tally = json_string_value(json_object_get(rules, "tally"));
	const char *electorate = json_string_value(json_object_get(rules, "electorate"));
	if (!is_one_of(tally, tallies))
		return not_tally;
	memcpy(out->tally, tally, strlen(tally) + 1);
	out->no_award = json_is_true(json_object_get(rules, "noAward"));
	if (out->no_award != has_no_award(out) || !electorate || strcmp(electorate, out->electorate) != 0)
		return not_agreed;
	return NULL;
}

static const char *voting_read(struct commitment *out, const json_t *object, const json_t *rules)
{
	if (json_object_size(object) != 4)
		return not_commitment;
	const char *why = electorate_read(out, json_object_get(object, "electorate"));
	if (!why)
		why = candidates_read(out, json_object_get(object, "candidates"));
	return why ? why : voting_rules_read(out, rules);
}

static const char *whole_read(struct commitment *out, const json_t *object)
{
	const char *phase = json_string_value(json_object_get(object, "phase"));
	const json_t *rules = json_object_get(object, "rules");
	if (!phase || !rules)
		return not_commitment;
	if (!is_rules(rules))
		return not_rules;
	out->voting = strcmp(phase, "VOTING") == 0;
	if (!out->voting && (strcmp(phase, "NOMINATING") != 0 || json_object_size(object) != 2))
		return not_commitment;
	const char *why = out->voting ? voting_read(out, object, rules) : NULL;
	if (!why && !(out->rules = canonical(rules)))
		why = no_memory;
	return why;
}

/* Whether the text is the one text of its value. */
static bool is_canonical(const json_t *value, const char *text, size_t length)
{
	char *own = canonical(value);
	bool same = own && strlen(own) == length && memcmp(own, text, length) == 0;
	free(own);
	return same;
}

const char *commitment_read(struct commitment *out, const char *text, size_t length)
{
	memset(out, 0, sizeof(*out));
	if (length > COMMITMENT_TEXT_MOST)
		return too_long;
	json_t *object = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	const char *why = json_is_object(object) && is_canonical(object, text, length) ? NULL : not_canonical;
	if (!why)
		why = whole_read(out, object);
	json_decref(object);
	return why;
}

void commitment_fini(struct commitment *commitment)
{
	free(commitment->rules);
	commitment->rules = NULL;
}
