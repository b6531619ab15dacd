#include "common/base/calendar.h"
#include "common/directory/directory_teams.h"
#include "common/service/message.h"
#include "services/recognitions/agenda/overlooked.h"
#include "services/recognitions/highlight/rpc_highlights.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/people.h"
#include "services/recognitions/prompt.h"
#include "services/recognitions/rpc.h"

#define THANKS_SHOWN     5
#define OVERLOOKED_SHOWN 50
#define HIGHLIGHTS_SHOWN 10
#define HIGHLIGHTS_DAYS  30

/* The person, and who manages them now with a key that may lead. */
static bool may_read(const struct call *call, const struct known_member *member)
{
	const struct principal *caller = &call->principal;
	if (!principal_is_member(caller))
		return false;
	return id_equal(&caller->member, &member->id) ||
		   (principal_has(caller, ROLES_LEADERS) && id_equal(&caller->member, &member->manager));
}

/* One agenda on its way. */
struct preparation {
	struct call *call;
	struct viewer viewer;
	struct known_member member;
	int32_t days;
	Kleos__Agenda *agenda;
};

/* The newest thanks that the reader may see and the filter lets pass. */
static size_t thanks(struct preparation *preparation, const struct audience_filter *filter, Kleos__Recognition ***out)
{
	struct call *call = preparation->call;
	struct recognition *shown = arena_alloc(call->arena, sizeof(*shown));
	struct walk_position at;
	struct walk walk;
	size_t n = 0;
	*out = arena_array(call->arena, THANKS_SHOWN, sizeof(**out));
	walk_init(&walk, call->db, call->arena, NULL, INT64_MIN);
	audience_add_streams(&walk, &preparation->viewer, filter);
	while (n < THANKS_SHOWN && walk_next(&walk, &at))
		if (recognition_read(call->db, call->arena, &at.recognition, shown) &&
			recognition_is_visible(shown, &preparation->viewer) && audience_passes(shown, filter))
			(*out)[n++] = recognition_message(call, shown);
	return n;
}

static void prepare_thanks(struct preparation *preparation)
{
	Kleos__Agenda *agenda = preparation->agenda;
	const struct audience_filter received = {.receiver = preparation->member.id, .team = "", .value = ""};
	const struct audience_filter given = {.giver = preparation->member.id, .team = "", .value = ""};
	agenda->n_received = thanks(preparation, &received, &agenda->received);
	agenda->n_given = thanks(preparation, &given, &agenda->given);
}

static void prepare_overlooked(struct preparation *preparation)
{
	struct overlooked_search search = {
		.call = preparation->call,
		.viewer = &preparation->viewer,
		.people = {.of = PEOPLE_TEAM, .team = preparation->member.team},
		.except = preparation->viewer.member,
		.days = preparation->days,
		.after = "",
		.bound = OVERLOOKED_SHOWN,
	};
	if (!preparation->member.team)
		return;
	overlooked_search(&search);
	preparation->agenda->overlooked = search.found;
	preparation->agenda->n_overlooked = search.n_found;
}

static void prepare_highlights(struct preparation *preparation)
{
	int64_t since_ms = preparation->call->now_ms - HIGHLIGHTS_DAYS * DAY_MS;
	preparation->agenda->n_highlights =
		highlights_newest(preparation->call, &preparation->viewer, &preparation->member.id, since_ms, HIGHLIGHTS_SHOWN,
						  &preparation->agenda->highlights);
}

static void prepare_prompt(struct preparation *preparation)
{
	struct call *call = preparation->call;
	struct known_standing reader = known_standing(call->db, call->arena, &preparation->viewer.member);
	int64_t team = directory_team_number(call->db, preparation->member.team_path);
	int32_t prompt = prompt_of_week(team, call->today);
	preparation->agenda->prompt = prompt_message(call, prompt, prompt_language_of(reader.locale));
}

static void prepare_preferences(struct preparation *preparation)
{
	struct call *call = preparation->call;
	struct preference preference;
	preference_read(call->db, call->arena, &preparation->member.id, &preference);
	preparation->agenda->preferences = preference_message(call, &preference);
}

static enum status find_people(struct preparation *preparation, const char *text)
{
	struct call *call = preparation->call;
	enum status status = viewer_of_call(call, &preparation->viewer);
	if (status == STATUS_OK)
		status = person_named(call, text, &preparation->member);
	if (status != STATUS_OK)
		return status;
	if (!may_read(call, &preparation->member))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_AGENDA",
					"an agenda is for the person and for who manages them");
	return STATUS_OK;
}

enum status get_agenda(struct call *call, const Kleos__GetAgendaRequest *request, Kleos__GetAgendaResponse *response)
{
	struct preparation preparation = {.call = call};
	const struct known_member *member = &preparation.member;
	if (!call_take(call, "days", days_take(request->days, &preparation.days)))
		return fail_violations(call);
	enum status status = find_people(&preparation, request->member);
	if (status != STATUS_OK)
		return status;
	preparation.agenda = arena_alloc(call->arena, sizeof(*preparation.agenda));
	kleos__agenda__init(preparation.agenda);
	preparation.agenda->member = reference_message(call->arena, &member->id, member->handle, member->display_name);
	prepare_preferences(&preparation);
	prepare_thanks(&preparation);
	prepare_overlooked(&preparation);
	prepare_prompt(&preparation);
	prepare_highlights(&preparation);
	response->agenda = preparation.agenda;
	return STATUS_OK;
}
