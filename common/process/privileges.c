#include "common/process/privileges.h"

#include "common/base/array.h"
#include "common/base/file.h"
#include "common/base/text.h"
#include "common/process/process.h"
#include "common/process/sandbox.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define IPC_SCHEME  "ipc://"
#define REACH_BOUND 64 /* paths beside the system's */

/* What belongs to the system, and to nobody's secrets: libraries, certificates, zones, names of hosts and users.
 * Folders, not their files: a resolver's file is replaced by a new one, which a rule about the old one does not meet.
 * /proc: of other processes only what everybody sees. */
static const char *const system_paths[] = {
	"/usr", "/lib", "/lib64", "/etc", "/run/systemd/resolve", "/proc", "/sys/fs/cgroup", "/dev/urandom", "/dev/null",
};

/* ---- at once ---- */

/* Under AddressSanitizer the leak checker looks at its own process from outside. */
static void refuse_debuggers(void)
{
#ifdef __SANITIZE_ADDRESS__
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
#else
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

void privileges_harden(void)
{
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
	refuse_debuggers();
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	umask(077);
}

/* ---- being root ---- */

/* The user and the group that goes with it. */
static bool user_find(const char *name, uid_t *uid, gid_t *gid)
{
	char *end;
	unsigned long number = strtoul(name, &end, 10);
	bool is_number = *name >= '0' && *name <= '9' && !*end && number < (uid_t)-1;
	const struct passwd *found = is_number ? getpwuid((uid_t)number) : getpwnam(name);

	if (!found && !is_number)
		return false;
	*uid = found ? found->pw_uid : (uid_t)number;
	*gid = found ? found->pw_gid : (gid_t)number;
	return true;
}

bool privileges_user_exists(const char *name)
{
	uid_t uid;
	gid_t gid;

	return !*name || user_find(name, &uid, &gid);
}

static bool become(const char *data_dir, uid_t uid, gid_t gid)
{
	struct stat folder;

	if (stat(data_dir, &folder) == 0 && folder.st_uid == 0 && chown(data_dir, uid, gid) != 0)
		return false;
	if (setgroups(0, NULL) != 0 || setresgid(gid, gid, gid) != 0 || setresuid(uid, uid, uid) != 0)
		return false;
	refuse_debuggers(); /* the kernel undoes it for whoever becomes another */
	return uid == 0 || setuid(0) != 0;
}

const char *privileges_drop(struct process *process)
{
	const char *name = settings_text(&process->settings, "KLEOS_USER");
	uid_t uid = geteuid();
	gid_t gid;

	if (!*name)
		return NULL;
	if (!user_find(name, &uid, &gid))
		return arena_printf(&process->arena, "KLEOS_USER is '%s', whom this machine does not know", name);
	if (uid == geteuid())
		return NULL;
	if (geteuid() != 0)
		return arena_printf(&process->arena,
							"KLEOS_USER is '%s', but only root can become somebody else: start it as "
							"root or as that user, or leave KLEOS_USER empty",
							name);
	if (!become(process->data_dir, uid, gid))
		return arena_printf(&process->arena, "cannot become KLEOS_USER '%s': %s", name, strerror(errno));
	return NULL;
}

/* ---- all files but its own ---- */

struct reach {
	struct arena *arena;
	struct sandbox_path paths[ARRAY_LENGTH(system_paths) + REACH_BOUND];
	size_t n;
};

static void reach_add(struct reach *reach, const char *path, bool write)
{
	if (reach->n == ARRAY_LENGTH(reach->paths))
		abort(); /* more settings name paths than there is room for */
	reach->paths[reach->n++] = (struct sandbox_path){path, write};
}

static void reach_add_folder_of(struct reach *reach, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash == path ? 1 : (size_t)(slash ? slash - path : 0);

	reach_add(reach, slash ? arena_text_n(reach->arena, path, length) : ".", true);
}

/* A folder is written below; a file is read, or made when it is not there; a socket stands in its folder. */
static void reach_add_setting(struct reach *reach, const struct setting *setting, const char *value)
{
	size_t length = strlen(setting->variable);

	if (setting->kind == SETTING_URL && text_starts_with(value, IPC_SCHEME))
		reach_add_folder_of(reach, value + sizeof(IPC_SCHEME) - 1);
	if (setting->kind != SETTING_PATH || !*value || text_equal(setting->variable, "KLEOS_CLUSTER_KEY_FILE"))
		return; /* the key is in memory already */
	if (length > 4 && text_equal(setting->variable + length - 4, "_DIR") && file_make_folder(value) == STATUS_OK)
		reach_add(reach, value, true);
	else if (access(value, F_OK) == 0)
		reach_add(reach, value, false);
	else
		reach_add_folder_of(reach, value);
}

static void reach_collect(struct reach *reach, const struct process *process, unsigned readers)
{
	reach_add(reach, process->data_dir, true);
	for (size_t i = 0; i < ARRAY_LENGTH(system_paths); i++)
		reach_add(reach, system_paths[i], false);
	for (const struct setting *setting = setting_table; setting->variable; setting++)
		if (setting->readers & readers)
			reach_add_setting(reach, setting, settings_text(&process->settings, setting->variable));
}

const char *privileges_confine(struct process *process, unsigned readers)
{
	const char *wanted = settings_text(&process->settings, "KLEOS_LANDLOCK"), *why;
	const struct log *log = &process->log;
	struct reach reach = {.arena = &process->arena};

	if (geteuid() == 0)
		log_warn(log, "runs as root: name another user in KLEOS_USER, or start it as one",
				 log_text("data_dir", process->data_dir));
	if (text_equal(wanted, "off"))
		return NULL;
	reach_collect(&reach, process, readers);
	if (sandbox_enter(reach.paths, reach.n)) {
		log_info(log, "landlock: only files below data_dir, those that settings name, and the system's can be reached",
				 log_number("abi", sandbox_abi()), log_text("data_dir", process->data_dir));
		return NULL;
	}
	why = strerror(errno);
	if (text_equal(wanted, "on"))
		return arena_printf(&process->arena,
							"KLEOS_LANDLOCK is 'on', but landlock is not available here: %s; with "
							"'auto' it starts without",
							why);
	log_info(log, "landlock: not available, permissions alone guard the files", log_text("why", why));
	return NULL;
}
