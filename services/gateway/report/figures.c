#include "services/gateway/report/figures.h"

#include "common/json/json.h"

static bool is_figure(const ProtobufCFieldDescriptor *field)
{
	const void *type = field->type == PROTOBUF_C_TYPE_MESSAGE ? field->descriptor : NULL;
	return field->label != PROTOBUF_C_LABEL_REPEATED &&
		   (type == &kleos__ratio__descriptor || type == &google__protobuf__int32_value__descriptor ||
			type == &google__protobuf__double_value__descriptor);
}

static bool is_part(const ProtobufCFieldDescriptor *field)
{
	if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED || is_figure(field))
		return false;
	const ProtobufCMessageDescriptor *type = field->descriptor;
	for (unsigned i = 0; i < type->n_fields; i++)
		if (!is_figure(&type->fields[i]))
			return false;
	return true;
}

/* Lists tell of what happened, except that of the sources. */
static bool is_list(const ProtobufCFieldDescriptor *field)
{
	return field->type == PROTOBUF_C_TYPE_MESSAGE && field->label == PROTOBUF_C_LABEL_REPEATED &&
		   field->descriptor != &kleos__report_source__descriptor;
}

static void **place_of(const void *message, const ProtobufCFieldDescriptor *field)
{
	return (void **)((char *)(uintptr_t)message + field->offset);
}

static ProtobufCMessage *new_message(struct arena *arena, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = arena_alloc(arena, type->sizeof_message);
	protobuf_c_message_init(type, message);
	return message;
}

void figures_init(struct arena *arena, Kleos__ImpactReport *report)
{
	const ProtobufCMessageDescriptor *type = report->base.descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		if (!is_part(&type->fields[i]))
			continue;
		ProtobufCMessage *part = new_message(arena, type->fields[i].descriptor);
		*place_of(report, &type->fields[i]) = part;
		for (unsigned k = 0; k < part->descriptor->n_fields; k++)
			if (part->descriptor->fields[k].descriptor == &kleos__ratio__descriptor)
				*place_of(part, &part->descriptor->fields[k]) = new_message(arena, &kleos__ratio__descriptor);
	}
}

void figures_hide_ratio(Kleos__Ratio *ratio)
{
	if (ratio)
		kleos__ratio__init(ratio);
}

static void hide_figure(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	void **place = place_of(message, field);
	if (field->descriptor == &kleos__ratio__descriptor)
		figures_hide_ratio(*place);
	else
		*place = NULL;
}

static void hide_part(const ProtobufCMessage *part)
{
	for (unsigned i = 0; part && i < part->descriptor->n_fields; i++)
		hide_figure(part, &part->descriptor->fields[i]);
}

void figures_hide(Kleos__ImpactReport *report)
{
	const ProtobufCMessageDescriptor *type = report->base.descriptor;
	for (unsigned i = 0; i < type->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &type->fields[i];
		if (is_figure(field))
			hide_figure(&report->base, field);
		else if (is_part(field))
			hide_part(*place_of(report, field));
		else if (is_list(field))
			*(size_t *)((char *)report + field->quantifier_offset) = 0;
	}
}

static void set_figure(struct arena *arena, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field,
					   struct figure *out)
{
	const void *value = *place_of(message, field);
	out->name = json_name(arena, field->name);
	if (field->descriptor == &kleos__ratio__descriptor)
		out->ratio = value;
	else if (field->descriptor == &google__protobuf__int32_value__descriptor)
		out->count = value;
	else
		out->share = value;
}

bool figures_next(struct arena *arena, const Kleos__ImpactReport *report, struct figures_walk *walk, struct figure *out)
{
	const ProtobufCMessageDescriptor *type = report->base.descriptor;
	*out = (struct figure){0};
	for (; walk->field < type->n_fields; walk->field++, walk->figure = 0) {
		const ProtobufCFieldDescriptor *field = &type->fields[walk->field];
		const ProtobufCMessage *part = is_part(field) ? *place_of(report, field) : NULL;
		if (is_figure(field)) {
			set_figure(arena, &report->base, field, out);
			walk->field++;
			return true;
		}
		if (!part || walk->figure == part->descriptor->n_fields)
			continue;
		out->part = json_name(arena, field->name);
		set_figure(arena, part, &part->descriptor->fields[walk->figure++], out);
		return true;
	}
	return false;
}

bool figure_value(const struct figure *figure, double *out)
{
	const Google__Protobuf__DoubleValue *share = figure->ratio ? figure->ratio->value : figure->share;
	if (figure->count)
		*out = figure->count->value;
	else if (share)
		*out = share->value;
	return figure->count || share;
}

Google__Protobuf__Int32Value *figure_count(struct arena *arena, int64_t value)
{
	Google__Protobuf__Int32Value *number = arena_alloc(arena, sizeof *number);
	google__protobuf__int32_value__init(number);
	number->value = value > INT32_MAX ? INT32_MAX : (int32_t)value;
	return number;
}

Google__Protobuf__DoubleValue *figure_share(struct arena *arena, bool known, double value)
{
	if (!known)
		return NULL;
	Google__Protobuf__DoubleValue *share = arena_alloc(arena, sizeof *share);
	google__protobuf__double_value__init(share);
	share->value = value;
	return share;
}

void figure_set_ratio(struct arena *arena, Kleos__Ratio *ratio, int64_t numerator, int64_t denominator)
{
	ratio->numerator = figure_count(arena, numerator);
	ratio->denominator = figure_count(arena, denominator);
	ratio->value = figure_share(arena, denominator > 0, (double)numerator / (double)denominator);
}
