/* words: what the protos say in their comments, out of the descriptors embedded at build. */
#include "common/base/buffer.h"
#include "google/protobuf/descriptor.pb-c.h"
#include "kleos_descriptor_set.h"
#include "services/gateway/openapi/builder.h"

#include <string.h>

#define OWN         "kleos."
#define WORDS_BOUND ((size_t)16 * 1024)

#define WORDS_REQUIRED "Required" /* so begins what a request cannot do without */

/* Numbers of fields of descriptor.proto, as the paths of its SourceCodeInfo have them. */
enum {
	FILE_MESSAGE = 4,
	FILE_ENUM = 5,
	FILE_SERVICE = 6,
	MESSAGE_FIELD = 2,
	ENUM_VALUE = 2,
	SERVICE_METHOD = 2,
};

typedef Google__Protobuf__FileDescriptorProto File;
typedef Google__Protobuf__SourceCodeInfo__Location Location;

/* The full name of what is at the place, as protobuf-c writes it, and of a method with a slash; NULL: nothing that has
 * words of its own here. */
static const char *name_at(struct arena *arena, const File *file, const Location *at)
{
	bool inside = at->n_path == 4;
	if (!inside && at->n_path != 2)
		return NULL;
	size_t i = (size_t)at->path[1], j = inside ? (size_t)at->path[3] : 0;
	const char *outer = NULL, *inner = NULL;
	if (at->path[0] == FILE_MESSAGE && (!inside || at->path[2] == MESSAGE_FIELD)) {
		outer = file->message_type[i]->name;
		inner = inside ? file->message_type[i]->field[j]->name : NULL;
	} else if (at->path[0] == FILE_ENUM && (!inside || at->path[2] == ENUM_VALUE)) {
		outer = file->enum_type[i]->name;
		inner = inside ? file->enum_type[i]->value[j]->name : NULL;
	} else if (at->path[0] == FILE_SERVICE && (!inside || at->path[2] == SERVICE_METHOD)) {
		outer = file->service[i]->name;
		inner = inside ? file->service[i]->method[j]->name : NULL;
	}
	if (!outer)
		return NULL;
	const char *joint = !inner ? "" : at->path[0] == FILE_SERVICE ? "/" : ".";
	return arena_printf(arena, "%s.%s%s%s", file->package, outer, joint, inner ? inner : "");
}

/* A comment as a paragraph: its lines joined, an empty line kept as the end of one. */
static const char *paragraph(struct arena *arena, const char *comment)
{
	struct buffer out;
	buffer_init(&out, arena, WORDS_BOUND);
	for (const char *line = comment; *line;) {
		line += strspn(line, " \t");
		size_t length = strcspn(line, "\n");
		if (!length && out.length)
			buffer_add_text(&out, "\n");
		if (length && out.length)
			buffer_add_char(&out, out.bytes[out.length - 1] == '\n' ? '\n' : ' ');
		buffer_add(&out, line, length);
		line += length + (line[length] == '\n');
	}
	while (out.length && out.bytes[out.length - 1] == '\n')
		out.bytes[--out.length] = 0;
	return buffer_text(&out);
}

static void read_file(struct arena *arena, json_t *words, const File *file)
{
	for (size_t i = 0; file->source_code_info && i < file->source_code_info->n_location; i++) {
		const Location *at = file->source_code_info->location[i];
		const char *name = at->leading_comments ? name_at(arena, file, at) : NULL;
		if (name)
			json_object_set_new(words, name, json_string(paragraph(arena, at->leading_comments)));
	}
}

json_t *words_read(struct arena *arena)
{
	Google__Protobuf__FileDescriptorSet *set = google__protobuf__file_descriptor_set__unpack(
		&arena->allocator, kleos_descriptor_set_length, kleos_descriptor_set);
	json_t *words = set ? json_object() : NULL;
	for (size_t i = 0; words && i < set->n_file; i++) {
		if (set->file[i]->package && strncmp(set->file[i]->package, OWN, strlen(OWN)) == 0)
			read_file(arena, words, set->file[i]);
	}
	return words;
}

const char *words_of(const struct builder *builder, const char *full_name)
{
	const char *words = json_string_value(json_object_get(builder->words, full_name));
	return words ? words : "";
}

/* The message that the words send to: "See Member.", "Required; see Member.", "As in GetImpactReportRequest."; ""
 * when they do not. *before: what they say before that. */
static const char *referred(struct arena *arena, const char *words, const char **before)
{
	static const char *const forms[] = {"See ", "Required; see ", "As in ", NULL};
	for (size_t i = 0; forms[i]; i++) {
		size_t length = strlen(forms[i]);
		size_t name = strncmp(words, forms[i], length) == 0 ? strcspn(words + length, " .;") : 0;
		if (name && strcmp(words + length + name, ".") == 0) {
			*before = i == 1 ? "Required. " : "";
			return arena_text_n(arena, words + length, name);
		}
	}
	return "";
}

/* "Required, 1 to 200 characters.": what is required there is not so here. */
static const char *unrequired(const char *words)
{
	if (strncmp(words, WORDS_REQUIRED, strlen(WORDS_REQUIRED)) != 0)
		return words;
	words += strlen(WORDS_REQUIRED);
	return words + strspn(words, ",;:. ");
}

bool words_require(const struct builder *builder, const ProtobufCMessageDescriptor *type,
				   const ProtobufCFieldDescriptor *field)
{
	const char *words = words_of(builder, arena_printf(builder->arena, "%s.%s", type->name, field->name));
	return strncmp(words, WORDS_REQUIRED, strlen(WORDS_REQUIRED)) == 0;
}

const char *words_of_field(const struct builder *builder, const ProtobufCMessageDescriptor *type,
						   const ProtobufCFieldDescriptor *field)
{
	const char *words = words_of(builder, arena_printf(builder->arena, "%s.%s", type->name, field->name)), *before;
	const char *other = referred(builder->arena, words, &before);
	if (!*other)
		return words;
	int package = (int)(strlen(type->name) - strlen(type->short_name));
	const char *there =
		words_of(builder, arena_printf(builder->arena, "%.*s%s.%s", package, type->name, other, field->name));
	return *there ? arena_printf(builder->arena, "%s%s", before, unrequired(there)) : words;
}

const char *words_summary(struct arena *arena, const char *words)
{
	const char *stop = strstr(words, ". ");
	size_t length = stop ? (size_t)(stop - words) : strlen(words);
	if (length && words[length - 1] == '.')
		length--;
	return arena_text_n(arena, words, length);
}
