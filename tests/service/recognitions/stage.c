#include "tests/service/recognitions/stage.h"

#include "common/base/text.h"

#include <string.h>

void stage_open_recognitions(struct stage *stage)
{
	const struct recognitions_config config = {
		.site = fixture_site(&stage->fixture, stage->peer.url),
		.members_url = stage->members_peer.url,
		.routine_look_ms = 5, /* tests move the clock */
	};
	assert_int_equal(recognitions_open(&stage->recognitions, &config), STATUS_OK);
}

void stage_close_recognitions(struct stage *stage)
{
	recognitions_close(stage->recognitions);
	stage->recognitions = NULL;
}

void stage_open(struct stage *stage, enum peer_transport transport)
{
	service_fixture_init(&stage->fixture);
	peer_init(&stage->members_peer, &stage->fixture, "members", transport);
	peer_init(&stage->peer, &stage->fixture, "recognitions", transport);
	const struct members_config members = {.site = fixture_site(&stage->fixture, stage->members_peer.url)};
	assert_int_equal(members_open(&stage->members, &members), STATUS_OK);
	stage_open_recognitions(stage);
	peer_connect(&stage->members_peer);
	peer_connect(&stage->peer);
}

void stage_close(struct stage *stage)
{
	peer_fini(&stage->peer);
	peer_fini(&stage->members_peer);
	recognitions_close(stage->recognitions);
	members_close(stage->members);
	service_fixture_fini(&stage->fixture);
}

struct principal a_member(const struct id *member)
{
	return caller(ROLE_BIT(MEMBER), member);
}

struct principal a_key(uint32_t roles)
{
	return caller(roles, NULL);
}

static void *members_must(struct stage *stage, const char *method, const ProtobufCMessage *request)
{
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	return peer_must(&stage->members_peer, &admin, &kleos__members_service__descriptor, method, request);
}

struct id stage_member(struct stage *stage, const char *handle, const char *team, const char *manager,
					   Kleos__Visibility ceiling)
{
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = handle;
	request.display_name = arena_printf(&stage->fixture.arena, "The %s", handle);
	request.team = team;
	request.manager = manager;
	request.ceiling = ceiling;
	const Kleos__CreateMemberResponse *response = members_must(stage, "CreateMember", &request.base);
	return id_of(response->member->id);
}

/* False: refused. */
static bool update_member(struct stage *stage, const char *handle, const char *field, const char *value)
{
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	char *path = arena_text(&stage->fixture.arena, field);
	mask.paths = &path;
	mask.n_paths = 1;
	request.member = handle;
	request.update_mask = &mask;
	request.team = request.manager = request.joined_on = value;
	return peer_call(&stage->members_peer, &admin, &kleos__members_service__descriptor, "UpdateMember", NULL,
					 &request.base);
}

void stage_move(struct stage *stage, const char *handle, const char *team)
{
	assert_true(update_member(stage, handle, "team", team));
}

bool stage_update(struct stage *stage, const char *handle, const char *field, const char *value)
{
	bool done = update_member(stage, handle, field, value);
	stage_settle(stage);
	return done;
}

void stage_deactivate(struct stage *stage, const char *handle)
{
	Kleos__DeactivateMemberRequest request = KLEOS__DEACTIVATE_MEMBER_REQUEST__INIT;
	request.member = handle;
	members_must(stage, "DeactivateMember", &request.base);
}

/* A name that nobody has makes the call wait for whole rounds of the feed. */
static bool feed_went_round(void *context)
{
	struct stage *stage = context;
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__GetPreferencesRequest request = KLEOS__GET_PREFERENCES_REQUEST__INIT;
	request.member = "nobody-at-all";
	peer_call(&stage->peer, &admin, RECOGNITIONS, "GetPreferences", NULL, &request.base);
	return stage->peer.reply.status == STATUS_NOT_FOUND;
}

void stage_settle(struct stage *stage)
{
	wait_until(feed_went_round, stage);
}

/* A jump makes the tokens of calls in flight too old: the feed's own call is waited for. */
void stage_later(struct stage *stage, int64_t ms)
{
	stage->fixture.world.now_ms += ms;
	if (ms >= PRINCIPAL_LIFETIME_MS)
		stage_settle(stage);
}

Kleos__GiveRecognitionRequest *stage_thanks(struct stage *stage, const char *receivers, const char *message)
{
	struct arena *arena = &stage->fixture.arena;
	Kleos__GiveRecognitionRequest *request = arena_alloc(arena, sizeof *request);
	kleos__give_recognition_request__init(request);
	request->message = message;
	request->visibility = VISIBILITY(EXTERNAL);
	request->receivers = arena_array(arena, strlen(receivers) + 1, sizeof *request->receivers);
	char *rest = arena_text(arena, receivers);
	for (char *name; *receivers && (name = strsep(&rest, " "));) {
		Kleos__ReceiverInput *input = arena_alloc(arena, sizeof *input);
		kleos__receiver_input__init(input);
		input->member = name;
		request->receivers[request->n_receivers++] = input;
	}
	return request;
}

const Kleos__Recognition *stage_give(struct stage *stage, const struct principal *who,
									 const Kleos__GiveRecognitionRequest *request)
{
	const Kleos__GiveRecognitionResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "GiveRecognition", &request->base);
	return response->recognition;
}

const Kleos__Recognition *stage_get(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__GetRecognitionRequest request = KLEOS__GET_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	const Kleos__GetRecognitionResponse *response =
		peer_call(&stage->peer, who, RECOGNITIONS, "GetRecognition", NULL, &request.base);
	return response ? response->recognition : NULL;
}

const Kleos__ListRecognitionsResponse *stage_list(struct stage *stage, const struct principal *who,
												  const Kleos__ListRecognitionsRequest *request)
{
	return peer_must(&stage->peer, who, RECOGNITIONS, "ListRecognitions", &request->base);
}

bool stage_lists(struct stage *stage, const struct principal *who, Kleos__ListRecognitionsRequest request,
				 const char *id)
{
	do {
		const Kleos__ListRecognitionsResponse *page = stage_list(stage, who, &request);
		for (size_t i = 0; i < page->n_recognitions; i++)
			if (text_equal(page->recognitions[i]->id, id))
				return true;
		request.page_token = page->next_page_token;
	} while (*request.page_token);
	return false;
}

Kleos__Visibility stage_lower(struct stage *stage, const struct principal *who, const char *id,
							  Kleos__Visibility visibility)
{
	Kleos__LowerVisibilityRequest request = KLEOS__LOWER_VISIBILITY_REQUEST__INIT;
	request.recognition = id;
	request.visibility = visibility;
	const Kleos__LowerVisibilityResponse *response =
		peer_call(&stage->peer, who, RECOGNITIONS, "LowerVisibility", NULL, &request.base);
	return response ? response->recognition->visibility : VISIBILITY(UNSPECIFIED);
}

Kleos__Visibility stage_share(struct stage *stage, const struct principal *who, const char *id,
							  Kleos__Visibility visibility)
{
	Kleos__ShareRecognitionRequest request = KLEOS__SHARE_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	request.visibility = visibility;
	const Kleos__ShareRecognitionResponse *response =
		peer_call(&stage->peer, who, RECOGNITIONS, "ShareRecognition", NULL, &request.base);
	return response ? response->recognition->visibility : VISIBILITY(UNSPECIFIED);
}

bool stage_withdraw(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__WithdrawRecognitionRequest request = KLEOS__WITHDRAW_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	return peer_call(&stage->peer, who, RECOGNITIONS, "WithdrawRecognition", NULL, &request.base) != NULL;
}

void stage_set_ceiling(struct stage *stage, const char *handle, Kleos__Visibility ceiling)
{
	struct principal admin = a_key(ROLE_BIT(PEOPLE_ADMIN));
	Kleos__UpdatePreferencesRequest request = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	request.member = handle;
	request.ceiling = ceiling;
	peer_must(&stage->peer, &admin, RECOGNITIONS, "UpdatePreferences", &request.base);
}

const Kleos__ImportRecognitionsResponse *stage_import(struct stage *stage, Kleos__RecognitionRow **rows, size_t n)
{
	struct principal importer = a_key(ROLE_BIT(SERVICE));
	Kleos__ImportRecognitionsRequest request = KLEOS__IMPORT_RECOGNITIONS_REQUEST__INIT;
	request.rows = rows;
	request.n_rows = n;
	return peer_must(&stage->peer, &importer, RECOGNITIONS, "ImportRecognitions", &request.base);
}

void stage_refuses(struct stage *stage, const struct principal *who, const Kleos__GiveRecognitionRequest *request,
				   enum status status, const char *reason)
{
	peer_refused(&stage->peer, who, RECOGNITIONS, "GiveRecognition", &request->base, status, reason);
}

bool stage_violates(const struct stage *stage, const char *field)
{
	for (size_t i = 0; i < stage->peer.reply.n_violations; i++)
		if (text_equal(stage->peer.reply.violations[i]->field, field))
			return true;
	return false;
}

static int open_inproc(void **state)
{
	static struct stage stage;
	stage_open(&stage, PEER_INPROC);
	*state = &stage;
	return 0;
}

static int open_tcp(void **state)
{
	static struct stage stage;
	stage_open(&stage, PEER_TCP);
	*state = &stage;
	return 0;
}

static int close_stage(void **state)
{
	stage_close(*state);
	return 0;
}

int stage_run(const char *name, const struct CMUnitTest *tests, size_t n)
{
	const char *tcp = "the same over tcp";
	return _cmocka_run_group_tests(name, tests, n, open_inproc, close_stage) +
		   _cmocka_run_group_tests(tcp, tests, n, open_tcp, close_stage);
}
