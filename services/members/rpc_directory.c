#include "services/members/provision/store_provision.h"
#include "services/members/rpc.h"

#include "common/service/message.h"

/* All ids of a request in an arena array; violations say which are none. The wire door lets at most 1 000 in. */
static enum status take_ids(struct call *call, const ProtobufCBinaryData *ids, size_t count, struct id **out)
{
	*out = arena_array(call->arena, count, sizeof(**out));
	for (size_t i = 0; i < count && !call_has_violations(call); i++) {
		if (!id_from_bytes(&(*out)[i], ids[i].data, ids[i].len))
			violate(call, arena_printf(call->arena, "ids[%zu]", i), "16 bytes");
	}
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

static Kleos__MemberSpell *spell_message(struct call *call, const struct spell *spell)
{
	Kleos__MemberSpell *message = arena_alloc(call->arena, sizeof(*message));
	kleos__member_spell__init(message);
	message->from_day = spell->from_day;
	message->team = spell->team;
	message->manager = id_message(call->arena, &spell->manager);
	message->leader = spell->leader;
	message->team_id = id_message(call->arena, &spell->team_id);
	return message;
}

static Kleos__MemberRecord *member_record(struct call *call, const struct member *member)
{
	Kleos__MemberRecord *record = arena_alloc(call->arena, sizeof(*record));
	struct spell *spells;

	kleos__member_record__init(record);
	record->id = id_message(call->arena, &member->id);
	record->handle = member->handle;
	record->display_name = member->display_name;
	record->status = member->status;
	record->joined_day = member->joined_day;
	record->left_day = member->left_day;
	record->first_ceiling = (Kleos__Visibility)member->ceiling;
	record->locale = member->locale;
	const size_t count = spell_list(call->db, call->arena, &member->id, &spells);
	record->spells = arena_array(call->arena, count, sizeof(*record->spells));
	while (record->n_spells < count) {
		record->spells[record->n_spells] = spell_message(call, &spells[record->n_spells]);
		record->n_spells++;
	}
	return record;
}

enum status batch_read_members(struct call *call, const Kleos__BatchReadMembersRequest *request,
							   Kleos__BatchReadMembersResponse *response)
{
	struct id *ids;
	struct member member;

	if (take_ids(call, request->ids, request->n_ids, &ids))
		return call->status;
	response->members = arena_array(call->arena, request->n_ids, sizeof(*response->members));
	for (size_t i = 0; i < request->n_ids; i++) {
		if (member_by_id(call->db, call->arena, &ids[i], &member))
			response->members[response->n_members++] = member_record(call, &member);
	}
	return STATUS_OK;
}

enum status batch_read_teams(struct call *call, const Kleos__BatchReadTeamsRequest *request,
							 Kleos__BatchReadTeamsResponse *response)
{
	struct id *ids;

	if (take_ids(call, request->ids, request->n_ids, &ids))
		return call->status;
	response->teams = arena_array(call->arena, request->n_ids, sizeof(*response->teams));
	for (size_t i = 0; i < request->n_ids; i++) {
		Kleos__TeamRecord *record = arena_alloc(call->arena, sizeof(*record));
		kleos__team_record__init(record);
		record->id = id_message(call->arena, &ids[i]);
		if (team_by_id(call->db, call->arena, &ids[i], &record->path))
			response->teams[response->n_teams++] = record;
	}
	return STATUS_OK;
}

static Kleos__SessionRecord *session_record(struct call *call, struct session_row *session)
{
	Kleos__SessionRecord *record = arena_alloc(call->arena, sizeof(*record));
	kleos__session_record__init(record);
	record->hash = (ProtobufCBinaryData){API_KEY_HASH_SIZE, session->hash};
	record->expire_ms = session->expire_ms;
	record->roles = session->roles;
	return record;
}

/* Those that are not over. */
static Kleos__SessionRecord **session_records(struct call *call, const struct id *owner, size_t *count)
{
	struct session_row *sessions;
	*count = session_list(call->db, call->arena, owner, call->now_ms, &sessions);
	Kleos__SessionRecord **records = arena_array(call->arena, *count, sizeof(*records));
	for (size_t i = 0; i < *count; i++)
		records[i] = session_record(call, &sessions[i]);
	return records;
}

static Kleos__ApiKeyRecord *key_record(struct call *call, const struct key_row *key)
{
	Kleos__ApiKeyRecord *record = arena_alloc(call->arena, sizeof(*record));

	kleos__api_key_record__init(record);
	record->id = id_message(call->arena, &key->id);
	record->hash.len = API_KEY_HASH_SIZE;
	record->hash.data = arena_copy(call->arena, key->hash, API_KEY_HASH_SIZE);
	record->member = id_message(call->arena, &key->member);
	record->name = key->name;
	record->roles = key->roles;
	record->active = key->active;
	record->expire_ms = key->expire_ms;
	record->withheld = SCOPES_ALL & ~key->scopes;
	if (key->active)
		record->sessions = session_records(call, &key->id, &record->n_sessions);
	return record;
}

enum status batch_read_api_keys(struct call *call, const Kleos__BatchReadApiKeysRequest *request,
								Kleos__BatchReadApiKeysResponse *response)
{
	struct id *ids;
	struct key_row key;

	if (take_ids(call, request->ids, request->n_ids, &ids))
		return call->status;
	response->api_keys = arena_array(call->arena, request->n_ids, sizeof(*response->api_keys));
	for (size_t i = 0; i < request->n_ids; i++) {
		if (key_by_id(call->db, call->arena, &ids[i], &key))
			response->api_keys[response->n_api_keys++] = key_record(call, &key);
	}
	return STATUS_OK;
}

enum status note_api_key_use(struct call *call, const Kleos__NoteApiKeyUseRequest *request,
							 Kleos__NoteApiKeyUseResponse *response)
{
	(void)response;
	for (size_t i = 0; i < request->n_uses; i++) {
		const Kleos__ApiKeyUse *use = request->uses[i];
		struct id id;
		if (id_from_bytes(&id, use->id.data, use->id.len))
			key_note_use(call->db, &id, use->use_ms);
		else
			violate(call, arena_printf(call->arena, "uses[%zu].id", i), "%d bytes", ID_SIZE);
	}
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

/* A handle that was made of a user name is what another account of the provider may be named like: whom the provider
 * has told of is known by the name that it told. */
static const char *name_at_provider(struct call *call, const struct member *member)
{
	const char *name = user_name_of(call->db, call->arena, &member->id);
	return name ? name : member->handle;
}

static const char *subject_of(struct call *call, const struct member *member, Kleos__SubjectKind kind)
{
	switch (kind) {
	case KLEOS__SUBJECT_KIND__SUBJECT_KIND_HANDLE:
		return name_at_provider(call, member);
	case KLEOS__SUBJECT_KIND__SUBJECT_KIND_EMAIL:
		return member->email;
	case KLEOS__SUBJECT_KIND__SUBJECT_KIND_EXTERNAL_ID:
		return member->external_id;
	default:
		return "";
	}
}

static Kleos__PersonRecord *person_record(struct call *call, const struct member *member, Kleos__SubjectKind kind)
{
	Kleos__PersonRecord *record = arena_alloc(call->arena, sizeof(*record));
	kleos__person_record__init(record);
	record->member = id_message(call->arena, &member->id);
	record->active = member->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	record->roles = roles_of_person(member, 0);
	record->subject = subject_of(call, member, kind);
	if (record->active)
		record->sessions = session_records(call, &member->id, &record->n_sessions);
	return record;
}

enum status batch_read_people(struct call *call, const Kleos__BatchReadPeopleRequest *request,
							  Kleos__BatchReadPeopleResponse *response)
{
	struct id *ids;
	struct member member;

	if (take_ids(call, request->ids, request->n_ids, &ids))
		return call->status;
	response->people = arena_array(call->arena, request->n_ids, sizeof(*response->people));
	for (size_t i = 0; i < request->n_ids; i++) {
		if (member_by_id(call->db, call->arena, &ids[i], &member))
			response->people[response->n_people++] = person_record(call, &member, request->kind);
	}
	return STATUS_OK;
}
