/* backup_tar: the head of a file in a POSIX tar (ustar; a size of 8 GiB and more as GNU tar writes it). There is one
 * form of each head, so that reading it back finds any bit that changed. Pure. */
#ifndef KLEOS_BACKUP_BACKUP_TAR_H
#define KLEOS_BACKUP_BACKUP_TAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TAR_BLOCK     512
#define TAR_NAME_SIZE 100 /* with the NUL */

/* `name` is shorter than TAR_NAME_SIZE. */
void backup_tar_write(uint8_t out[TAR_BLOCK], const char *name, int64_t size, int64_t time_s);
/* False: it is no head that backup_tar_write makes. */
bool backup_tar_read(const uint8_t block[TAR_BLOCK], char name[TAR_NAME_SIZE], int64_t *size, int64_t *time_s);
/* Zeros behind so many bytes, up to the next block. */
static inline size_t backup_tar_padding(int64_t size)
{
	return (size_t)((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}

#endif
