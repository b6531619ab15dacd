/* rpc: the interface of recognitions: one row an rpc, in the order of the proto; and what its handlers share. The
 * figures have an interface of their own (impact/rpc_impact.h). */
#ifndef KLEOS_RECOGNITIONS_RPC_H
#define KLEOS_RECOGNITIONS_RPC_H

#include "common/rpc/method.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"
#include "services/recognitions/prompt.h"
#include "services/recognitions/store.h"

/* Whoever may thank or manage people; SERVICE never sees preferences, AUDITOR never writes. */
#define ROLES_COLLEAGUES (ROLE_BIT(MEMBER) | ROLE_BIT(LEADER) | ROLE_BIT(AWARDS_ADMIN) | ROLES_PEOPLE)
#define ROLES_GIVERS     (ROLES_COLLEAGUES | ROLES_INTEGRATION)
#define ROLES_LEADERS    (ROLE_BIT(LEADER) | ROLES_PEOPLE) /* for their own people; PEOPLE_ADMIN and ADMIN for all */

#define RECOGNITIONS_METHODS(METHOD)                                                                                   \
	METHOD(GetPreferences, get_preferences, RPC_READ, ROLES_COLLEAGUES)                                                \
	METHOD(UpdatePreferences, update_preferences, RPC_WRITE, ROLES_COLLEAGUES)                                         \
	METHOD(GiveRecognition, give_recognition, RPC_WRITE, ROLES_GIVERS)                                                 \
	METHOD(GetRecognition, get_recognition, RPC_READ, ROLES_ANY)                                                       \
	METHOD(ListRecognitions, list_recognitions, RPC_READ, ROLES_ANY)                                                   \
	METHOD(JoinRecognition, join_recognition, RPC_WRITE, ROLES_COLLEAGUES)                                             \
	METHOD(LeaveRecognition, leave_recognition, RPC_WRITE, ROLES_COLLEAGUES)                                           \
	METHOD(React, react, RPC_WRITE, ROLES_COLLEAGUES)                                                                  \
	METHOD(Unreact, unreact, RPC_WRITE, ROLES_COLLEAGUES)                                                              \
	METHOD(CreateComment, create_comment, RPC_WRITE, ROLES_COLLEAGUES)                                                 \
	METHOD(ListComments, list_comments, RPC_READ, ROLES_ANY)                                                           \
	METHOD(DeleteComment, delete_comment, RPC_WRITE, ROLES_COLLEAGUES)                                                 \
	METHOD(LowerVisibility, lower_visibility, RPC_WRITE, ROLES_COLLEAGUES)                                             \
	METHOD(ShareRecognition, share_recognition, RPC_WRITE, ROLES_COLLEAGUES)                                           \
	METHOD(EditRecognition, edit_recognition, RPC_WRITE, ROLES_COLLEAGUES)                                             \
	METHOD(WithdrawRecognition, withdraw_recognition, RPC_WRITE, ROLES_COLLEAGUES)                                     \
	METHOD(ReportContent, report_content, RPC_WRITE, ROLES_COLLEAGUES)                                                 \
	METHOD(ListContentReports, list_content_reports, RPC_READ, ROLES_PEOPLE)                                           \
	METHOD(GetContentReport, get_content_report, RPC_READ, ROLES_PEOPLE)                                               \
	METHOD(ResolveContentReport, resolve_content_report, RPC_WRITE, ROLES_PEOPLE)                                      \
	METHOD(ImportRecognitions, import_recognitions, RPC_WRITE_BY_ROWS, ROLES_INTEGRATION)                              \
	METHOD(ListPrompts, list_prompts, RPC_READ, ROLES_ANY)                                                             \
	METHOD(Inbox, inbox, RPC_READ, ROLES_COLLEAGUES)                                                                   \
	METHOD(MarkRead, mark_read, RPC_WRITE, ROLES_COLLEAGUES)                                                           \
	METHOD(ShareHighlight, share_highlight, RPC_WRITE, ROLES_COLLEAGUES)                                               \
	METHOD(GetHighlight, get_highlight, RPC_READ, ROLES_ANY)                                                           \
	METHOD(ListHighlights, list_highlights, RPC_READ, ROLES_ANY)                                                       \
	METHOD(UpdateHighlight, update_highlight, RPC_WRITE, ROLES_COLLEAGUES)                                             \
	METHOD(DeleteHighlight, delete_highlight, RPC_WRITE, ROLES_COLLEAGUES)                                             \
	METHOD(CreateValue, create_value, RPC_WRITE, ROLES_PEOPLE)                                                         \
	METHOD(ListValues, list_values, RPC_READ, ROLES_ANY)                                                               \
	METHOD(RetireValue, retire_value, RPC_WRITE, ROLES_PEOPLE)                                                         \
	METHOD(CreateRoutine, create_routine, RPC_WRITE, ROLES_LEADERS)                                                    \
	METHOD(ListRoutines, list_routines, RPC_READ, ROLES_ANY)                                                           \
	METHOD(DeleteRoutine, delete_routine, RPC_WRITE, ROLES_LEADERS)                                                    \
	METHOD(GetRoutineDue, get_routine_due, RPC_READ, ROLES_ANY)                                                        \
	METHOD(GetAgenda, get_agenda, RPC_READ, ROLES_COLLEAGUES)                                                          \
	METHOD(ListOverlooked, list_overlooked, RPC_READ, ROLES_LEADERS)                                                   \
	METHOD(GetReportPeriod, get_report_period, RPC_READ, ROLES_REPORT | ROLE_BIT(SERVICE))

RECOGNITIONS_METHODS(RPC_PROTOTYPE)

/* The recognition that a request names, in the call's arena, when the caller may see it; else NOT_FOUND, said in the
 * call: the same words whether it is hidden or was never there. */
enum status find_recognition(struct call *call, const char *id, struct recognition **out);
/* NOT_FOUND in these words. */
enum status recognition_unknown(struct call *call, const char *text);
/* For replays: the recognition as the caller sees it now. */
enum status recognition_now(struct call *call, const struct id *id, Kleos__Recognition **out);

/* Rows as messages, in the call's arena; their texts are borrowed. */
Kleos__MemberReference *named_message(struct call *call, const struct named_member *member);
Kleos__Recognition *recognition_message(struct call *call, const struct recognition *recognition);
Kleos__Recognition *recognition_listed(struct call *call, const struct recognition *recognition); /* in a list */
/* A ceiling that was never said shows as the deployment's default. */
Kleos__Preferences *preference_message(struct call *call, const struct preference *preference);
Kleos__Prompt *prompt_message(struct call *call, int32_t prompt, enum prompt_language language);
const char *preference_etag(struct call *call, const struct preference *preference);

#endif
