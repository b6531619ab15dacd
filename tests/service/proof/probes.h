/* probes: every way in which somebody who may not know could look, tried in both worlds of a pair. */
#ifndef KLEOS_TESTS_PROOF_PROBES_H
#define KLEOS_TESTS_PROOF_PROBES_H

#include "tests/service/proof/pair.h"

enum probe_exception {
	PROBE_ALWAYS,
	PROBE_FIGURES,    /* counts what is private too (metrics.md): compared when the numbers are equal */
	PROBE_AUDIT,      /* an AUDITOR reads who did what, though never the words: likewise, for them */
	PROBE_MODERATION, /* moderators see what was reported to them */
	PROBE_PERSONAL,   /* PEOPLE_ADMIN and ADMIN take everything about a person out, which is written down */
	PROBE_USES,       /* when keys were last used is left out */
	PROBE_NEVER,      /* not compared; `why` says it */
};

struct probe {
	const char *rpc;    /* whose route it is: full name, or "GET /path" of a route that is no rpc */
	const char *method; /* of HTTP */
	const char *target; /* with %words; NULL: none, see `why` */
	const char *body;   /* NULL: none */
	bool paged;         /* read in pages of 1 to 7, to the end */
	enum probe_exception exception;
	const char *why;
};

extern const struct probe probes[];
extern const size_t n_probes;

/* Whether the worlds of the pair must look the same to this observer through this probe. */
bool probe_applies(const struct pair *pair, const struct probe *probe, size_t observer);
/* Tries it in both; fails the test at the first byte that differs. The number of answers compared. */
unsigned probe_run(struct pair *pair, const struct probe *probe, size_t observer);
/* The event stream: all that came since it was read last. */
unsigned probe_stream(struct pair *pair, size_t observer);
/* Every observer begins to listen, hears the next sentinel, and keeps where it was. */
void probe_stream_first(struct pair *pair, void (*live)(struct pair *pair));

#endif
