#include "services/recognitions/people.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/recognitions/state.h"

bool person_find(struct call *call, struct arena *arena, const char *text, int32_t day, struct known_member *out)
{
	if (!text_equal(text_lower_ascii(arena, text), "me"))
		return known_find(call->db, arena, text, day, out);
	return principal_is_member(&call->principal) && known_find_id(call->db, arena, &call->principal.member, day, out);
}

enum status person_unknown(struct call *call, const char *text)
{
	return call_park(call, "MEMBER_NOT_FOUND", "no member '%s'", quotable(call->arena, text));
}

enum status person_named(struct call *call, const char *text, struct known_member *out)
{
	if (person_find(call, call->arena, text, call->today, out))
		return STATUS_OK;
	return person_unknown(call, text);
}

enum status caller_is_member(struct call *call)
{
	if (!principal_is_member(&call->principal))
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED",
					"this key belongs to no member, and only people can do this");
	if (!caller_is(call, &call->principal.member))
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED", "this key belongs to nobody any more");
	return STATUS_OK;
}

bool caller_is(const struct call *call, const struct id *member)
{
	return principal_is_member(&call->principal) && id_equal(&call->principal.member, member) &&
		   !known_is_erased(call->db, member);
}

enum status viewer_of_call(struct call *call, struct viewer *out)
{
	const uint32_t readers = ROLE_BIT(SERVICE) | ROLE_BIT(AUDITOR) | ROLES_ADMINS;
	*out = (struct viewer){.member = call->principal.member, .team = ""};
	if (!principal_is_member(&call->principal)) {
		out->organization = principal_has(&call->principal, readers);
		return STATUS_OK;
	}
	out->organization = true;
	const char *team = known_team_now(call->db, call->arena, &out->member);
	if (!team && !call->parked_once)
		return person_unknown(call, id_text(call->arena, &out->member));
	out->team = team ? team : "";
	return STATUS_OK;
}

struct named_member member_named(const struct known_member *member)
{
	return (struct named_member){
		.id = member->id,
		.handle = member->handle,
		.display_name = member->display_name,
		.team = member->team,
		.team_path = member->team_path,
	};
}

Kleos__Visibility ceiling_of(const struct call *call, Kleos__Visibility said)
{
	return said ? said : recognitions_of(call)->default_ceiling;
}

void recognition_set_giver(struct recognition *recognition, const struct known_member *giver)
{
	recognition->giver = member_named(giver);
	recognition->giver_leader = giver->leader;
	recognition->giver_cap = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL;
}

void recognition_add_receiver(const struct call *call, struct recognition *recognition, struct hierarchy *hierarchy,
							  const struct known_member *receiver, struct private_text credit)
{
	recognition->arcs[recognition->n_arcs++] = (struct arc){
		.receiver = member_named(receiver),
		.credit = credit,
		.direction = hierarchy_direction(hierarchy, &receiver->id, &receiver->manager),
		.cap = ceiling_of(call, receiver->ceiling),
	};
}

bool recognition_has_receiver(const struct recognition *recognition, const struct id *member)
{
	for (size_t i = 0; i < recognition->n_arcs; i++)
		if (id_equal(&recognition->arcs[i].receiver.id, member))
			return true;
	return false;
}

void recognition_concerns(struct call *call, const struct recognition *recognition)
{
	call_concerns(call, &recognition->giver.id);
	for (size_t i = 0; i < recognition->n_arcs; i++)
		call_concerns(call, &recognition->arcs[i].receiver.id);
}
