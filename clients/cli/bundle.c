#include "clients/cli/bundle.h"

#include "clients/cli/cli.h"
#include "clients/cli/json_file.h"

#include <stdlib.h>
#include <string.h>

#define FILE_MOST        ((size_t)1 << 30)
#define SMALL_FILE_MOST  ((size_t)1 << 20)
#define ENTRIES_MOST     2000000
#define COMMITMENTS_MOST 16

static void *memory(size_t count, size_t size)
{
	void *got = calloc(count + 1, size);
	if (!got)
		abort();
	return got;
}

static bool opening_take(const json_t *item, const struct json_place *place, struct audit_opening *out)
{
	return json_take_text(item, place, "text", &out->text, &out->length) &&
		   json_take_hex(item, place, "nonce", out->nonce, NONCE_SIZE);
}

static bool head_take(const json_t *item, const struct json_place *place, struct tree_head *out)
{
	return json_take_count(item, place, "treeSize", &out->size) &&
		   json_take_hex(item, place, "rootHash", out->root, MERKLE_SIZE) &&
		   json_take_hex(item, place, "signature", out->signature, SIGNATURE_SIZE);
}

static bool commitments_take(struct bundle *out, const json_t *list, struct json_place place)
{
	json_t *item;
	out->log.commitment_count = json_array_size(list);
	out->log.commitments = out->commitments = memory(out->log.commitment_count, sizeof(*out->commitments));
	place.list = "commitments";
	json_array_foreach(list, place.index, item)
	{
		struct audit_commitment *commitment = &out->commitments[place.index];
		if (!json_take_count(item, &place, "position", &commitment->position) ||
			!opening_take(item, &place, &commitment->opening))
			return false;
	}
	return true;
}

static bool heads_take(struct bundle *out, const json_t *list, struct json_place place)
{
	json_t *item;
	out->log.head_count = json_array_size(list);
	out->log.heads = out->heads = memory(out->log.head_count, sizeof(*out->heads));
	place.list = "heads";
	json_array_foreach(list, place.index, item) if (!head_take(item, &place, &out->heads[place.index])) return false;
	return true;
}

static bool entries_take(struct bundle *out, const json_t *list, struct json_place place)
{
	json_t *item;
	out->log.entry_count = json_array_size(list);
	out->log.entries = out->entries = memory(out->log.entry_count, ENTRY_SIZE);
	place.list = "entries";
	json_array_foreach(list, place.index, item) if (!json_take_hex(item, &place, NULL, out->log.entries[place.index],
																   ENTRY_SIZE)) return false;
	return true;
}

static bool ballots_take(struct bundle *out, const json_t *list, struct json_place place)
{
	json_t *item;
	out->log.ballot_count = json_array_size(list);
	out->log.ballots = out->ballots = memory(out->log.ballot_count, sizeof(*out->ballots));
	place.list = "ballots";
	json_array_foreach(list, place.index,
					   item) if (!opening_take(item, &place, &out->ballots[place.index])) return false;
	return true;
}

/* Ids of a list, behind the `*used` that are in out->ids already. */
static bool ids_take(struct bundle *out, const json_t *list, struct json_place place, size_t *used,
					 struct audit_place *ids)
{
	json_t *item;
	size_t length, bound = 2 * CANDIDATES_MOST;
	*ids = (struct audit_place){out->ids + *used, json_array_size(list)};
	json_array_foreach(list, place.index, item)
	{
		if (*used == bound)
			return complain("%s: more candidates are announced than stand for election", place.file) == EXIT_SUCCESS;
		if (!json_take_text(item, &place, NULL, &out->ids[(*used)++], &length))
			return false;
	}
	return true;
}

static bool announced_take(struct bundle *out, const json_t *log, struct json_place place)
{
	const json_t *winners, *ranking, *candidates;
	json_t *item;
	size_t i, used = 0;
	if (!json_take_list(log, &place, "winners", CANDIDATES_MOST, &winners) ||
		!json_take_list(log, &place, "ranking", CANDIDATES_MOST, &ranking))
		return false;
	out->ids = memory(2 * CANDIDATES_MOST, sizeof(*out->ids));
	out->log.ranking_count = json_array_size(ranking);
	out->log.ranking = out->ranking = memory(out->log.ranking_count, sizeof(*out->ranking));
	place.list = "winners";
	if (!ids_take(out, winners, place, &used, &out->log.winners))
		return false;
	place.list = "ranking";
	json_array_foreach(ranking, i, item)
	{
		place.index = i;
		if (!json_take_list(item, &place, "candidates", CANDIDATES_MOST, &candidates) ||
			!ids_take(out, candidates, place, &used, &out->ranking[i]))
			return false;
	}
	return true;
}

/* Of the lists that were read straight out of the text, or of the values. */
static bool lists_take(struct bundle *out, const json_t *entries, const json_t *ballots, struct json_place place)
{
	if (!out->lists.rest)
		return entries_take(out, entries, place) && ballots_take(out, ballots, place);
	out->log.entries = out->lists.entries;
	out->log.entry_count = out->lists.entry_count;
	out->log.ballots = out->lists.ballots;
	out->log.ballot_count = out->lists.ballot_count;
	return true;
}

static const char *text_or_nothing(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));
	return text ? text : "";
}

static bool log_take(struct bundle *out, const json_t *log, const char *path)
{
	struct json_place place = {.file = path};
	const json_t *commitments, *heads, *entries, *ballots;
	out->award = text_or_nothing(log, "award");
	out->title = text_or_nothing(log, "title");
	out->cycle = text_or_nothing(log, "cycle");
	out->names = json_object_get(log, "names");
	return json_take_uuid(log, &place, "cycle", out->log.cycle) &&
		   json_take_hex(log, &place, "publicKey", out->log.public_key, PUBLIC_KEY_SIZE) &&
		   json_take_list(log, &place, "commitments", COMMITMENTS_MOST, &commitments) &&
		   json_take_list(log, &place, "heads", ENTRIES_MOST, &heads) &&
		   json_take_list(log, &place, "entries", ENTRIES_MOST, &entries) &&
		   json_take_list(log, &place, "ballots", ENTRIES_MOST, &ballots) &&
		   commitments_take(out, commitments, place) && heads_take(out, heads, place) &&
		   announced_take(out, log, place) && lists_take(out, entries, ballots, place);
}

/* The object inside under that name, or the value itself. */
static const json_t *inside(const json_t *value, const char *name)
{
	const json_t *found = json_object_get(value, name);
	return json_is_object(found) ? found : value;
}

/* NULL after saying why. What only the parser can judge is given to it whole, so that it says where it is wrong. */
static json_t *root_load(struct bundle *out, const char *path)
{
	size_t length;
	char *bytes = json_file_read(path, FILE_MOST, &length);
	json_t *root = NULL;
	if (bytes && bundle_lists_read(&out->lists, bytes, length, ENTRIES_MOST)) {
		root = json_loadb(out->lists.rest, out->lists.rest_length, JSON_REJECT_DUPLICATES, NULL);
		if (!root)
			bundle_lists_fini(&out->lists);
	}
	if (bytes && !root)
		root = json_file_parse(path, bytes, length);
	free(bytes);
	return root;
}

int bundle_read(struct bundle *out, const char *path)
{
	memset(out, 0, sizeof(*out));
	out->root = root_load(out, path);
	if (!out->root)
		return EXIT_FAILURE;
	if (log_take(out, inside(out->root, "log"), path))
		return EXIT_SUCCESS;
	bundle_fini(out);
	return EXIT_FAILURE;
}

void bundle_fini(struct bundle *bundle)
{
	free(bundle->commitments);
	free(bundle->heads);
	free(bundle->entries);
	free(bundle->ballots);
	bundle_lists_fini(&bundle->lists);
	free(bundle->ids);
	free(bundle->ranking);
	json_decref(bundle->root);
	memset(bundle, 0, sizeof(*bundle));
}

/* Whether what says a cycle says this one. */
static bool is_of_cycle(const struct bundle *bundle, const json_t *value, const char *path, const char *what)
{
	const char *cycle = json_string_value(json_object_get(value, "cycle"));
	if (!cycle || strcmp(cycle, bundle->cycle) == 0)
		return true;
	complain("%s: this %s is of cycle %s, the log of cycle %s", path, what, cycle, bundle->cycle);
	return false;
}

int bundle_read_head(const struct bundle *bundle, const char *path, struct tree_head *out)
{
	struct json_place place = {.file = path};
	json_t *root = json_file_load(path, SMALL_FILE_MOST);
	if (!root)
		return EXIT_FAILURE;
	const json_t *data = inside(root, "data"), *head = inside(data, "head");
	if (!json_object_get(head, "treeSize")) {
		complain("%s holds no head of a log: kleos --json cycle head shows it, and a receipt of kleos vote has it",
				 path);
		json_decref(root);
		return EXIT_FAILURE;
	}
	bool taken = is_of_cycle(bundle, data, path, "head") && is_of_cycle(bundle, head, path, "head") &&
				 head_take(head, &place, out);
	json_decref(root);
	return taken ? EXIT_SUCCESS : EXIT_FAILURE;
}

int bundle_read_receipt(const struct bundle *bundle, const char *path, struct receipt *out)
{
	struct json_place place = {.file = path};
	json_t *root = json_file_load(path, SMALL_FILE_MOST);
	if (!root)
		return EXIT_FAILURE;
	const json_t *receipt = inside(root, "receipt");
	bool taken = is_of_cycle(bundle, receipt, path, "receipt") &&
				 json_take_hex(receipt, &place, "entry", out->entry, ENTRY_SIZE) &&
				 json_take_hex(receipt, &place, "signature", out->signature, SIGNATURE_SIZE);
	json_decref(root);
	return taken ? EXIT_SUCCESS : EXIT_FAILURE;
}

const char *bundle_name(const struct bundle *bundle, const char *id)
{
	size_t i;
	json_t *item;
	json_array_foreach(bundle->names, i, item)
	{
		const char *name = json_string_value(json_object_get(item, "name"));
		if (name && *name && strcmp(text_or_nothing(item, "id"), id) == 0)
			return name;
	}
	return strcmp(id, NO_AWARD) == 0 ? "No award" : id;
}
