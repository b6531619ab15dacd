/* What every service answers about a copy of its database. */
#include "tests/service/frame/frame.h"

#include "kleos/backup/v1/backup_service.pb-c.h"
#include "kleos/rights/v1/rights_service.pb-c.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BACKUP (&kleos__backup_service__descriptor)
#define PIECE  4096

static struct principal admin(void)
{
	return caller(ROLE_BIT(ADMIN), NULL);
}

static ProtobufCBinaryData begin(struct frame *frame)
{
	struct principal who = admin();
	Kleos__BeginSnapshotRequest request = KLEOS__BEGIN_SNAPSHOT_REQUEST__INIT;
	const Kleos__BeginSnapshotResponse *got = peer_must(&frame->peer, &who, BACKUP, "BeginSnapshot", &request.base);
	return got->snapshot;
}

static const Kleos__GetSnapshotResponse *look(struct frame *frame, ProtobufCBinaryData snapshot)
{
	struct principal who = admin();
	Kleos__GetSnapshotRequest request = KLEOS__GET_SNAPSHOT_REQUEST__INIT;
	request.snapshot = snapshot;
	return peer_call(&frame->peer, &who, BACKUP, "GetSnapshot", NULL, &request.base);
}

struct wait {
	struct frame *frame;
	ProtobufCBinaryData snapshot;
	const Kleos__GetSnapshotResponse *got;
};

static bool is_ready(void *context)
{
	struct wait *wait = context;
	wait->got = look(wait->frame, wait->snapshot);
	return wait->got && wait->got->state == KLEOS__SNAPSHOT_STATE__SNAPSHOT_STATE_READY;
}

static const Kleos__GetSnapshotResponse *ready(struct frame *frame, ProtobufCBinaryData snapshot)
{
	struct wait wait = {frame, snapshot, NULL};
	wait_until(is_ready, &wait);
	return wait.got;
}

static enum status end(struct frame *frame, ProtobufCBinaryData snapshot)
{
	struct principal who = admin();
	Kleos__EndSnapshotRequest request = KLEOS__END_SNAPSHOT_REQUEST__INIT;
	request.snapshot = snapshot;
	peer_call(&frame->peer, &who, BACKUP, "EndSnapshot", NULL, &request.base);
	return frame->peer.reply.status;
}

static char *path_of(struct frame *frame, const char *name)
{
	return arena_printf(&frame->base.arena, "%s/%s", frame->base.folder, name);
}

/* All pieces into a file; its hash. */
static void fetch(struct frame *frame, const Kleos__GetSnapshotResponse *facts, ProtobufCBinaryData snapshot,
				  const char *path, uint8_t hash[32])
{
	struct principal who = admin();
	Kleos__ReadSnapshotRequest request = KLEOS__READ_SNAPSHOT_REQUEST__INIT;
	FILE *file = fopen(path, "w");
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, 32);
	request.snapshot = snapshot;
	request.limit = PIECE;
	for (;;) {
		const Kleos__ReadSnapshotResponse *got = peer_must(&frame->peer, &who, BACKUP, "ReadSnapshot", &request.base);
		if (!got->data.len)
			break;
		assert_int_equal(fwrite(got->data.data, 1, got->data.len, file), got->data.len);
		crypto_generichash_update(&state, got->data.data, got->data.len);
		request.offset += (int64_t)got->data.len;
	}
	assert_int_equal(request.offset, facts->size);
	crypto_generichash_final(&state, hash, 32);
	assert_int_equal(fclose(file), 0);
}

static int64_t number_in(const char *path, const char *sql)
{
	sqlite3 *handle;
	sqlite3_stmt *statement;
	assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(handle);
	return number;
}

static int64_t rows_of(const Kleos__GetSnapshotResponse *facts, const char *table)
{
	for (size_t i = 0; i < facts->n_tables; i++)
		if (strcmp(facts->tables[i]->name, table) == 0)
			return facts->tables[i]->rows;
	return -1;
}

static void a_copy_holds_what_was_there_before_and_nothing_of_later(void **state)
{
	struct frame *frame = *state;
	uint8_t hash[32];
	frame_append(frame, 500, "", NULL);
	ProtobufCBinaryData snapshot = begin(frame);
	const Kleos__GetSnapshotResponse *facts = ready(frame, snapshot);
	frame_append(frame, 7, "", NULL);
	fetch(frame, facts, snapshot, path_of(frame, "copy.db"), hash);
	assert_memory_equal(hash, facts->blake2b.data, 32);
	assert_int_equal(facts->seq, 500);
	assert_int_equal(rows_of(facts, "outbox"), 500);
	assert_int_equal(facts->epoch.len, ID_SIZE);
	assert_int_equal(facts->n_schemas, 1);
	assert_string_equal(facts->schemas[0]->component, "store");
	assert_true(facts->schemas[0]->version >= 2);
	assert_int_equal(number_in(path_of(frame, "copy.db"), "SELECT max(seq) FROM outbox"), 500);
	assert_int_equal(number_in(path_of(frame, "test.db"), "SELECT max(seq) FROM outbox"), 507);
	assert_int_equal(end(frame, snapshot), STATUS_OK);
}

static void there_is_one_copy_at_a_time(void **state)
{
	struct frame *frame = *state;
	struct principal who = admin();
	Kleos__BeginSnapshotRequest request = KLEOS__BEGIN_SNAPSHOT_REQUEST__INIT;
	ProtobufCBinaryData snapshot = begin(frame);
	peer_refused(&frame->peer, &who, BACKUP, "BeginSnapshot", &request.base, STATUS_RESOURCE_EXHAUSTED,
				 "BACKUP_UNDERWAY");
	ready(frame, snapshot);
	peer_refused(&frame->peer, &who, BACKUP, "BeginSnapshot", &request.base, STATUS_RESOURCE_EXHAUSTED,
				 "BACKUP_UNDERWAY");
	assert_int_equal(end(frame, snapshot), STATUS_OK);
	assert_int_equal(end(frame, snapshot), STATUS_NOT_FOUND);
}

static bool begins(void *context)
{
	struct frame *frame = context;
	struct principal who = admin();
	Kleos__BeginSnapshotRequest request = KLEOS__BEGIN_SNAPSHOT_REQUEST__INIT;
	return peer_call(&frame->peer, &who, BACKUP, "BeginSnapshot", NULL, &request.base);
}

static void an_ended_copy_makes_room_for_another(void **state)
{
	struct frame *frame = *state;
	ProtobufCBinaryData snapshot = begin(frame);
	assert_int_equal(end(frame, snapshot), STATUS_OK);
	assert_null(look(frame, snapshot));
	assert_string_equal(frame->peer.reply.reason, "SNAPSHOT_NOT_FOUND");
	wait_until(begins, frame);
}

static void a_copy_that_nobody_asks_for_is_forgotten(void **state)
{
	struct frame *frame = *state;
	struct test_world *world = &frame->base.world;
	atomic_store(&world->monotonic_ms, 1000000);
	ProtobufCBinaryData snapshot = begin(frame);
	ready(frame, snapshot);
	atomic_store(&world->monotonic_ms, 1000000 + 179000);
	assert_non_null(look(frame, snapshot));
	atomic_store(&world->monotonic_ms, 1000000 + 179000 + 180000);
	assert_null(look(frame, snapshot));
	assert_int_equal(frame->peer.reply.status, STATUS_NOT_FOUND);
}

static void nothing_of_a_copy_lies_in_the_folder(void **state)
{
	struct frame *frame = *state;
	const char *path = path_of(frame, "test.snapshot");
	ready(frame, begin(frame));
	assert_int_not_equal(access(path, F_OK), 0);
	service_close(frame->service);
	fclose(fopen(path, "w")); /* a crash left it */
	frame_open(frame);
	assert_int_not_equal(access(path, F_OK), 0);
}

static void a_wrong_question_is_told_which_field_is_wrong(void **state)
{
	struct frame *frame = *state;
	struct principal who = admin();
	Kleos__ReadSnapshotRequest request = KLEOS__READ_SNAPSHOT_REQUEST__INIT;
	request.snapshot = begin(frame);
	request.limit = 131073;
	request.offset = -1;
	peer_refused(&frame->peer, &who, BACKUP, "ReadSnapshot", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_int_equal(frame->peer.reply.n_violations, 2);
}

static void an_admin_and_the_deployment_may_and_it_is_written_down(void **state)
{
	struct frame *frame = *state;
	struct principal people = caller(ROLE_BIT(PEOPLE_ADMIN), NULL), gateway = principal_internal("gateway");
	struct principal auditor = caller(ROLE_BIT(AUDITOR), NULL);
	Kleos__BeginSnapshotRequest request = KLEOS__BEGIN_SNAPSHOT_REQUEST__INIT;
	peer_refused(&frame->peer, &people, BACKUP, "BeginSnapshot", &request.base, STATUS_PERMISSION_DENIED, NULL);
	const Kleos__BeginSnapshotResponse *got = peer_must(&frame->peer, &gateway, BACKUP, "BeginSnapshot", &request.base);
	ProtobufCBinaryData snapshot = got->snapshot;
	Kleos__ReadAuditRequest ask = KLEOS__READ_AUDIT_REQUEST__INIT;
	ask.limit = 1;
	const Kleos__ReadAuditResponse *audit =
		peer_must(&frame->peer, &auditor, &kleos__rights_service__descriptor, "ReadAudit", &ask.base);
	assert_int_equal(audit->n_lines, 1);
	assert_string_equal(audit->lines[0]->action, "BeginSnapshot");
	assert_memory_equal(audit->lines[0]->subject.data, snapshot.data, ID_SIZE);
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(a_copy_holds_what_was_there_before_and_nothing_of_later), TEST(there_is_one_copy_at_a_time),              \
			TEST(an_ended_copy_makes_room_for_another), TEST(a_copy_that_nobody_asks_for_is_forgotten),                \
			TEST(nothing_of_a_copy_lies_in_the_folder), TEST(a_wrong_question_is_told_which_field_is_wrong),           \
			TEST(an_admin_and_the_deployment_may_and_it_is_written_down),                                              \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(FRAME_TEST), tcp[] = TESTS(FRAME_TEST_TCP);
	return cmocka_run_group_tests_name("inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("tcp", tcp, NULL, NULL);
}
