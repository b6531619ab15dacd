#include "services/members/change.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/service/service.h"
#include "services/members/state.h"
#include "services/members/store.h"

static void publish(struct call *call, const char *event, const struct id *subject, bool imported)
{
	if (imported)
		call_publish_imported(call, event, subject);
	else
		call_publish(call, event, subject);
}

bool manager_take(struct call *call, const struct member_draft *draft, struct member *member, struct problems *problems)
{
	const char *name = draft->text[FIELD_MANAGER];
	struct member manager;

	if (!name)
		return true;
	name = handle_normal(call->arena, name);
	if (!*name) {
		member->manager = (struct id){0};
		return true;
	}
	if (text_equal(name, member->handle)) {
		problem_add(problems, FIELD_MANAGER, "nobody is their own manager");
		return true;
	}
	if (!member_by_name(call->db, call->arena, name, &manager)) {
		name = text_shown(call->arena, name);
		problem_add(problems, FIELD_MANAGER, arena_printf(call->arena, "no member '%s'", name));
		return false;
	}
	if (id_equal(&manager.id, &member->manager))
		return true;
	bool left = manager.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE;
	if (manager.status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE && !(left && draft->manager_may_have_left))
		problem_add(problems, FIELD_MANAGER, arena_printf(call->arena, "'%s' has left", manager.handle));
	else if (!id_is_zero(&member->id) && member_is_above(call->db, &member->id, &manager.id))
		problem_add(problems, FIELD_MANAGER,
					arena_printf(call->arena, "'%s' is this member or reports to them", manager.handle));
	member->manager = manager.id;
	return true;
}

/* The way in which a spell is written: its team has an id by then. */
static void write_spell(struct call *call, const struct id *member, const struct spell *spell)
{
	struct id team;
	if (*spell->team && !team_by_path(call->db, spell->team, &team)) {
		team = id_new(call->environment);
		team_insert(call->db, &team, spell->team);
	}
	spell_put(call->db, member, spell);
}

/* A spell of how the member is now, from today on, unless the last one says so already. */
static void settle_spell(struct call *call, const struct member *member)
{
	struct spell last;
	if (!spell_last(call->db, call->arena, &member->id, &last))
		return;
	if (text_equal(last.team, member->team) && id_equal(&last.manager, &member->manager) &&
		last.leader == member->leader)
		return;
	/* a clock that was set back must not write into the past */
	const struct spell now = {.from_day = call->today > last.from_day ? call->today : last.from_day,
							  .team = member->team,
							  .manager = member->manager,
							  .leader = member->leader};
	write_spell(call, &member->id, &now);
}

/* After a report came or went: a manager who gained the first one leads from today, who lost the last one no longer
 * does. On the day a manager was entered, the reports are entered too: that one has always led, so that history which
 * is imported after the people knows who led. */
static void settle_leadership(struct call *call, const struct id *id, bool imported)
{
	struct member manager;
	struct spell last;

	if (id_is_zero(id) || !member_by_id(call->db, call->arena, id, &manager) ||
		!spell_last(call->db, call->arena, id, &last) || last.leader == manager.leader)
		return;
	if (manager.leader && zone_days_of_ms(call->days, manager.create_ms) == call->today)
		spell_lead(call->db, id);
	else
		settle_spell(call, &manager);
	member_touch(call->db, id, call->now_ms);
	publish(call, "member.updated", id, imported);
}

bool member_add(struct call *call, struct member *member, bool imported)
{
	member->id = id_new(call->environment);
	member->create_ms = member->update_ms = call->now_ms;
	if (handle_is_spent(call->db, members_of(call)->key, member->handle) ||
		!member_insert(call->db, call->arena, member))
		return false;
	call_concerns(call, &member->id);
	const struct spell first = {
		.from_day = DAY_MIN, .team = member->team, .manager = member->manager, .leader = member->leader_said};
	write_spell(call, &member->id, &first);
	publish(call, "member.created", &member->id, imported);
	settle_leadership(call, &member->manager, imported);
	return true;
}

void sign_ins_end(struct call *call, const struct id *member)
{
	if (sessions_end(call->db, member))
		call_publish(call, "session.ended", member);
}

bool name_is_taken_away(const char *before, const char *after)
{
	return *before && !text_equal(before, after);
}

/* Keys work as long as their member is active: whoever keeps them reads them again. */
static void publish_keys(struct call *call, const struct member *member)
{
	const bool active = member->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	struct key_row *keys;
	const size_t count = key_list_of_member(call->db, call->arena, &member->id, &keys);
	if (!active)
		sign_ins_end(call, &member->id);
	for (size_t i = 0; i < count; i++) {
		if (!active) /* who comes back signs in anew */
			sessions_end(call->db, &keys[i].id);
		call_publish(call, active ? "apikey.created" : "apikey.revoked", &keys[i].id);
	}
}

void member_change(struct call *call, const struct member *before, struct member *after, const char *event,
				   bool imported)
{
	const bool moved = !id_equal(&before->manager, &after->manager);

	after->revision = before->revision + 1;
	after->update_ms = call->now_ms;
	call_concerns(call, &after->id);
	member_update(call->db, call->arena, after);
	if (!member_by_id(call->db, call->arena, &after->id, after))
		return; /* the storage failed, which the frame sees */
	settle_spell(call, after);
	publish(call, event, &after->id, imported);
	if (moved || before->status != after->status)
		settle_leadership(call, &before->manager, imported);
	if (moved)
		settle_leadership(call, &after->manager, imported);
	if (before->status != after->status)
		publish_keys(call, after);
	if (name_is_taken_away(before->email, after->email) || name_is_taken_away(before->external_id, after->external_id))
		sign_ins_end(call, &after->id);
}
