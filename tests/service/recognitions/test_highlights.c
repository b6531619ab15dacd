/* Work that people share. Every test runs over inproc and over tcp. */
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "tests/service/recognitions/stage.h"

#include <string.h>
#include <unistd.h>

static Kleos__ShareHighlightRequest *work(struct stage *stage, const char *title, const char *collaborators)
{
	struct arena *arena = &stage->fixture.arena;
	Kleos__ShareHighlightRequest *request = arena_alloc(arena, sizeof *request);
	kleos__share_highlight_request__init(request);
	request->title = title;
	request->collaborators = arena_array(arena, strlen(collaborators) + 1, sizeof *request->collaborators);
	char *rest = arena_text(arena, collaborators);
	for (char *name; *collaborators && (name = strsep(&rest, " "));)
		request->collaborators[request->n_collaborators++] = name;
	return request;
}

static const Kleos__Highlight *share(struct stage *stage, const struct principal *who,
									 const Kleos__ShareHighlightRequest *request)
{
	const Kleos__ShareHighlightResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "ShareHighlight", &request->base);
	return response->highlight;
}

static const Kleos__Highlight *share_at(struct stage *stage, const struct principal *who, const char *title,
										const char *collaborators, Kleos__Visibility visibility)
{
	Kleos__ShareHighlightRequest *request = work(stage, title, collaborators);
	request->visibility = visibility;
	return share(stage, who, request);
}

/* NULL: not OK, see stage->peer.reply. */
static const Kleos__Highlight *get(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__GetHighlightRequest request = KLEOS__GET_HIGHLIGHT_REQUEST__INIT;
	request.highlight = id;
	const Kleos__GetHighlightResponse *response =
		peer_call(&stage->peer, who, RECOGNITIONS, "GetHighlight", NULL, &request.base);
	return response ? response->highlight : NULL;
}

/* "first second" of all pages of the list, two a page. */
static const char *titles(struct stage *stage, const struct principal *who, const char *member, const char *team)
{
	Kleos__ListHighlightsRequest request = KLEOS__LIST_HIGHLIGHTS_REQUEST__INIT;
	const char *out = "";
	request.page_size = 2;
	request.member = member;
	request.team = team;
	do {
		const Kleos__ListHighlightsResponse *page =
			peer_must(&stage->peer, who, RECOGNITIONS, "ListHighlights", &request.base);
		for (size_t i = 0; i < page->n_highlights; i++)
			out = arena_printf(&stage->fixture.arena, "%s%s%s", out, *out ? " " : "", page->highlights[i]->title);
		request.page_token = page->next_page_token;
	} while (*request.page_token);
	return out;
}

static void a_highlight_comes_back_as_it_was_shared(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "b-one", "reef", "", 0);
	stage_member(stage, "b-two", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&one);
	Kleos__Link link = KLEOS__LINK__INIT, *links[] = {&link};
	Kleos__Metric metric = KLEOS__METRIC__INIT, *metrics[] = {&metric};
	Kleos__ShareHighlightRequest *request = work(stage, " Εβδομάδα  θάλασσας ", "b-two");
	link.url = "https://example.org/sea";
	metric.name = "reach";
	metric.value = 48000.5;
	request->description = "Five days, one story.";
	request->kind = KLEOS__HIGHLIGHT_KIND__HIGHLIGHT_KIND_CAMPAIGN;
	request->on_date = "2026-02-14";
	request->links = links;
	request->metrics = metrics;
	request->n_links = request->n_metrics = 1;
	const Kleos__Highlight *shared = share(stage, &who, request), *read = get(stage, &who, shared->id);
	for (const Kleos__Highlight *h = shared; h; h = h == shared ? read : NULL) {
		assert_string_equal(h->title, "Εβδομάδα θάλασσας");
		assert_string_equal(h->member->handle, "b-one");
		assert_string_equal(h->collaborators[0]->display_name, "The b-two");
		assert_string_equal(h->links[0]->url, "https://example.org/sea");
		assert_true(h->metrics[0]->value == 48000.5);
		assert_string_equal(h->on_date, "2026-02-14");
		assert_int_equal(h->kind, KLEOS__HIGHLIGHT_KIND__HIGHLIGHT_KIND_CAMPAIGN);
		assert_int_equal(h->visibility, VISIBILITY(ORGANIZATION));
		assert_null(h->update_time);
	}
	struct id subject = id_of(shared->id);
	assert_string_equal(peer_events(&stage->peer, &subject), "highlight.shared");
}

/* The table of contract.md, as for recognitions, with whose work it is and the collaborators as those it names. */
static void who_sees_a_highlight_is_who_its_visibility_says(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "s-boss", "hull", "", 0);
	struct id one = stage_member(stage, "s-one", "sea/north", "", 0);
	struct id two = stage_member(stage, "s-two", "hill/east", "s-boss", VISIBILITY(EXTERNAL));
	struct id mate = stage_member(stage, "s-mate", "hill/east/oak", "", 0);
	struct id around = stage_member(stage, "s-around", "hill", "", 0);
	const struct {
		struct principal who;
		const char *sees; /* PRIVATE, MANAGER, TEAM, ORGANIZATION, EXTERNAL */
	} readers[] = {
		{a_member(&one), "xxxxx"},           {a_member(&two), "xxxxx"},           {a_member(&boss), ".xxxx"},
		{a_member(&mate), "..xxx"},          {a_member(&around), "...xx"},        {a_key(ROLE_BIT(ADMIN)), "...xx"},
		{a_key(ROLE_BIT(AUDITOR)), "...xx"}, {a_key(ROLE_BIT(SERVICE)), "...xx"}, {a_key(ROLE_BIT(MEMBER)), "....x"},
	};
	const char *levels[] = {"private", "manager", "team", "organization", "external"}, *ids[5];
	for (int level = 0; level < 5; level++) {
		stage_later(stage, 1);
		ids[level] = share_at(stage, &readers[0].who, levels[level], "s-two", (Kleos__Visibility)(level + 1))->id;
	}
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		const char *expected = "";
		for (int level = 4; level >= 0; level--) {
			bool sees = readers[i].sees[level] == 'x';
			if (sees)
				expected = arena_printf(&stage->fixture.arena, "%s%s%s", expected, *expected ? " " : "", levels[level]);
			assert_int_equal(get(stage, &readers[i].who, ids[level]) != NULL, sees);
			if (!sees)
				assert_string_equal(stage->peer.reply.message,
									arena_printf(&stage->fixture.arena, "no highlight '%s'", ids[level]));
		}
		assert_string_equal(titles(stage, &readers[i].who, "s-one", ""), expected);
		assert_string_equal(titles(stage, &readers[i].who, "s-two", ""), expected);
		assert_string_equal(titles(stage, &readers[i].who, "", "sea"), expected);
		assert_string_equal(titles(stage, &readers[i].who, "s-two", "hill"), expected);
		assert_string_equal(titles(stage, &readers[i].who, "s-mate", ""), "");
		assert_string_equal(titles(stage, &readers[i].who, "", "nowhere"), "");
		assert_non_null(strstr(titles(stage, &readers[i].who, "", ""), expected));
	}
}

static void a_collaborator_is_not_named_louder_than_they_want(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "c-one", "reef", "", VISIBILITY(PRIVATE));
	struct id two = stage_member(stage, "c-two", "reef", "", VISIBILITY(TEAM));
	struct id out = stage_member(stage, "c-out", "hull", "", 0);
	struct principal who = a_member(&one), other = a_member(&two), stranger = a_member(&out);
	assert_int_equal(share(stage, &who, work(stage, "alone", ""))->visibility, VISIBILITY(ORGANIZATION));
	const Kleos__Highlight *both = share(stage, &who, work(stage, "together", "c-two"));
	assert_int_equal(both->visibility, VISIBILITY(TEAM));
	assert_int_equal(both->requested_visibility, VISIBILITY(ORGANIZATION));
	assert_null(get(stage, &stranger, both->id));
	assert_string_equal(titles(stage, &stranger, "c-one", ""), "alone");
	/* louder later is for what comes later; quieter, when they say so, for all */
	stage_set_ceiling(stage, "c-two", VISIBILITY(EXTERNAL));
	const char *loud = share(stage, &who, work(stage, "loud", "c-two"))->id;
	assert_non_null(get(stage, &stranger, loud));
	assert_null(get(stage, &stranger, both->id));
	Kleos__UpdatePreferencesRequest request = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	request.member = "me";
	request.ceiling = VISIBILITY(PRIVATE);
	request.lower_given = true;
	peer_must(&stage->peer, &other, RECOGNITIONS, "UpdatePreferences", &request.base);
	assert_null(get(stage, &stranger, loud));
	assert_int_equal(get(stage, &other, loud)->visibility, VISIBILITY(PRIVATE));
	assert_string_equal(titles(stage, &stranger, "c-two", ""), "");
	assert_string_equal(titles(stage, &stranger, "c-one", ""), "alone");
}

/* The erased member's row stays, without words; it must not stand in the way. */
static void a_collaborator_lowers_what_others_shared_beside_the_work_of_an_erased_member(void **state)
{
	struct stage *stage = *state;
	struct id gone = stage_member(stage, "e-gone", "reef", "", 0), here = stage_member(stage, "e-here", "reef", "", 0);
	struct id both = stage_member(stage, "e-both", "reef", "", VISIBILITY(EXTERNAL));
	struct id out = stage_member(stage, "e-out", "hull", "", 0);
	struct principal past = a_member(&gone), who = a_member(&here), other = a_member(&both), stranger = a_member(&out);
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	share(stage, &past, work(stage, "of-the-past", "e-both"));
	Kleos__EraseMemberRequest erase = KLEOS__ERASE_MEMBER_REQUEST__INIT;
	erase.member = "e-gone";
	peer_must(&stage->members_peer, &people, &kleos__members_service__descriptor, "EraseMember", &erase.base);
	stage_settle(stage);
	for (int i = 0; i < 1000 && *titles(stage, &stranger, "e-both", ""); i++)
		usleep(10000); /* the eraser has a thread of its own */
	assert_string_equal(titles(stage, &stranger, "e-both", ""), "");
	const char *id = share(stage, &who, work(stage, "of-now", "e-both"))->id;
	assert_non_null(get(stage, &stranger, id));
	Kleos__UpdatePreferencesRequest request = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	request.member = "me";
	request.ceiling = VISIBILITY(PRIVATE);
	request.lower_given = true;
	peer_must(&stage->peer, &other, RECOGNITIONS, "UpdatePreferences", &request.base);
	assert_null(get(stage, &stranger, id));
}

static void a_highlight_gets_no_louder_than_its_collaborators_want_by_then(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "v-one", "reef", "", 0);
	struct id three = stage_member(stage, "v-three", "sand", "", 0);
	stage_member(stage, "v-two", "reef", "", VISIBILITY(EXTERNAL));
	struct principal who = a_member(&one), stranger = a_member(&three);
	const char *id = share_at(stage, &who, "work", "v-two", VISIBILITY(TEAM))->id;
	stage_set_ceiling(stage, "v-two", VISIBILITY(MANAGER));
	Kleos__UpdateHighlightRequest request = KLEOS__UPDATE_HIGHLIGHT_REQUEST__INIT;
	request.highlight = id;
	request.title = "more work";
	const Kleos__UpdateHighlightResponse *response =
		peer_must(&stage->peer, &who, RECOGNITIONS, "UpdateHighlight", &request.base);
	assert_int_equal(response->highlight->visibility, VISIBILITY(TEAM)); /* which v-two has not taken back */
	request.visibility = VISIBILITY(EXTERNAL);
	response = peer_must(&stage->peer, &who, RECOGNITIONS, "UpdateHighlight", &request.base);
	assert_int_equal(response->highlight->visibility, VISIBILITY(MANAGER));
	assert_null(get(stage, &stranger, id));
}

static void its_member_changes_a_highlight(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "u-one", "reef", "", 0), two = stage_member(stage, "u-two", "reef", "", 0);
	stage_member(stage, "u-three", "reef", "", VISIBILITY(PRIVATE));
	struct principal who = a_member(&one), other = a_member(&two), people = a_key(ROLE_BIT(ADMIN));
	stage_set_ceiling(stage, "u-two", VISIBILITY(ORGANIZATION));
	const char *id = share(stage, &who, work(stage, "before", "u-two"))->id;
	Kleos__Metric metric = KLEOS__METRIC__INIT, *metrics[] = {&metric};
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	Kleos__UpdateHighlightRequest request = KLEOS__UPDATE_HIGHLIGHT_REQUEST__INIT;
	char names[] = "collaborators", *paths[] = {names};
	metric.name = "reach";
	metric.value = 90000;
	request.highlight = id;
	request.metrics = metrics;
	request.n_metrics = 1;
	peer_refused(&stage->peer, &other, RECOGNITIONS, "UpdateHighlight", &request.base, STATUS_PERMISSION_DENIED,
				 "NOT_YOURS");
	peer_refused(&stage->peer, &people, RECOGNITIONS, "UpdateHighlight", &request.base, STATUS_PERMISSION_DENIED,
				 "NOT_YOURS");
	stage_later(stage, 1000);
	const Kleos__UpdateHighlightResponse *response =
		peer_must(&stage->peer, &who, RECOGNITIONS, "UpdateHighlight", &request.base);
	assert_string_equal(response->highlight->title, "before");
	assert_int_equal(response->highlight->update_time->seconds, stage->fixture.world.now_ms / 1000);
	assert_true(get(stage, &other, id)->metrics[0]->value == 90000);
	assert_int_equal(get(stage, &other, id)->n_collaborators, 1);
	const char *with[] = {"u-three"};
	request.update_mask = &mask;
	mask.paths = paths;
	mask.n_paths = 1;
	request.collaborators = with;
	request.n_collaborators = 1;
	response = peer_must(&stage->peer, &who, RECOGNITIONS, "UpdateHighlight", &request.base);
	assert_int_equal(response->highlight->visibility, VISIBILITY(PRIVATE));
	assert_null(get(stage, &other, id));
	request.n_collaborators = 0;
	response = peer_must(&stage->peer, &who, RECOGNITIONS, "UpdateHighlight", &request.base);
	assert_int_equal(response->highlight->visibility, VISIBILITY(ORGANIZATION));
	assert_int_equal(response->highlight->n_metrics, 1);
	strcpy(names, "member");
	peer_refused(&stage->peer, &who, RECOGNITIONS, "UpdateHighlight", &request.base, STATUS_INVALID_ARGUMENT, NULL);
	assert_true(stage_violates(stage, "updateMask"));
}

static void its_member_or_an_administrator_who_sees_it_deletes_a_highlight(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "d-one", "reef", "", 0), two = stage_member(stage, "d-two", "reef", "", 0);
	struct principal who = a_member(&one), other = a_member(&two), people = a_key(ROLE_BIT(ADMIN));
	const char *open = share(stage, &who, work(stage, "open", ""))->id;
	const char *hidden = share_at(stage, &who, "hidden", "", VISIBILITY(TEAM))->id;
	Kleos__DeleteHighlightRequest request = KLEOS__DELETE_HIGHLIGHT_REQUEST__INIT;
	request.highlight = hidden;
	peer_refused(&stage->peer, &people, RECOGNITIONS, "DeleteHighlight", &request.base, STATUS_NOT_FOUND,
				 "HIGHLIGHT_NOT_FOUND");
	peer_refused(&stage->peer, &other, RECOGNITIONS, "DeleteHighlight", &request.base, STATUS_PERMISSION_DENIED,
				 "NOT_YOURS");
	peer_must(&stage->peer, &who, RECOGNITIONS, "DeleteHighlight", &request.base);
	assert_null(get(stage, &who, hidden));
	request.highlight = open;
	peer_must(&stage->peer, &people, RECOGNITIONS, "DeleteHighlight", &request.base);
	assert_null(get(stage, &who, open));
	assert_string_equal(titles(stage, &who, "me", ""), "");
}

static void what_is_wrong_with_a_highlight_is_said(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "w-one", "reef", "", 0);
	struct principal who = a_member(&one), service = a_key(ROLE_BIT(SERVICE)), admin = a_key(ROLE_BIT(ADMIN));
	const struct {
		const char *title, *collaborators, *on_date, *field;
	} wrong[] = {{" ", "", "", "title"},
				 {"t", "w-one", "", "collaborators[0]"},
				 {"t", "", "yesterday", "onDate"},
				 {"t", "", "1969-12-31", "onDate"},
				 {"t", "", "2030-01-01", "onDate"},
				 {"t", "a a a a a a a a a a a a a a a a a a a a a", "", "collaborators"}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		Kleos__ShareHighlightRequest *request = work(stage, wrong[i].title, wrong[i].collaborators);
		request->on_date = wrong[i].on_date;
		peer_refused(&stage->peer, &who, RECOGNITIONS, "ShareHighlight", &request->base, STATUS_INVALID_ARGUMENT, NULL);
		assert_true(stage_violates(stage, wrong[i].field));
	}
	peer_refused(&stage->peer, &who, RECOGNITIONS, "ShareHighlight", &work(stage, "t", "nobody-here")->base,
				 STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
	peer_refused(&stage->peer, &admin, RECOGNITIONS, "ShareHighlight", &work(stage, "t", "")->base,
				 STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	peer_refused(&stage->peer, &service, RECOGNITIONS, "ShareHighlight", &work(stage, "t", "")->base,
				 STATUS_PERMISSION_DENIED, NULL);
}

static void the_agenda_names_what_was_shared_lately(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "a-boss", "hull", "", 0);
	struct id one = stage_member(stage, "a-one", "reef", "a-boss", 0);
	struct principal who = a_member(&one), leads = caller(ROLE_BIT(LEADER), &boss);
	share(stage, &who, work(stage, "old", ""));
	stage_later(stage, INT64_C(31) * 86400000);
	share_at(stage, &who, "secret", "", VISIBILITY(PRIVATE));
	stage_later(stage, 1);
	share(stage, &who, work(stage, "new", ""));
	Kleos__GetAgendaRequest request = KLEOS__GET_AGENDA_REQUEST__INIT;
	request.member = "a-one";
	const Kleos__GetAgendaResponse *own = peer_must(&stage->peer, &who, RECOGNITIONS, "GetAgenda", &request.base);
	assert_int_equal(own->agenda->n_highlights, 2);
	assert_string_equal(own->agenda->highlights[0]->title, "new");
	const Kleos__GetAgendaResponse *of_boss = peer_must(&stage->peer, &leads, RECOGNITIONS, "GetAgenda", &request.base);
	assert_int_equal(of_boss->agenda->n_highlights, 1);
	assert_string_equal(of_boss->agenda->highlights[0]->title, "new");
}

static const Kleos__SummarizeImpactResponse *summary_of(struct stage *stage, int32_t from_day, int32_t to_day,
														const char *team)
{
	struct principal process = a_key(ROLE_BIT(INTERNAL));
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	request.from_day = from_day;
	request.to_day = to_day;
	request.team = team;
	return peer_must(&stage->peer, &process, &kleos__impact_service__descriptor, "SummarizeImpact", &request.base);
}

static int32_t counted(struct stage *stage, int32_t from_day, int32_t to_day, const char *team)
{
	const Kleos__SummarizeImpactResponse *summary = summary_of(stage, from_day, to_day, team);
	assert_int_equal(summary->n_newest_highlights, summary->highlights);
	return summary->highlights;
}

static void highlights_that_everybody_sees_are_counted_by_the_day_of_the_work(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "i-one", "deep/north", "", 0);
	stage_member(stage, "i-two", "shore", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&one);
	const int32_t first = 19800; /* 2024-03-18 */
	const char *days[] = {"2024-03-18", "2024-03-19", "2024-03-20", "2024-03-20"};
	for (size_t i = 0; i < 4; i++) {
		Kleos__ShareHighlightRequest *request = work(stage, "counted", i == 1 ? "i-two" : "");
		request->on_date = days[i];
		request->visibility = i == 3 ? VISIBILITY(TEAM) : VISIBILITY(EXTERNAL);
		share(stage, &who, request);
	}
	assert_int_equal(counted(stage, first, first + 2, ""), 3);
	assert_int_equal(counted(stage, first, first + 1, ""), 2);
	assert_int_equal(counted(stage, first + 2, first + 9, "deep"), 1);
	assert_int_equal(counted(stage, first, first + 2, "deep/north"), 3);
	assert_int_equal(counted(stage, first, first + 2, "shore"), 1);
	assert_int_equal(counted(stage, first, first + 2, "dee"), 0);
}

/* The titles, each before a comma. */
static const char *newest(struct stage *stage, int32_t from_day, int32_t to_day, const char *team)
{
	const Kleos__SummarizeImpactResponse *summary = summary_of(stage, from_day, to_day, team);
	const char *titles = "";
	for (size_t i = 0; i < summary->n_newest_highlights; i++)
		titles = arena_printf(&stage->fixture.arena, "%s%s,", titles, summary->newest_highlights[i]->title);
	return titles;
}

static void the_newest_highlights_that_everybody_sees_are_listed_with_their_metrics(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "n-one", "mast/top", "", 0);
	stage_member(stage, "n-two", "keel", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&one);
	const int32_t first = 19900; /* 2024-06-26 */
	const char *days[] = {"2024-06-27", "2024-06-26", "2024-06-28", "2024-06-28", "2024-06-28"};
	const char *titles[] = {"middle", "first", "last", "later", "hidden"};
	Kleos__Metric metric = KLEOS__METRIC__INIT, *metrics[] = {&metric};
	metric.name = "Reach";
	metric.value = 12.5;
	metric.unit = "%";
	const char *ids[5];
	for (size_t i = 0; i < 5; i++) {
		Kleos__ShareHighlightRequest *request = work(stage, titles[i], i == 1 ? "n-two" : "");
		request->on_date = days[i];
		request->visibility = i == 4 ? VISIBILITY(TEAM) : VISIBILITY(ORGANIZATION);
		request->metrics = metrics;
		request->n_metrics = i == 0;
		ids[i] = share(stage, &who, request)->id;
		stage_later(stage, 1);
	}
	assert_string_equal(newest(stage, first, first + 2, ""), "later,last,middle,first,");
	assert_string_equal(newest(stage, first, first + 1, "mast"), "middle,first,");
	assert_string_equal(newest(stage, first, first + 2, "keel"), "first,");
	assert_string_equal(newest(stage, first, first + 2, "ma"), "");
	const Kleos__ImpactHighlight *middle = summary_of(stage, first + 1, first + 1, "")->newest_highlights[0];
	assert_string_equal(middle->id, ids[0]);
	assert_int_equal(middle->day, first + 1);
	assert_int_equal(middle->n_metrics, 1);
	assert_string_equal(middle->metrics[0]->name, "Reach");
	assert_true(middle->metrics[0]->value == 12.5);
	assert_string_equal(middle->metrics[0]->unit, "%");
}

static void no_more_than_fifty_highlights_are_listed(void **state)
{
	struct stage *stage = *state;
	struct id one = stage_member(stage, "o-one", "bow", "", 0);
	struct principal who = a_member(&one);
	const int32_t first = 19600; /* 2023-08-31 */
	for (size_t i = 0; i < 53; i++) {
		Kleos__ShareHighlightRequest *request = work(stage, i < 3 ? "beyond" : "among", "");
		request->on_date = i < 3 ? "2023-08-31" : "2023-09-01";
		request->visibility = VISIBILITY(ORGANIZATION);
		share(stage, &who, request);
	}
	const Kleos__SummarizeImpactResponse *summary = summary_of(stage, first, first + 1, "bow");
	assert_int_equal(summary->highlights, 53);
	assert_int_equal(summary->n_newest_highlights, 50);
	for (size_t i = 0; i < 50; i++)
		assert_string_equal(summary->newest_highlights[i]->title, "among");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_highlight_comes_back_as_it_was_shared),
		cmocka_unit_test(who_sees_a_highlight_is_who_its_visibility_says),
		cmocka_unit_test(a_collaborator_is_not_named_louder_than_they_want),
		cmocka_unit_test(a_collaborator_lowers_what_others_shared_beside_the_work_of_an_erased_member),
		cmocka_unit_test(a_highlight_gets_no_louder_than_its_collaborators_want_by_then),
		cmocka_unit_test(its_member_changes_a_highlight),
		cmocka_unit_test(its_member_or_an_administrator_who_sees_it_deletes_a_highlight),
		cmocka_unit_test(what_is_wrong_with_a_highlight_is_said),
		cmocka_unit_test(the_agenda_names_what_was_shared_lately),
		cmocka_unit_test(highlights_that_everybody_sees_are_counted_by_the_day_of_the_work),
		cmocka_unit_test(the_newest_highlights_that_everybody_sees_are_listed_with_their_metrics),
		cmocka_unit_test(no_more_than_fifty_highlights_are_listed),
	};
	return stage_run("highlights", tests, sizeof tests / sizeof *tests);
}
