#include "services/recognitions/personal.h"

#include "common/base/array.h"
#include "kleos/recognitions/v1/highlight.pb-c.h"
#include "kleos/recognitions/v1/recognition.pb-c.h"
#include "recognitions/sql.h"
#include "services/recognitions/search/search.h"
#include "services/recognitions/state.h"

static const struct personal_enum preference_enums[] = {{"ceiling", &kleos__visibility__descriptor}, {0}};
static const struct personal_enum recognition_enums[] = {
	{"win", &kleos__win__descriptor},
	{"setting", &kleos__setting__descriptor},
	{"visibility", &kleos__visibility__descriptor},
	{"requested_visibility", &kleos__visibility__descriptor},
	{0},
};

static const struct personal_enum highlight_enums[] = {
	{"kind", &kleos__highlight_kind__descriptor},
	{"visibility", &kleos__visibility__descriptor},
	{"requested_visibility", &kleos__visibility__descriptor},
	{0},
};

static const struct personal_section sections[] = {
	{"preferences", SQL(export_preference), PERSONAL_WHOLE, preference_enums},
	{"recognitionsGiven", SQL(export_given), PERSONAL_BY_ID, recognition_enums},
	{"creditsGiven", SQL(export_credits), PERSONAL_BY_ID, NULL},
	{"recognitionsReceived", SQL(export_received), PERSONAL_BY_ID, recognition_enums},
	{"links", SQL(export_links), PERSONAL_BY_ID, NULL},
	{"metrics", SQL(export_metrics), PERSONAL_BY_ID, NULL},
	{"joins", SQL(export_joins), PERSONAL_BY_ID, NULL},
	{"reactions", SQL(export_reactions), PERSONAL_BY_ID, NULL},
	{"comments", SQL(export_comments), PERSONAL_BY_ID, NULL},
	{"highlights", SQL(export_highlights), PERSONAL_BY_ID, highlight_enums},
	{"highlightLinks", SQL(export_highlight_links), PERSONAL_BY_ID, NULL},
	{"highlightMetrics", SQL(export_highlight_metrics), PERSONAL_BY_ID, NULL},
	{"reports", SQL(export_reports), PERSONAL_BY_ID, NULL},
	{"reportsResolved", SQL(export_report_notes), PERSONAL_BY_ID, NULL},
};

/* Texts by the member go whole; texts to the member go where nobody else was meant. Rows stay: they are other people's
 * thanks, and figures count them. Links leave before the texts, whose rows say how many there are. */
static const struct sql *const erase[] = {
	SQL(erase_known),
	SQL(erase_preference),
	SQL(erase_given_links),
	SQL(erase_given_metrics),
	SQL(erase_given),
	SQL(erase_given_credits),
	SQL(erase_received_links),
	SQL(erase_received_metrics),
	SQL(erase_received),
	SQL(erase_received_credits),
	SQL(erase_unread),
	SQL(erase_joins),
	SQL(erase_joins_received),
	SQL(erase_comments),
	SQL(erase_comments_received),
	SQL(erase_highlight_links),
	SQL(erase_highlight_metrics),
	SQL(erase_highlights),
	SQL(erase_highlights_with),
	SQL(erase_reports),
	SQL(erase_report_notes),
};

static enum status clean_files(void *state)
{
	const struct recognitions *recognitions = state;
	return search_scrub(recognitions->search);
}

const struct personal_data recognitions_personal = {
	.sections = sections,
	.n_sections = ARRAY_LENGTH(sections),
	.erase = erase,
	.n_erase = ARRAY_LENGTH(erase),
	.names = SQL(known_names),
	.announce = SQL(erase_announce),
	.clean_files = clean_files,
};
