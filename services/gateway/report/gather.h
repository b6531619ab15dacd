/* gather: what each service knows of a range and of the range before it, asked at once under one deadline; for this
 * room and digest/. Their parts open with gather_open. */
#ifndef KLEOS_GATEWAY_REPORT_GATHER_H
#define KLEOS_GATEWAY_REPORT_GATHER_H

#include "services/gateway/report/report.h"

#include <pthread.h>
#include <stdatomic.h>

enum gathered { GATHERED_NOW, GATHERED_BEFORE, GATHERED_RANGES };

/* The state of a part that gathers: what each service last told it as its time, to say how old a missing one is. */
struct gathered_times {
	_Atomic int64_t as_of_ms[SERVICE_COUNT];
};

/* A service that was asked. */
struct source {
	struct gathering *gathering;
	enum gateway_service service;
	enum gathered range;
	const ProtobufCMessageDescriptor *type; /* of its answer */
	struct exchange_call call;
};

/* One report on its way: in the exchange's arena, which the mutex guards while answers come. */
struct gathering {
	struct exchange *exchange;
	struct report_question questions[GATHERED_RANGES];
	struct report_answers answers[GATHERED_RANGES];
	struct source sources[GATHERED_RANGES][SERVICE_COUNT];
	void (*done)(struct gathering *gathering); /* once, on the thread that brings the last answer */
	pthread_mutex_t mutex;
	int waiting;
};

/* A gateway_part's; closed by free. */
enum status gather_open(struct gateway *gateway, void **state);
/* Questions, exchange and `done` are set. */
void gather_start(struct gathering *gathering);

#endif
