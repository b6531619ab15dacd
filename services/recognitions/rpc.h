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
	METHOD(GetPreferences, get_preferences, RPC_READ, ROLES_COLLEAGUES, NULL)                                          \
	METHOD(UpdatePreferences, update_preferences, RPC_WRITE, ROLES_COLLEAGUES, update_preferences_replay)              \
	METHOD(GiveRecognition, give_recognition, RPC_WRITE, ROLES_GIVERS, give_recognition_replay)                        \
	METHOD(GetRecognition, get_recognition, RPC_READ, ROLES_ANY, NULL)                                                 \
	METHOD(ListRecognitions, list_recognitions, RPC_READ, ROLES_ANY, NULL)                                             \
	METHOD(JoinRecognition, join_recognition, RPC_WRITE, ROLES_COLLEAGUES, join_recognition_replay)                    \
	METHOD(LeaveRecognition, leave_recognition, RPC_WRITE, ROLES_COLLEAGUES, leave_recognition_replay)                 \
	METHOD(React, react, RPC_WRITE, ROLES_COLLEAGUES, react_replay)                                                    \
	METHOD(Unreact, unreact, RPC_WRITE, ROLES_COLLEAGUES, unreact_replay)                                              \
	METHOD(CreateComment, create_comment, RPC_WRITE, ROLES_COLLEAGUES, create_comment_replay)                          \
	METHOD(ListComments, list_comments, RPC_READ, ROLES_ANY, NULL)                                                     \
	METHOD(DeleteComment, delete_comment, RPC_WRITE, ROLES_COLLEAGUES, delete_comment_replay)                          \
	METHOD(LowerVisibility, lower_visibility, RPC_WRITE, ROLES_COLLEAGUES, lower_visibility_replay)                    \
	METHOD(ShareRecognition, share_recognition, RPC_WRITE, ROLES_COLLEAGUES, share_recognition_replay)                 \
	METHOD(EditRecognition, edit_recognition, RPC_WRITE, ROLES_COLLEAGUES, edit_recognition_replay)                    \
	METHOD(WithdrawRecognition, withdraw_recognition, RPC_WRITE, ROLES_COLLEAGUES, withdraw_recognition_replay)        \
	METHOD(ReportContent, report_content, RPC_WRITE, ROLES_COLLEAGUES, report_content_replay)                          \
	METHOD(ListContentReports, list_content_reports, RPC_READ, ROLES_PEOPLE, NULL)                                     \
	METHOD(GetContentReport, get_content_report, RPC_READ, ROLES_PEOPLE, NULL)                                         \
	METHOD(ResolveContentReport, resolve_content_report, RPC_WRITE, ROLES_PEOPLE, resolve_content_report_replay)       \
	METHOD(ImportRecognitions, import_recognitions, RPC_WRITE, ROLES_INTEGRATION, NULL)                                \
	METHOD(ListPrompts, list_prompts, RPC_READ, ROLES_ANY, NULL)                                                       \
	METHOD(Inbox, inbox, RPC_READ, ROLES_COLLEAGUES, NULL)                                                             \
	METHOD(MarkRead, mark_read, RPC_WRITE, ROLES_COLLEAGUES, mark_read_replay)                                         \
	METHOD(ShareHighlight, share_highlight, RPC_WRITE, ROLES_COLLEAGUES, share_highlight_replay)                       \
	METHOD(GetHighlight, get_highlight, RPC_READ, ROLES_ANY, NULL)                                                     \
	METHOD(ListHighlights, list_highlights, RPC_READ, ROLES_ANY, NULL)                                                 \
	METHOD(UpdateHighlight, update_highlight, RPC_WRITE, ROLES_COLLEAGUES, update_highlight_replay)                    \
	METHOD(DeleteHighlight, delete_highlight, RPC_WRITE, ROLES_COLLEAGUES, delete_highlight_replay)                    \
	METHOD(CreateValue, create_value, RPC_WRITE, ROLES_PEOPLE, create_value_replay)                                    \
	METHOD(ListValues, list_values, RPC_READ, ROLES_ANY, NULL)                                                         \
	METHOD(RetireValue, retire_value, RPC_WRITE, ROLES_PEOPLE, retire_value_replay)                                    \
	METHOD(CreateRoutine, create_routine, RPC_WRITE, ROLES_LEADERS, create_routine_replay)                             \
	METHOD(ListRoutines, list_routines, RPC_READ, ROLES_ANY, NULL)                                                     \
	METHOD(DeleteRoutine, delete_routine, RPC_WRITE, ROLES_LEADERS, delete_routine_replay)                             \
	METHOD(GetRoutineDue, get_routine_due, RPC_READ, ROLES_ANY, NULL)                                                  \
	METHOD(GetAgenda, get_agenda, RPC_READ, ROLES_COLLEAGUES, NULL)                                                    \
	METHOD(ListOverlooked, list_overlooked, RPC_READ, ROLES_LEADERS, NULL)

RECOGNITIONS_METHODS(RPC_PROTOTYPE)

rpc_replay update_preferences_replay;
rpc_replay give_recognition_replay;
rpc_replay join_recognition_replay;
rpc_replay leave_recognition_replay;
rpc_replay react_replay;
rpc_replay unreact_replay;
rpc_replay create_comment_replay;
rpc_replay delete_comment_replay;
rpc_replay lower_visibility_replay;
rpc_replay share_recognition_replay;
rpc_replay edit_recognition_replay;
rpc_replay withdraw_recognition_replay;
rpc_replay mark_read_replay;
rpc_replay share_highlight_replay;
rpc_replay update_highlight_replay;
rpc_replay delete_highlight_replay;
rpc_replay create_value_replay;
rpc_replay retire_value_replay;
rpc_replay create_routine_replay;
rpc_replay delete_routine_replay;
rpc_replay report_content_replay;
rpc_replay resolve_content_report_replay;

/* The recognition that a request names, in the call's arena, when the caller may see it; else NOT_FOUND, said in the
 * call: the same words whether it is hidden or was never there. */
enum status find_recognition(struct call *call, const char *id, struct recognition **out);
/* NOT_FOUND in these words. */
enum status recognition_unknown(struct call *call, const char *text);
/* For replays: the recognition as the caller sees it now. */
enum status recognition_now(struct call *call, const struct id *id, Kleos__Recognition **out);

/* Rows as messages, in the call's arena; their texts are borrowed. */
Kleos__Recognition *recognition_message(struct call *call, const struct recognition *recognition);
Kleos__Recognition *recognition_listed(struct call *call, const struct recognition *recognition); /* in a list */
/* A ceiling that was never said shows as the deployment's default. */
Kleos__Preferences *preference_message(struct call *call, const struct preference *preference);
Kleos__Prompt *prompt_message(struct call *call, int32_t prompt, enum prompt_language language);
const char *preference_etag(struct call *call, const struct preference *preference);

#endif
