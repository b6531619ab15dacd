/* backup: the frame's answers to BackupService: a copy of the service's database, begun, asked about, read and ended.
 * Private to common/service. */
#ifndef KLEOS_SERVICE_BACKUP_H
#define KLEOS_SERVICE_BACKUP_H

#include "common/rpc/method.h"
#include "kleos/backup/v1/backup_service.pb-c.h"

#define ROLES_BACKUP (ROLES_ADMINS | ROLES_INTERNAL)
/* The beginning is a write for the sake of its line in the audit log. */
#define BACKUP_METHODS(METHOD)                                                                                         \
	METHOD(BeginSnapshot, begin_snapshot, RPC_WRITE_BY_ROWS, ROLES_BACKUP)                                             \
	METHOD(GetSnapshot, get_snapshot, RPC_READ, ROLES_BACKUP)                                                          \
	METHOD(ReadSnapshot, read_snapshot, RPC_READ, ROLES_BACKUP)                                                        \
	METHOD(EndSnapshot, end_snapshot, RPC_READ, ROLES_BACKUP)

/* Their call->service is the service itself. */
BACKUP_METHODS(RPC_PROTOTYPE)

#endif
