#include "common/process/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What Debian 12's headers do not name yet, by linux/landlock.h of 6.12. */
#define ACCESS_REFER     (1ULL << 13) /* ABI 2 */
#define ACCESS_TRUNCATE  (1ULL << 14) /* ABI 3 */
#define ACCESS_IOCTL_DEV (1ULL << 15) /* ABI 5 */
#define SCOPE_ABSTRACT   (1ULL << 0)  /* ABI 6: no abstract sockets of others */
#define SCOPE_SIGNAL     (1ULL << 1)  /* ABI 6: no signals to others */

struct ruleset_attributes { /* struct landlock_ruleset_attr as of ABI 6; an older kernel is told a smaller size */
	uint64_t files;
	uint64_t network;
	uint64_t scoped;
};

#define ACCESS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define ACCESS_WRITE                                                                                                   \
	(ACCESS_READ | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |    \
	 LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK | ACCESS_REFER |         \
	 ACCESS_TRUNCATE)
#define ACCESS_OF_FILES (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | ACCESS_TRUNCATE)

/* All that a kernel of this ABI can forbid. */
static uint64_t access_known(int abi)
{
	uint64_t known = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
					 LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_SYM | ACCESS_WRITE;

	if (abi < 2)
		known &= ~ACCESS_REFER;
	if (abi < 3)
		known &= ~ACCESS_TRUNCATE;
	if (abi >= 5)
		known |= ACCESS_IOCTL_DEV;
	return known;
}

int sandbox_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

	return abi > 0 ? (int)abi : 0;
}

static int ruleset_new(int abi)
{
	struct ruleset_attributes attributes = {.files = access_known(abi), .scoped = SCOPE_ABSTRACT | SCOPE_SIGNAL};
	size_t size = abi >= 6 ? sizeof(attributes) : sizeof(attributes.files);

	return (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
}

/* True also when there is no such path. */
static bool ruleset_add(int ruleset, int abi, const struct sandbox_path *path)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = path->write ? ACCESS_WRITE : ACCESS_READ};
	struct stat found;
	bool added;

	rule.parent_fd = open(path->path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
	rule.allowed_access &= access_known(abi);
	added = fstat(rule.parent_fd, &found) == 0;
	if (added && !S_ISDIR(found.st_mode))
		rule.allowed_access &= ACCESS_OF_FILES;
	added = added && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return added;
}

bool sandbox_enter(const struct sandbox_path *paths, size_t n)
{
	int abi = sandbox_abi();
	int ruleset = abi > 0 ? ruleset_new(abi) : -1;
	bool well = ruleset >= 0;

	for (size_t i = 0; i < n && well; i++)
		well = ruleset_add(ruleset, abi, &paths[i]);
	well = well && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
	if (ruleset >= 0)
		close(ruleset);
	return well;
}
