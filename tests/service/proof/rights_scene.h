/* rights_scene: the people and things that the cells of rights.txt are about, in one house.
 *
 * rita received what gina gave; mara manages rita, mina manages gina; tina is in rita's team; otto is in another one;
 * ada comments; lena has left; eve was
 * erased. */
#ifndef KLEOS_TESTS_PROOF_RIGHTS_SCENE_H
#define KLEOS_TESTS_PROOF_RIGHTS_SCENE_H

#include "tests/service/proof/house.h"
#include "tests/service/proof/rights_table.h"

#define SCENE_PEOPLE 9
#define SCENE_OLD    128 /* recognitions too old to be taken back */

struct scene {
	struct house house;
	const char *keys[SCENE_PEOPLE + 1][RIGHTS_COLUMNS]; /* made when first asked for; the last: of integrations */
	char old[SCENE_OLD][ID_TEXT_SIZE];
	size_t n_old;                  /* left */
	const char *due, *due_routine; /* what was due, and of which routine */
	unsigned counter;
};

void scene_open(struct scene *scene);
void scene_close(struct scene *scene);

/* The key that a cell is tried with; NULL: none. */
const char *scene_key(struct scene *scene, const struct rights_column *column, const struct rights_relation *relation);
/* Who that is, for calls that are made at a service itself. */
struct principal scene_principal(struct scene *scene, const struct rights_column *column,
								 const struct rights_relation *relation);
/* The request with every %word replaced by a thing made for this cell. */
const char *scene_request(struct scene *scene, const char *request, const struct rights_column *column,
						  const struct rights_relation *relation);
/* Takes away what has bounds. */
void scene_clear(struct scene *scene, const char *method);

#endif
