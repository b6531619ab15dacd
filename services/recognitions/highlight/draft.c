#include "services/recognitions/highlight/draft.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/service/mask.h"
#include "services/recognitions/people.h"

#include <string.h>

static const struct mask_name names[] = {
	{"title", HIGHLIGHT_TITLE},
	{"description", HIGHLIGHT_DESCRIPTION},
	{"kind", HIGHLIGHT_KIND},
	{"collaborators", HIGHLIGHT_COLLABORATORS},
	{"links", HIGHLIGHT_LINKS},
	{"metrics", HIGHLIGHT_METRICS},
	{"visibility", HIGHLIGHT_VISIBILITY},
	{"on_date", HIGHLIGHT_ON_DATE},
	{"*", HIGHLIGHT_ALL},
};

static unsigned fields_with_value(const Kleos__UpdateHighlightRequest *request)
{
	return (*request->title ? HIGHLIGHT_TITLE : 0u) | (*request->description ? HIGHLIGHT_DESCRIPTION : 0u) |
		   (request->kind ? HIGHLIGHT_KIND : 0u) | (request->n_collaborators ? HIGHLIGHT_COLLABORATORS : 0u) |
		   (request->n_links ? HIGHLIGHT_LINKS : 0u) | (request->n_metrics ? HIGHLIGHT_METRICS : 0u) |
		   (request->visibility ? HIGHLIGHT_VISIBILITY : 0u) | (*request->on_date ? HIGHLIGHT_ON_DATE : 0u);
}

unsigned highlight_draft_fields(struct call *call, const Kleos__UpdateHighlightRequest *request)
{
	return mask_fields(call, request->update_mask, fields_with_value(request), "a highlight", names,
					   ARRAY_LENGTH(names));
}

/* One draft on its way. */
struct draft {
	struct call *call;
	const Kleos__UpdateHighlightRequest *request;
	struct highlight *out;
	struct highlight_person before[COLLABORATORS_BOUND + 1]; /* who was named before */
	size_t n_before;
	const char *unknown;  /* the first name that nobody has; NULL: none */
	const char *inactive; /* the handle of the first who has left; NULL: none */
};

static void take_words(struct draft *draft, unsigned fields)
{
	struct call *call = draft->call;
	const Kleos__UpdateHighlightRequest *request = draft->request;
	struct highlight *out = draft->out;
	if (fields & HIGHLIGHT_TITLE)
		call_take(call, "title", highlight_title_take(call->arena, request->title, &out->title));
	if (fields & HIGHLIGHT_DESCRIPTION)
		call_take(call, "description",
				  highlight_description_take(call->arena, request->description, &out->description));
	if (fields & HIGHLIGHT_KIND)
		call_take(call, "kind", highlight_kind_take(request->kind, &out->kind));
	if (fields & HIGHLIGHT_VISIBILITY)
		call_take(call, "visibility", visibility_take(request->visibility, &out->requested));
	if (fields & HIGHLIGHT_ON_DATE)
		call_take(call, "onDate", on_date_take(request->on_date, call->today, &out->on_day));
	if (fields & HIGHLIGHT_LINKS)
		out->n_links = links_take(call, request->links, request->n_links, out->links);
	if (fields & HIGHLIGHT_METRICS)
		out->n_metrics = metrics_take(call, request->metrics, request->n_metrics, out->metrics);
}

static struct highlight_person person_of(struct call *call, const struct known_member *member)
{
	return (struct highlight_person){
		.who = member_named(member),
		.cap = ceiling_of(call, member->ceiling),
		.manager_now = member->manager,
	};
}

/* Who was named before stays as they were, also when they have left since. */
static void add_collaborator(struct draft *draft, const struct known_member *member)
{
	struct highlight *out = draft->out;
	for (size_t i = 0; i < draft->n_before; i++)
		if (id_equal(&draft->before[i].who.id, &member->id)) {
			out->people[out->n_people++] = draft->before[i];
			return;
		}
	if (member->status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE && !draft->inactive)
		draft->inactive = member->handle;
	out->people[out->n_people++] = person_of(draft->call, member);
}

static void take_collaborator(struct draft *draft, size_t i)
{
	struct call *call = draft->call;
	const char *text = draft->request->collaborators[i];
	const char *field = arena_printf(call->arena, "collaborators[%zu]", i);
	struct known_member member;
	if (!*text)
		violate(call, field, "name a member by id or handle");
	else if (!person_find(call, call->arena, text, call->today, &member))
		draft->unknown = draft->unknown ? draft->unknown : text;
	else if (highlight_has(draft->out, &member.id))
		violate(call, field, "'%s' is named twice, or shares it", member.handle);
	else
		add_collaborator(draft, &member);
}

static void take_collaborators(struct draft *draft)
{
	if (draft->request->n_collaborators > COLLABORATORS_BOUND) {
		violate(draft->call, "collaborators", "at most %d collaborators", COLLABORATORS_BOUND);
		return;
	}
	draft->n_before = draft->out->n_people;
	memcpy(draft->before, draft->out->people, sizeof(draft->before));
	draft->out->n_people = 1;
	for (size_t i = 0; i < draft->request->n_collaborators; i++)
		take_collaborator(draft, i);
}

/* Whoever agreed to what it was has not agreed to more: their ceilings of now count too. Of a new highlight they are
 * those of now already. */
static void heed_ceilings(struct draft *draft)
{
	struct call *call = draft->call;
	struct highlight *out = draft->out;
	struct known_member member;
	for (size_t i = 1; i < out->n_people; i++)
		if (known_find_id(call->db, call->arena, &out->people[i].who.id, call->today, &member))
			out->people[i].cap = visibility_least(out->people[i].cap, person_of(call, &member).cap);
	out->visibility = highlight_least(out);
}

enum status highlight_draft_take(struct call *call, const Kleos__UpdateHighlightRequest *request, unsigned fields,
								 struct highlight *out)
{
	struct draft *draft = arena_alloc(call->arena, sizeof(*draft));
	const Kleos__Visibility before = out->visibility;
	draft->call = call;
	draft->request = request;
	draft->out = out;
	take_words(draft, fields);
	if (fields & HIGHLIGHT_COLLABORATORS)
		take_collaborators(draft);
	if (call_has_violations(call))
		return fail_violations(call);
	if (draft->unknown)
		return person_unknown(call, draft->unknown);
	if (draft->inactive)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE", "'%s' is not active", draft->inactive);
	out->visibility = highlight_least(out);
	if (before && out->visibility > before)
		heed_ceilings(draft);
	return STATUS_OK;
}
