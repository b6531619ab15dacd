#include "services/members/admin_key.h"

#include "common/base/api_key.h"
#include "common/base/file.h"
#include "common/base/text.h"
#include "common/process/secret.h"
#include "common/rpc/principal.h"
#include "common/store/outbox.h"
#include "services/members/store.h"

#include <sodium.h>
#include <string.h>

#define FILE_BOUND ((size_t)4096)

/* What happens on the store's threads, while the caller waits. */
struct admin_key {
	const struct environment *environment;
	uint8_t hash[API_KEY_HASH_SIZE];
	bool exists; /* read: some ADMIN key works */
	bool dead;   /* written: the file's key is known and works no more */
};

static void look(void *context, struct db *db)
{
	struct admin_key *admin = context;
	admin->exists = key_exists_with(db, ROLE_BIT(ADMIN), environment_now_ms(admin->environment));
}

static bool adopt(void *context, struct db *db)
{
	struct admin_key *admin = context;
	struct key_row key;
	struct arena arena;

	arena_init(&arena, 1 << 16);
	const bool known = key_by_hash(db, &arena, admin->hash, &key);
	admin->dead = known && !key_works(&key, environment_now_ms(admin->environment));
	arena_fini(&arena);
	if (known)
		return true;
	key = (struct key_row){
		.id = id_new(admin->environment),
		.name = "admin",
		.roles = ROLE_BIT(ADMIN),
		.scopes = SCOPES_ALL,
		.create_ms = environment_now_ms(admin->environment),
	};
	memcpy(key.hash, admin->hash, API_KEY_HASH_SIZE);
	key_insert(db, &key);
	outbox_append(db, "apikey.created", &key.id, key.create_ms, false);
	return true;
}

/* The file is there before the key is: a start that ends in between is mended by the next one. */
static enum status make_file(const struct environment *environment, const char *path)
{
	char text[API_KEY_TEXT_SIZE + 1];

	api_key_new(text, environment);
	text[API_KEY_LENGTH] = '\n';
	enum status status = file_create(path, text, API_KEY_LENGTH + 1, 0600);
	sodium_memzero(text, sizeof(text));
	return status;
}

static enum status say_unusable(const struct environment *environment, const char *path, const char *why)
{
	log_error(environment->log, "the admin key file cannot be used", log_text("file", path), log_text("why", why));
	return STATUS_FAILED_PRECONDITION;
}

/* The keyed hash of the file's text. NOT_FOUND: no such file. */
static enum status read_file(const struct environment *environment, const struct cluster_key *key, const char *path,
							 uint8_t hash[API_KEY_HASH_SIZE])
{
	struct arena arena;
	char *text;
	size_t length;

	arena_init(&arena, 2 * FILE_BOUND);
	enum status status = secret_read(&arena, environment->log, path, FILE_BOUND, &text, &length);
	if (status == STATUS_OK) {
		if (!api_key_hash(key, text_normal_line(&arena, text), hash))
			status = say_unusable(environment, path, "it holds no API key");
		sodium_memzero(text, length);
	} else if (status != STATUS_NOT_FOUND) {
		status = say_unusable(environment, path, status_name(status));
	}
	arena_fini(&arena);
	return status;
}

enum status admin_key_settle(struct store *store, const struct environment *environment, const struct cluster_key *key,
							 const char *path, bool *made)
{
	struct admin_key admin = {.environment = environment};
	enum status status = read_file(environment, key, path, admin.hash);

	if (status == STATUS_NOT_FOUND) {
		status = store_read_now(store, look, &admin);
		if (status != STATUS_OK || admin.exists)
			return status;
		status = make_file(environment, path);
		*made = status == STATUS_OK;
		/* another process may have made it this moment */
		if (status != STATUS_OK && status != STATUS_ALREADY_EXISTS)
			return say_unusable(environment, path, status_name(status));
		status = read_file(environment, key, path, admin.hash);
	}
	if (status == STATUS_OK)
		status = store_write_now(store, adopt, &admin);
	if (status == STATUS_OK && admin.dead)
		log_warn(environment->log,
				 "the key in the admin key file was revoked or has expired: remove the file to get a new one",
				 log_text("file", path));
	else if (status == STATUS_OK && *made)
		log_info(environment->log, "made an admin key", log_text("file", path));
	return status;
}
