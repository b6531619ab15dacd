#include "services/recognitions/visibility/caps.h"

#include "services/recognitions/rules.h"

Kleos__Visibility *cap_of(struct recognition *recognition, const struct id *member)
{
	if (id_is_zero(member))
		return NULL;
	if (id_equal(&recognition->giver.id, member))
		return &recognition->giver_cap;
	for (size_t i = 0; i < recognition->n_arcs; i++)
		if (id_equal(&recognition->arcs[i].receiver.id, member))
			return &recognition->arcs[i].cap;
	return NULL;
}

Kleos__Visibility caps_least(const struct recognition *recognition)
{
	Kleos__Visibility least = visibility_least(recognition->requested, recognition->giver_cap);
	for (size_t i = 0; i < recognition->n_arcs; i++)
		least = visibility_least(least, recognition->arcs[i].cap);
	return least;
}

size_t caps_below(struct recognition *recognition, const struct id *member)
{
	const Kleos__Visibility *cap = cap_of(recognition, member);
	Kleos__Visibility agreed = cap ? visibility_least(*cap, recognition->requested) : recognition->requested;
	size_t n = recognition->giver_cap < agreed;
	for (size_t i = 0; i < recognition->n_arcs; i++)
		n += recognition->arcs[i].cap < agreed;
	return n;
}
