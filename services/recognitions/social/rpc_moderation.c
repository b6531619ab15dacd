/* The moderators' queue. Who wrote the reported words is no moderator of them, and does not see the report. */
#include "services/recognitions/rpc.h"

#include "common/service/message.h"
#include "common/service/page.h"
#include "common/service/service.h"
#include "services/recognitions/people.h"
#include "services/recognitions/social/rules.h"
#include "services/recognitions/social/social.h"
#include "services/recognitions/social/store.h"
#include "services/recognitions/state.h"

static bool is_comment(const struct content_report *report)
{
	return !id_equal(&report->content, &report->recognition);
}

static Kleos__ContentReport *report_message(struct call *call, const struct content_report *report)
{
	struct arena *arena = call->arena;
	Kleos__ContentReport *message = arena_alloc(arena, sizeof(*message));
	kleos__content_report__init(message);
	message->id = id_text(arena, &report->id);
	message->recognition = id_text(arena, &report->recognition);
	message->comment = is_comment(report) ? id_text(arena, &report->content) : "";
	message->reporter = reference_message(arena, &report->reporter, report->reporter_handle, report->reporter_name);
	message->reason = report->reason;
	message->create_time = time_message(arena, report->create_ms);
	message->outcome = report->outcome;
	message->note = report->note;
	if (!id_is_zero(&report->resolver))
		message->resolver = reference_message(arena, &report->resolver, report->resolver_handle, report->resolver_name);
	if (report->outcome)
		message->resolve_time = time_message(arena, report->resolve_ms);
	return message;
}

static enum status find_report(struct call *call, const char *text, struct content_report *out)
{
	struct id id;
	if (!id_parse(&id, text) || !content_report_read(call->db, call->arena, &id, out) ||
		id_equal(&out->author, &call->principal.member))
		return fail(call, STATUS_NOT_FOUND, "CONTENT_REPORT_NOT_FOUND", "no content report '%s'",
					quotable(call->arena, text));
	return STATUS_OK;
}

enum status list_content_reports(struct call *call, const Kleos__ListContentReportsRequest *request,
								 Kleos__ListContentReportsResponse *response)
{
	struct content_reports reports;
	struct page page;
	if (page_open(&page, call, recognitions_of(call)->key, "content-reports", request->page_size, request->page_token,
				  PAGE_FILTERS(request->resolved ? "resolved" : "open")))
		return call->status;
	content_reports_read(call->db, call->arena, request->resolved, &call->principal.member, &page, PAGE_TEXTS,
						 &reports);
	if (reports.more) {
		const struct content_report *last = &reports.rows[reports.n - 1];
		response->next_page_token = page_next(&page, last->create_ms, &last->id);
	}
	response->content_reports = arena_array(call->arena, reports.n, sizeof(*response->content_reports));
	while (response->n_content_reports < reports.n) {
		response->content_reports[response->n_content_reports] =
			report_message(call, &reports.rows[response->n_content_reports]);
		response->n_content_reports++;
	}
	return STATUS_OK;
}

/* What was reported, as it is now, whoever sees it otherwise; nothing when it is gone. Whose words are shown, or who is
 * named in them, can read in the audit log that somebody looked. */
static void reported_message(struct call *call, const struct content_report *report,
							 Kleos__GetContentReportResponse *response)
{
	struct recognition *recognition = arena_alloc(call->arena, sizeof(*recognition));
	struct comment comment;
	if (is_comment(report)) {
		if (!comment_read(call->db, call->arena, &report->content, &comment))
			return;
		response->comment = comment_message(call, &comment);
		call_concerns(call, &comment.author);
		return;
	}
	if (!recognition_read(call->db, call->arena, &report->recognition, recognition))
		return;
	response->recognition = recognition_message(call, recognition);
	recognition_concerns(call, recognition);
}

enum status get_content_report(struct call *call, const Kleos__GetContentReportRequest *request,
							   Kleos__GetContentReportResponse *response)
{
	struct content_report report;
	enum status status = find_report(call, request->content_report, &report);
	if (status != STATUS_OK)
		return status;
	call->resource = report.id;
	response->content_report = report_message(call, &report);
	reported_message(call, &report, response);
	return STATUS_OK;
}

static void remove_reported(struct call *call, const struct content_report *report)
{
	struct comment comment;
	if (is_comment(report)) {
		if (!comment_read(call->db, call->arena, &report->content, &comment))
			return;
		comment_delete(call->db, &comment);
		call_concerns(call, &comment.author);
		return;
	}
	struct recognition *recognition = arena_alloc(call->arena, sizeof(*recognition));
	if (!recognition_read(call->db, call->arena, &report->recognition, recognition))
		return;
	recognition_withdraw(call->db, recognition);
	recognition_concerns(call, recognition);
	call_publish(call, "recognition.withdrawn", &recognition->id);
}

void content_resolve(struct call *call, const struct content_report *report, Kleos__ModerationOutcome outcome,
					 const char *note)
{
	const struct resolution resolution = {
		.outcome = outcome, .note = note, .resolver = call->principal.member, .resolve_ms = call->now_ms};
	bool remove = outcome == KLEOS__MODERATION_OUTCOME__MODERATION_OUTCOME_REMOVE;
	if (remove)
		remove_reported(call, report);
	content_reports_resolve(call->db, &report->content, remove && !is_comment(report), &resolution);
}

static enum status resolve(struct call *call, const struct content_report *report, Kleos__ModerationOutcome outcome,
						   const char *note)
{
	if (report->outcome && report->outcome != outcome)
		return fail(call, STATUS_FAILED_PRECONDITION, "REPORT_RESOLVED",
					"this report is closed with another outcome already");
	if (!report->outcome)
		content_resolve(call, report, outcome, note);
	return STATUS_OK;
}

static void take_decision(struct call *call, const Kleos__ResolveContentReportRequest *request, const char **note)
{
	call_take(call, "note", report_reason_take(call->arena, request->note, note));
	if (request->outcome < KLEOS__MODERATION_OUTCOME__MODERATION_OUTCOME_DISMISS ||
		request->outcome > KLEOS__MODERATION_OUTCOME__MODERATION_OUTCOME_REMOVE)
		violate(call, "outcome", "an outcome is DISMISS or REMOVE");
}

enum status resolve_content_report(struct call *call, const Kleos__ResolveContentReportRequest *request,
								   Kleos__ResolveContentReportResponse *response)
{
	struct content_report report;
	const char *note = "";
	take_decision(call, request, &note);
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = find_report(call, request->content_report, &report);
	if (status == STATUS_OK)
		status = resolve(call, &report, request->outcome, note);
	if (status != STATUS_OK)
		return status;
	call->resource = report.id;
	return resolve_content_report_replay(call, &report.id, &response->base);
}

enum status resolve_content_report_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct content_report report;
	enum status status = find_report(call, id_text(call->arena, resource), &report);
	if (status == STATUS_OK)
		((Kleos__ResolveContentReportResponse *)response)->content_report = report_message(call, &report);
	return status;
}
