#include "services/awards/personal.h"

#include "awards/sql.h"
#include "common/base/array.h"
#include "kleos/awards/v1/award.pb-c.h"

static const struct personal_enum nomination_enums[] = {
	{"source", &kleos__nomination_source__descriptor},
	{"status", &kleos__nomination_status__descriptor},
	{0},
};

static const struct personal_section sections[] = {
	{"nominations", SQL(export_nominations), PERSONAL_BY_ID, nomination_enums},
	{"nominationLinks", SQL(export_nomination_links), PERSONAL_BY_ID, NULL},
	{"nominationAttachments", SQL(export_nomination_attachments), PERSONAL_BY_ID, NULL},
	{"endorsements", SQL(export_endorsements), PERSONAL_BY_ID, NULL},
	{"juries", SQL(export_juries), PERSONAL_BY_ID, NULL},
	{"juryScores", SQL(export_scores), PERSONAL_BY_ID, NULL},
	{"votes", SQL(export_votes), PERSONAL_BY_ID, NULL},
};

/* Nominations stay, and that somebody voted: a cycle's result rests on them. What was said of the person, and what they
 * said, goes. */
static const struct sql *const erase[] = {
	SQL(erase_colleague),
	SQL(erase_nomination_links),
	SQL(erase_nomination_attachments),
	SQL(erase_nominations),
};

const struct personal_data awards_personal = {
	.sections = sections,
	.n_sections = ARRAY_LENGTH(sections),
	.erase = erase,
	.n_erase = ARRAY_LENGTH(erase),
	.names = SQL(member_names),
};
