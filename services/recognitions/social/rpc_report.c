/* Reporting content. Its author is not concerned: no line of the audit log that they can read tells who reported. */
#include "services/recognitions/rpc.h"

#include "services/recognitions/people.h"
#include "services/recognitions/social/rules.h"
#include "services/recognitions/social/social.h"
#include "services/recognitions/social/store.h"

/* What the request is about: a comment of the recognition, or itself. */
static enum status content_find(struct call *call, const Kleos__ReportContentRequest *request,
								struct content_report *out)
{
	struct recognition *recognition;
	struct comment comment;
	enum status status = find_recognition(call, request->recognition, &recognition);
	if (status != STATUS_OK)
		return status;
	out->recognition = out->content = recognition->id;
	out->author = recognition->giver.id;
	if (!*request->comment)
		return STATUS_OK;
	status = find_comment(call, recognition, request->comment, &comment);
	if (status == STATUS_OK) {
		out->content = comment.id;
		out->author = comment.author;
	}
	return status;
}

/* Random: its author reads it in the audit log when a moderator has looked, and an id of time would tell when somebody
 * reported, which is who to whoever reads all of the log. */
static struct id report_id(struct call *call)
{
	struct id id;
	environment_random(call->environment, id.bytes, ID_SIZE);
	id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x40); /* RFC 9562: version 4, */
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80); /* variant 10 */
	return id;
}

static enum status report(struct call *call, struct content_report *report)
{
	if (id_equal(&report->author, &report->reporter))
		return fail(call, STATUS_FAILED_PRECONDITION, "REPORT_OF_OWN_CONTENT",
					"these are your own words: take them back instead");
	report->id = report_id(call);
	if (content_report_put(call->db, report) && content_reports_of(call->db, &report->reporter) > OPEN_REPORTS_BOUND)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_REPORTS",
					"you have %d open reports; wait until some are decided", OPEN_REPORTS_BOUND);
	return STATUS_OK;
}

enum status report_content(struct call *call, const Kleos__ReportContentRequest *request,
						   Kleos__ReportContentResponse *response)
{
	struct content_report content = {.reporter = call->principal.member, .create_ms = call->now_ms};
	(void)response;
	if (!call_take(call, "reason", report_reason_take(call->arena, request->reason, &content.reason)))
		return fail_violations(call);
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = content_find(call, request, &content);
	if (status == STATUS_OK)
		status = report(call, &content);
	return status; /* no resource: the audit log names no report, which a decision's line would link to the author */
}

enum status report_content_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response; /* it was heard, and that is all it says */
	return STATUS_OK;
}
