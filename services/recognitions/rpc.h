/* rpc: the rpcs of RecognitionsService: one row an rpc, in the order of the proto. */
#ifndef KLEOS_RECOGNITIONS_RPC_H
#define KLEOS_RECOGNITIONS_RPC_H

#include "common/rpc/method.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

/* Whoever may thank or manage people; SERVICE never sees preferences, AUDITOR never writes. */
#define ROLES_COLLEAGUES (ROLE_BIT(MEMBER) | ROLE_BIT(LEADER) | ROLE_BIT(AWARDS_ADMIN) | ROLES_PEOPLE)
#define ROLES_GIVERS (ROLES_COLLEAGUES | ROLES_INTEGRATION)

#define RECOGNITIONS_METHODS(METHOD)                                                                                   \
	METHOD(GetPreferences, get_preferences, RPC_READ, ROLES_COLLEAGUES, NULL)                                          \
	METHOD(UpdatePreferences, update_preferences, RPC_WRITE, ROLES_COLLEAGUES, update_preferences_replay)              \
	METHOD(GiveRecognition, give_recognition, RPC_WRITE, ROLES_GIVERS, give_recognition_replay)                        \
	METHOD(GetRecognition, get_recognition, RPC_READ, ROLES_ANY, NULL)                                                 \
	METHOD(ListRecognitions, list_recognitions, RPC_READ, ROLES_ANY, NULL)                                             \
	METHOD(ImportRecognitions, import_recognitions, RPC_WRITE, ROLES_INTEGRATION, NULL)

RECOGNITIONS_METHODS(RPC_PROTOTYPE)
enum status update_preferences_replay(struct call *call, const struct id *resource, ProtobufCMessage *response);
enum status give_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response);

#endif
