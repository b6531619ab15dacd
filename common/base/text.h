/* text: what may stand in a field, and when two texts are the same.
 * Texts inside Kleos are valid UTF-8 without NUL (the wire door refuses others), NUL-terminated, in NFC where people
 * wrote them. Lengths count code points. */
#ifndef KLEOS_BASE_TEXT_H
#define KLEOS_BASE_TEXT_H

#include "common/base/arena.h"
#include "common/base/limits.h"

#include <stdbool.h>
#include <stddef.h>

bool text_is_utf8(const void *bytes, size_t length); /* RFC 3629: no surrogates, no overlong forms, at most U+10FFFF */
size_t text_length(const char *text);                /* code points */
bool text_is_blank(const char *text);                /* nothing but Unicode white space and format characters */
bool text_equal(const char *a, const char *b);
bool text_starts_with(const char *text, const char *prefix);
/* Bytes of the text, or of what fits into `bound` bytes without cutting a character in two. */
size_t text_cut(const char *text, size_t bound);

/* NFC, white space trimmed at both ends, CRLF and CR become LF; other control characters but tab and LF dropped. */
const char *text_normal(struct arena *arena, const char *text);
/* Like text_normal, and every run of white space becomes one space: for names and titles. */
const char *text_normal_line(struct arena *arena, const char *text);
/* For comparing and finding: NFKD, case folded, marks (accents, dialytika) and characters that do not show (soft
 * hyphens, joiners) removed, final sigma as sigma:
 * 'Ευχαριστώ' and 'ΕΥΧΑΡΙΣΤΩ' fold alike, 'naïve' folds to 'naive'. */
const char *text_fold(struct arena *arena, const char *text);
const char *text_lower_ascii(struct arena *arena, const char *text);

/* [a-z0-9][a-z0-9-]{0,62}: values, award slugs. */
bool text_is_slug(const char *text);
/* A UUID in its 36-character form. */
bool text_is_uuid(const char *text);
/* Path of up to TEAM_SEGMENTS_BOUND segments, each of up to TEAM_SEGMENT_BOUND letters, digits, '.', '_', '-', '+',
 * none empty, lower-cased, NFC, into `arena`; NULL when it is not one. */
const char *text_team(struct arena *arena, const char *text);
/* Whether `team` is `parent` or inside it: "a/b" is within "a"; nothing is within "". */
bool text_team_within(const char *team, const char *parent);

/* Lengths of fixed-size texts made of bytes. */
void text_hex(char *out /* 2n+1 */, const void *bytes, size_t n);
/* Base64url without padding (RFC 4648 §5). decode: false on anything but the canonical form. */
char *text_base64url(struct arena *arena, const void *bytes, size_t n);
bool text_base64url_decode(struct arena *arena, const char *text, uint8_t **out, size_t *out_length);

#endif
