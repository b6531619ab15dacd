/* The rpcs by which jurors score nominees. Nobody but the juror sees what they said. */
#include "services/awards/rpc.h"

#include "common/service/message.h"
#include "services/awards/nomination/paper.h"
#include "services/awards/nomination/store_jury.h"

static enum status check_juror(struct call *call, const struct paper *paper, const char *text)
{
	if (paper->sight == NOMINATION_HIDDEN)
		return fail_no_nomination(call, text);
	if (!jury_has(&paper->cycle.rules.jury, &call->principal.member))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_JUROR", "only the jury of this cycle scores");
	if (paper->cycle.phase != KLEOS__CYCLE_PHASE__CYCLE_PHASE_SHORTLISTING)
		return fail(call, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN",
					"a jury scores once nominations are closed and until voting opens");
	if (paper->nomination.status == KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_WITHDRAWN)
		return fail(call, STATUS_FAILED_PRECONDITION, "NOMINATION_WITHDRAWN", "this nomination was withdrawn");
	return STATUS_OK;
}

/* By who manages whom now. Nobody outside has a manager here. */
static enum status check_recusal(struct call *call, const struct paper *paper)
{
	const struct id *ids[] = {&paper->nomination.nominee.id, &call->principal.member};
	struct colleague found[2] = {{.active = false}};
	for (size_t i = *paper->nomination.outsider_url ? 1 : 0; i < 2; i++)
		if (!colleague_find(call->db, call->arena, id_text(call->arena, ids[i]), &found[i]))
			return call_park(call, "MEMBER_NOT_FOUND", "no member '%s'", id_text(call->arena, ids[i]));
	const struct jury_tie tie = {*ids[0], found[0].manager, *ids[1], found[1].manager};
	const char *why = jury_recusal(&tie);
	return why ? fail(call, STATUS_PERMISSION_DENIED, "RECUSED", "%s", why) : STATUS_OK;
}

/* One of every criterion, in the order of the criteria. */
static enum status take_scores(struct call *call, const Kleos__ScoreNominationRequest *request, const struct jury *jury,
							   int32_t *out)
{
	bool given[CRITERIA_BOUND] = {false};
	for (size_t i = 0; i < request->n_scores; i++) {
		const Kleos__CriterionScore *score = request->scores[i];
		const char *field = arena_printf(call->arena, "scores[%zu]", i);
		const size_t at = criterion_find(jury, call->arena, score->criterion);
		if (at == jury->n_criteria)
			violate(call, field, "no criterion '%s'", quotable(call->arena, score->criterion));
		else if (given[at])
			violate(call, field, "'%s' is scored twice", jury->criteria[at].name);
		else if (score->score < 0 || score->score > SCORE_BOUND)
			violate(call, field, "a score is 0 to %d", SCORE_BOUND);
		if (at == jury->n_criteria)
			continue;
		given[at] = true;
		out[at] = score->score;
	}
	for (size_t at = 0; at < jury->n_criteria; at++)
		if (!given[at])
			violate(call, "scores", "score '%s' too", jury->criteria[at].name);
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

static struct score_key key_of(const struct call *call, const struct paper *paper)
{
	return (struct score_key){paper->cycle.id, paper->nomination.nominee.id, call->principal.member};
}

/* How many there are; the messages are in the call's arena. */
static size_t score_messages(struct call *call, const struct paper *paper, Kleos__CriterionScore ***out)
{
	const struct jury *jury = &paper->cycle.rules.jury;
	const struct score_key key = key_of(call, paper);
	int32_t scores[CRITERIA_BOUND];
	const size_t n = scores_read(call->db, &key, scores, jury->n_criteria);
	*out = arena_array(call->arena, n, sizeof(**out));
	for (size_t i = 0; i < n; i++) {
		Kleos__CriterionScore *score = (*out)[i] = arena_alloc(call->arena, sizeof(*score));
		kleos__criterion_score__init(score);
		score->criterion = jury->criteria[i].name;
		score->score = scores[i];
	}
	return n;
}

static void reply(struct call *call, const struct paper *paper, Kleos__ScoreNominationResponse *out)
{
	out->n_scores = score_messages(call, paper, &out->scores);
}

/* Whoever scores this nominee now. */
static enum status find_scored(struct call *call, const char *nomination, struct paper *out)
{
	enum status status = find_paper(call, nomination, out);
	if (status == STATUS_OK)
		status = check_juror(call, out, nomination);
	return status == STATUS_OK ? check_recusal(call, out) : status;
}

enum status score_nomination_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct paper paper;
	enum status status = find_paper(call, id_text(call->arena, resource), &paper);
	if (status == STATUS_OK)
		reply(call, &paper, (Kleos__ScoreNominationResponse *)response);
	return status;
}

enum status score_nomination(struct call *call, const Kleos__ScoreNominationRequest *request,
							 Kleos__ScoreNominationResponse *response)
{
	struct paper paper;
	int32_t scores[CRITERIA_BOUND];
	enum status status = find_scored(call, request->nomination, &paper);
	if (status == STATUS_OK)
		status = take_scores(call, request, &paper.cycle.rules.jury, scores);
	if (status != STATUS_OK)
		return status;
	const struct score_key key = key_of(call, &paper);
	scores_put(call->db, &key, scores, paper.cycle.rules.jury.n_criteria);
	call->resource = paper.nomination.id;
	reply(call, &paper, response);
	return STATUS_OK;
}

enum status get_nomination_score(struct call *call, const Kleos__GetNominationScoreRequest *request,
								 Kleos__GetNominationScoreResponse *response)
{
	struct paper paper;
	const enum status status = find_scored(call, request->nomination, &paper);
	if (status == STATUS_OK)
		response->n_scores = score_messages(call, &paper, &response->scores);
	return status;
}
