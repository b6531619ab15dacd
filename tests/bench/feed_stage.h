/* feed_stage: what bench_feed and bench_erase share: recognitions written through the store's verbs, by 10 000 members
 * of 200 teams over three years, half for everyone, the rest for teams, managers and those named; the service over
 * them; and somebody who gives. */
#ifndef KLEOS_BENCH_FEED_STAGE_H
#define KLEOS_BENCH_FEED_STAGE_H

#include "common/rpc/client.h"
#include "common/rpc/local.h"
#include "common/store/store.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"
#include "services/recognitions/recognitions.h"

#include <stdatomic.h>

#define MEMBERS 10000
#define TEAMS   200

struct bench {
	struct environment environment;
	struct cluster_key key;
	char *folder;
	struct rpc_local *local;
	struct store *store;
	struct recognitions *service;
	struct rpc_client *client;
	struct id members[MEMBERS];
	int64_t teams[TEAMS];
	int64_t begin_ms;
	uint64_t seed;
	int done, count;
};

void must(bool holds, const char *what); /* else the program ends */
/* Settings of the machine; `folder` must be empty. */
void bench_init(struct bench *bench, char *folder, int recognitions);
uint32_t dice(struct bench *bench, uint32_t sides);
void generate(struct bench *bench);
void service_start(struct bench *bench, bool search);
void service_stop(struct bench *bench);
struct principal principal_of(const struct bench *bench, int member, uint32_t roles); /* -1: an integration */
Kleos__ListRecognitionsRequest list(const char *query, const char *team, const char *receiver);
/* Milliseconds; rows of the page go to *rows. */
double ask(struct bench *bench, const struct principal *who, const Kleos__ListRecognitionsRequest *request,
		   size_t *rows);
void search_settle(struct bench *bench); /* returns when search has taken in everything */

struct givers {
	struct bench *bench;
	_Atomic bool over;
	_Atomic int64_t given, number;
};
/* One thanks, by the member of this number. */
void give(struct givers *givers, struct arena *arena, uint32_t giver);

#endif
