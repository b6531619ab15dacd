#include "common/service/page.h"
#include "services/recognitions/agenda/overlooked.h"
#include "services/recognitions/people.h"
#include "services/recognitions/rpc.h"
#include "services/recognitions/state.h"

/* A token holds the last one looked at; the list goes on behind the handle they have now. */
static enum status search_continue(struct overlooked_search *search, const struct page *page)
{
	if (page->before_ms == INT64_MAX) {
		search->after = "";
		return STATUS_OK;
	}
	search->after = handle_of(search->call->db, search->call->arena, &page->before_id);
	if (search->after)
		return STATUS_OK;
	return fail(search->call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID",
				"the list cannot go on where it was; begin again");
}

/* Own people, unless it is the caller's work to look after all. */
static enum status search_people(struct overlooked_search *search)
{
	struct call *call = search->call;
	if (principal_has(&call->principal, ROLES_PEOPLE))
		return STATUS_OK;
	if (!principal_is_member(&call->principal))
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED",
					"this key belongs to no member, so it has no people of its own");
	search->people.of = PEOPLE_REPORTS;
	search->people.manager = call->principal.member;
	return STATUS_OK;
}

enum status list_overlooked(struct call *call, const Kleos__ListOverlookedRequest *request,
							Kleos__ListOverlookedResponse *response)
{
	struct viewer viewer;
	struct page page;
	struct overlooked_search search = {.call = call, .viewer = &viewer};
	if (!call_take(call, "days", days_take(request->days, &search.days)))
		return fail_violations(call);
	enum status status = search_people(&search);
	if (status == STATUS_OK)
		status = viewer_of_call(call, &viewer);
	if (status == STATUS_OK)
		status = page_open(&page, call, recognitions_of(call)->key, "overlooked", request->page_size,
						   request->page_token, PAGE_FILTERS(arena_printf(call->arena, "%d", search.days)));
	if (status == STATUS_OK)
		status = search_continue(&search, &page);
	if (status != STATUS_OK)
		return status;
	search.bound = page.size;
	overlooked_search(&search);
	response->overlooked = search.found;
	response->n_overlooked = search.n_found;
	if (search.more)
		response->next_page_token = page_next(&page, 0, &search.last_seen);
	return STATUS_OK;
}
