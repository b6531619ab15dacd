#include "services/recognitions/rpc.h"

#include "common/service/message.h"
#include "common/service/page.h"
#include "common/service/service.h"
#include "services/recognitions/inbox/store_inbox.h"
#include "services/recognitions/people.h"
#include "services/recognitions/social/rules.h"
#include "services/recognitions/social/social.h"
#include "services/recognitions/social/store.h"
#include "services/recognitions/state.h"

Kleos__Comment *comment_message(struct call *call, const struct comment *comment)
{
	Kleos__Comment *message = arena_alloc(call->arena, sizeof(*message));
	kleos__comment__init(message);
	message->id = id_text(call->arena, &comment->id);
	message->author = reference_message(call->arena, &comment->author, comment->handle, comment->display_name);
	message->message = comment->message.words;
	message->create_time = time_message(call->arena, comment->create_ms);
	return message;
}

static enum status comment_unknown(struct call *call, const char *text)
{
	return fail(call, STATUS_NOT_FOUND, "COMMENT_NOT_FOUND", "no comment '%s'", quotable(call->arena, text));
}

enum status find_comment(struct call *call, const struct recognition *recognition, const char *text,
						 struct comment *out)
{
	struct id id;
	if (!id_parse(&id, text) || !comment_read(call->db, call->arena, &id, out) ||
		!id_equal(&out->recognition, &recognition->id))
		return comment_unknown(call, text);
	return STATUS_OK;
}

enum status create_comment(struct call *call, const Kleos__CreateCommentRequest *request,
						   Kleos__CreateCommentResponse *response)
{
	struct comment comment = {.author = call->principal.member, .create_ms = call->now_ms};
	struct recognition *recognition;
	if (!call_take(call, "message", comment_take(call->arena, request->message, &comment.message)))
		return fail_violations(call);
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = find_recognition(call, request->recognition, &recognition);
	if (status != STATUS_OK)
		return status;
	if (recognition->n_comments >= COMMENTS_BOUND)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_COMMENTS",
					"a recognition has at most %d comments; go on talking elsewhere", COMMENTS_BOUND);
	comment.id = id_new(call->environment);
	comment.recognition = recognition->id;
	comment_put(call->db, &comment);
	inbox_tell(call->db, &recognition->id, &comment.author, KLEOS__INBOX_EVENT__INBOX_EVENT_COMMENTED, call->now_ms);
	call_publish(call, "recognition.commented", &recognition->id);
	call->resource = comment.id;
	return create_comment_replay(call, &comment.id, &response->base);
}

/* As it is now, for whoever still sees the recognition. */
enum status create_comment_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct recognition *recognition;
	struct comment comment;
	const char *id = id_text(call->arena, resource);
	if (!comment_read(call->db, call->arena, resource, &comment))
		return comment_unknown(call, id);
	enum status status = find_recognition(call, id_text(call->arena, &comment.recognition), &recognition);
	if (status == STATUS_OK)
		((Kleos__CreateCommentResponse *)response)->comment = comment_message(call, &comment);
	return status;
}

static void comments_message(struct call *call, const struct comments *comments, const struct page *page,
							 Kleos__ListCommentsResponse *response)
{
	response->comments = arena_array(call->arena, comments->n, sizeof(*response->comments));
	while (response->n_comments < comments->n) {
		response->comments[response->n_comments] = comment_message(call, &comments->rows[response->n_comments]);
		response->n_comments++;
	}
	if (comments->more) {
		const struct comment *last = &comments->rows[comments->n - 1];
		response->next_page_token = page_next(page, last->create_ms, &last->id);
	}
}

enum status list_comments(struct call *call, const Kleos__ListCommentsRequest *request,
						  Kleos__ListCommentsResponse *response)
{
	struct recognition *recognition;
	struct comments comments;
	struct page page;
	enum status status = find_recognition(call, request->recognition, &recognition);
	if (status == STATUS_OK)
		status = page_open(&page, call, recognitions_of(call)->key, "comments", request->page_size, request->page_token,
						   PAGE_FILTERS(id_text(call->arena, &recognition->id)));
	if (status != STATUS_OK)
		return status;
	comments_read(call->db, call->arena, &recognition->id, &page, PAGE_TEXTS, &comments);
	comments_message(call, &comments, &page, response);
	return STATUS_OK;
}

/* A moderator deletes what was reported to them, whether or not they see the recognition otherwise. */
static bool is_reported_to_caller(struct call *call, const Kleos__DeleteCommentRequest *request, struct comment *out)
{
	struct id id, recognition;
	return principal_has(&call->principal, ROLES_PEOPLE) && id_parse(&id, request->comment) &&
		   id_parse(&recognition, request->recognition) && comment_read(call->db, call->arena, &id, out) &&
		   id_equal(&out->recognition, &recognition) && !id_equal(&out->author, &call->principal.member) &&
		   content_is_reported(call->db, &id);
}

static void delete_reported(struct call *call, const struct comment *comment)
{
	const struct content_report report = {.recognition = comment->recognition, .content = comment->id};
	content_resolve(call, &report, KLEOS__MODERATION_OUTCOME__MODERATION_OUTCOME_REMOVE, "");
}

enum status delete_comment(struct call *call, const Kleos__DeleteCommentRequest *request,
						   Kleos__DeleteCommentResponse *response)
{
	struct recognition *recognition;
	struct comment comment;
	enum status status = STATUS_OK;
	(void)response;
	bool moderates = is_reported_to_caller(call, request, &comment);
	if (!moderates)
		status = find_recognition(call, request->recognition, &recognition);
	if (!moderates && status == STATUS_OK)
		status = find_comment(call, recognition, request->comment, &comment);
	if (status != STATUS_OK)
		return status;
	if (moderates)
		delete_reported(call, &comment);
	else if (id_equal(&comment.author, &call->principal.member))
		comment_delete(call->db, &comment);
	else
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_COMMENT",
					"a comment is deleted by who wrote it, or by PEOPLE_ADMIN when it was reported");
	call->resource = comment.id;
	return STATUS_OK;
}

/* It is gone, then as now. */
enum status delete_comment_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response;
	return STATUS_OK;
}
