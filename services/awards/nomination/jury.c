#include "services/awards/nomination/jury.h"

#include "common/base/text.h"

const char *criterion_take(struct arena *arena, const char *name, int32_t weight, struct jury *out)
{
	const char *line = text_normal_line(arena, name);
	if (text_is_blank(line) || text_length(line) > CRITERION_NAME_BOUND)
		return "a criterion has a name of at most 100 characters";
	if (weight < 1 || weight > WEIGHT_BOUND)
		return "a criterion has a weight of 1 to 100";
	if (criterion_find(out, arena, line) < out->n_criteria)
		return "two criteria have different names";
	out->criteria[out->n_criteria++] = (struct criterion){.name = line, .weight = weight};
	return NULL;
}

size_t criterion_find(const struct jury *jury, struct arena *arena, const char *name)
{
	const char *folded = text_fold(arena, name);
	size_t at = 0;
	while (at < jury->n_criteria && !text_equal(text_fold(arena, jury->criteria[at].name), folded))
		at++;
	return at;
}

bool jury_has(const struct jury *jury, const struct id *member)
{
	bool found = false;
	for (size_t i = 0; i < jury->n_jurors; i++)
		found = found || id_equal(&jury->jurors[i], member);
	return found;
}

const char *jury_recusal(const struct jury_tie *tie)
{
	if (id_equal(&tie->juror, &tie->nominee))
		return "you are the nominee; the others of the jury score you";
	if (id_equal(&tie->juror, &tie->nominee_manager))
		return "you manage the nominee; the others of the jury score them";
	if (id_equal(&tie->juror_manager, &tie->nominee))
		return "the nominee manages you; the others of the jury score them";
	return NULL;
}
