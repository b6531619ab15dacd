/* import: a text/csv body becomes batches of rows for an import rpc, and their outcomes one reply.
 * Generic over the descriptor: the request has a repeated message field `rows`, the row's text fields are the columns
 * by name, `line` and `ordinal` are filled in; the response has counts (int32) and `rejected`, perhaps
 * `deferred_lines`. One batch is in flight at a time and the upload pauses meanwhile, so an import holds one batch and
 * what the service deferred, not the file. Good rows are in when their batch came back; importing the file again is
 * safe.
 *
 * The parts: header (columns), rows (a row becomes bytes of a batch), outcome (counts and rejections), import (the
 * exchange and its threads). */
#ifndef KLEOS_GATEWAY_IMPORT_H
#define KLEOS_GATEWAY_IMPORT_H

#include "common/base/buffer.h"
#include "common/base/limits.h"
#include "services/gateway/csv.h"
#include "services/gateway/exchange.h"
#include "services/gateway/import/ordinals.h"

#include <pthread.h>

/* A batch is sent once it is longer; with one more row (at most 64 KiB) and the envelope it stays below the wire bound
 * of 256 KiB. */
#define IMPORT_BATCH_BYTES      ((size_t)128 * 1024)
#define IMPORT_BATCH_TIMEOUT_MS 30000
#define IMPORT_COUNTS_BOUND     4

struct import_kind {
	const char *method;
	enum gateway_service service;
	const ProtobufCMessageDescriptor *request, *row, *response;
	const char *const *required; /* columns, NULL-ended */
};

struct import_columns {
	const ProtobufCFieldDescriptor *fields[CSV_COLUMNS_BOUND];
	size_t count;
};

/* The fields that the header names. Not OK: *refusal, in `arena`, names every column that is unknown, twice or missing.
 */
enum status import_columns_match(struct import_columns *out, const struct import_kind *kind,
								 const struct csv_reader *header, struct arena *arena, struct rpc_reply *refusal);

/* Rows packed as elements of `rows`, and where each begins, so that deferred ones can be kept. */
struct import_batch {
	struct buffer body;
	size_t count;
	int32_t lines[IMPORT_ROWS_BOUND];
	size_t starts[IMPORT_ROWS_BOUND + 1];
};

void import_batch_init(struct import_batch *batch);
void import_batch_fini(struct import_batch *batch);
void import_batch_clear(struct import_batch *batch);
bool import_batch_is_full(const struct import_batch *batch);
/* False: out of memory. */
bool import_batch_add(struct import_batch *batch, const struct import_kind *kind, const struct import_columns *columns,
					  const struct csv_reader *row, struct ordinals *ordinals, struct arena *scratch);
/* One that was in a batch already. */
void import_batch_add_packed(struct import_batch *batch, int32_t line, const void *bytes, size_t length);
void import_batch_set_final(struct import_batch *batch, const struct import_kind *kind);

/* Rows that wait for others of the file, in the form of a batch. */
struct import_deferred {
	struct buffer bytes;
	struct import_deferred_row {
		int32_t line;
		uint32_t length;
		size_t start;
	} * rows;
	size_t count, capacity;
};

void import_deferred_init(struct import_deferred *deferred);
void import_deferred_fini(struct import_deferred *deferred);
/* False: out of memory, or the batch has no such line. */
bool import_deferred_add(struct import_deferred *deferred, const struct import_batch *batch, int32_t line);

/* What became of the rows so far. */
struct import_outcome {
	struct arena arena;
	const struct import_kind *kind;
	int64_t counts[IMPORT_COUNTS_BOUND]; /* of the response's int32 fields, in their order */
	Kleos__ImportRejection *rejections[IMPORT_REJECTIONS_BOUND + 1];
	size_t n_rejections;
	int64_t rejected; /* all, the ones not kept too */
};

void import_outcome_init(struct import_outcome *outcome, const struct import_kind *kind);
void import_outcome_fini(struct import_outcome *outcome);
void import_outcome_reject(struct import_outcome *outcome, int32_t line, const char *column, const char *message);
/* Adds a batch's reply; its deferred rows go to `deferred`. Not OK: the reply cannot be read or memory ran out. */
enum status import_outcome_add(struct import_outcome *outcome, const struct import_batch *batch,
							   ProtobufCBinaryData reply, struct arena *scratch, struct import_deferred *deferred);
int64_t import_outcome_rows_in(const struct import_outcome *outcome);
/* The response to answer with, in `arena`, borrowing from the outcome. */
ProtobufCMessage *import_outcome_message(struct import_outcome *outcome, struct arena *arena);

#endif
