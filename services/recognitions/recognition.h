/* recognition: a recognition as the database and the rules know it. Texts are borrowed: they live as long as the arena
 * or the request they came from. */
#ifndef KLEOS_RECOGNITIONS_RECOGNITION_H
#define KLEOS_RECOGNITIONS_RECOGNITION_H

#include "common/base/id.h"
#include "common/base/limits.h"
#include "common/base/private_text.h"
#include "kleos/recognitions/v1/recognition.pb-c.h"
#include "services/recognitions/attachments.h"
#include "services/recognitions/hierarchy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A member as a recognition names one: names of now, team as stamped. */
struct named_member {
	struct id id;
	const char *handle;
	const char *display_name;
	int64_t team;          /* stamped; 0: none */
	const char *team_path; /* of the stamped team; "" none */
};

/* One receiver. */
struct arc {
	struct named_member receiver;
	struct private_text credit;
	enum direction direction; /* stamped */
	Kleos__Visibility cap;    /* the most this receiver agrees to: see caps.h */
	struct id manager_now;    /* zero: none */
};

struct recognition {
	struct id id;
	struct named_member giver;
	bool giver_leader; /* stamped */
	struct private_text message;
	const char *value;
	Kleos__Win win;
	int32_t prompt;
	Kleos__Setting setting;
	Kleos__Visibility requested;
	Kleos__Visibility giver_cap;  /* the most the giver agrees to */
	Kleos__Visibility visibility; /* caps_least, stored */
	bool imported;
	int64_t give_ms;
	int64_t create_ms;
	int64_t edit_ms; /* 0: never */
	struct arc arcs[RECEIVERS_BOUND];
	size_t n_arcs;
	struct link links[LINKS_BOUND];
	size_t n_links;
	struct metric metrics[METRICS_BOUND];
	size_t n_metrics;
	int32_t n_joiners;   /* who joined is read when it is shown: social/store.h */
	int32_t n_reactions; /* kinds; likewise */
	int32_t n_comments;
};

#endif
