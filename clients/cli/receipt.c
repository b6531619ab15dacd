/* receipt: what a voter holds, exchanged for a proof that the ballot is in the log; the server is believed nothing but
 * that the log is the one whose heads it shows to everybody. */
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/json_file.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "services/awards/ballot_log/head.h"
#include "services/awards/ballot_log/hexadecimal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST 65536

/* What `kleos vote` wrote. */
struct held {
	const char *cycle_text, *entry_text;
	uint8_t cycle[CYCLE_SIZE], entry[ENTRY_SIZE], signature[SIGNATURE_SIZE], public_key[PUBLIC_KEY_SIZE];
	struct tree_head head; /* of when the ballot was cast */
};

static bool head_take(const json_t *value, const struct json_place *place, struct tree_head *out)
{
	return json_take_count(value, place, "treeSize", &out->size) &&
		   json_take_hex(value, place, "rootHash", out->root, MERKLE_SIZE) &&
		   json_take_hex(value, place, "signature", out->signature, SIGNATURE_SIZE);
}

static bool held_take(const json_t *root, const char *path, struct held *out)
{
	const struct json_place place = {.file = path};
	const json_t *receipt = json_object_get(root, "receipt");
	if (receipt && !json_object_get(root, "head"))
		return complain("%s holds no head of the log: take the file as kleos vote or the voting page gave it", path),
			   false;
	out->cycle_text = json_at(receipt, "cycle");
	out->entry_text = json_at(receipt, "entry");
	return json_take_uuid(receipt, &place, "cycle", out->cycle) &&
		   json_take_hex(receipt, &place, "entry", out->entry, ENTRY_SIZE) &&
		   json_take_hex(receipt, &place, "signature", out->signature, SIGNATURE_SIZE) &&
		   json_take_hex(root, &place, "publicKey", out->public_key, PUBLIC_KEY_SIZE) &&
		   head_take(json_object_get(root, "head"), &place, &out->head);
}

static bool proof_take(const json_t *value, const struct json_place *place, struct merkle_proof *out)
{
	const json_t *hashes;
	json_t *hash;
	size_t i;
	if (!json_take_list(value, place, "hashes", MERKLE_PROOF_MOST, &hashes))
		return false;
	out->count = json_array_size(hashes);
	json_array_foreach(hashes, i,
					   hash) if (!json_take_hex(hash, place, NULL, out->hashes[i], MERKLE_SIZE)) return false;
	return true;
}

/* Whether the entry is in the tree of `head`. */
static bool is_included(const struct held *held, const json_t *reply, const struct json_place *place,
						const struct tree_head *head)
{
	const json_t *inclusion = json_object_get(reply, "inclusion");
	struct merkle_proof proof;
	uint64_t index, size;
	uint8_t leaf[MERKLE_SIZE];
	if (!json_take_count(inclusion, place, "leafIndex", &index) ||
		!json_take_count(inclusion, place, "treeSize", &size) || !proof_take(inclusion, place, &proof))
		return false;
	merkle_leaf(leaf, held->entry, ENTRY_SIZE);
	return (size == head->size && merkle_verify_inclusion(&proof, index, size, leaf, head->root)) ||
		   (complain("the server's proof does not show that the ballot is in the log: keep the receipt"), false);
}

/* Whether the tree of `head` begins as the log did when the ballot was cast. */
static bool is_grown(const struct held *held, const json_t *reply, const struct json_place *place,
					 const struct tree_head *head)
{
	struct merkle_proof proof;
	return proof_take(json_object_get(reply, "consistency"), place, &proof) &&
		   (merkle_verify_consistency(&proof, held->head.size, head->size, held->head.root, head->root) ||
			(complain("the log is not the one that was there when the ballot was cast: keep the receipt"), false));
}

static bool is_proved(const struct held *held, const json_t *reply, struct tree_head *head)
{
	static const struct json_place place = {.file = "the server's reply"};
	if (!head_take(json_object_get(reply, "head"), &place, head))
		return false;
	if (!head_verify(head, held->public_key, held->cycle)) {
		complain("the newest head of the log is not signed by the key of when the ballot was cast: keep the receipt");
		return false;
	}
	return is_included(held, reply, &place, head) && is_grown(held, reply, &place, head);
}

static char *proof_path(const struct held *held)
{
	char from[32];
	snprintf(from, sizeof(from), "%llu", (unsigned long long)held->head.size);
	const char *const pairs[][2] = {{"fromSize", from}, {NULL, NULL}};
	char *bare = path_make("/v1/cycles/%s/proofs/%s", held->cycle_text, held->entry_text);
	char *path = path_query(bare, pairs);
	free(bare);
	return path;
}

static int receipt_prove(struct cli *cli, const struct held *held)
{
	struct tree_head head;
	json_t *reply = NULL;
	char *path = proof_path(held);
	int code = http_json(cli, "GET", path, NULL, &reply);
	free(path);
	if (code == EXIT_SUCCESS && !is_proved(held, reply, &head))
		code = EXIT_FAILURE;
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		print_line(stdout,
				   "The ballot is in the log: entry %s of %llu, in a tree that is signed and began as the log did when "
				   "the ballot was cast.",
				   json_at(reply, "inclusion.leafIndex"), (unsigned long long)head.size);
	json_decref(reply);
	return code;
}

int command_receipt(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which file: kleos receipt FILE (kleos vote made it)");
	if (sodium_init() < 0)
		return complain("the cryptography library cannot be used on this machine");
	json_t *root = json_file_load(argv[1], FILE_MOST);
	struct held held;
	int code = EXIT_FAILURE;
	if (root && held_take(root, argv[1], &held)) {
		if (promise_verify(held.signature, held.public_key, held.cycle, held.entry))
			code = receipt_prove(cli, &held);
		else
			complain("%s: the receipt is not signed by the key of the log", argv[1]);
	}
	json_decref(root);
	return code;
}
