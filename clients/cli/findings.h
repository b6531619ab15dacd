/* findings: what `kleos doctor` found: a list of sentences, each with a verdict. */
#ifndef KLEOS_CLI_FINDINGS_H
#define KLEOS_CLI_FINDINGS_H

#include "clients/cli/cli.h"

enum verdict { VERDICT_OK, VERDICT_WARN, VERDICT_FAIL };

struct findings {
	json_t *list; /* {check, verdict, message} */
	enum verdict worst;
};

void findings_init(struct findings *findings);
void findings_fini(struct findings *findings);
/* A sentence about one check; of WARN and FAIL with what to do. */
void find(struct findings *findings, enum verdict verdict, const char *check, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* A line each, or all as JSON; EXIT_FAILURE when there is a FAIL. */
int findings_print(const struct findings *findings, const struct cli *cli);

/* ---- who finds ---- */

#define DISK_LEAST 0.1 /* of a disk that must be left, as docker/observability/kleos.rules.yaml has it */
#define GIGABYTE   1e9 /* bytes, as disks are sold */

/* doctor_figures.c: in what /metrics says, parsed (exposition.h). */
void doctor_look_at_figures(struct findings *findings, const json_t *metrics);
/* doctor_folder.c: in a data folder of this machine. */
void doctor_look_at_folder(struct findings *findings, const char *folder);

#endif
