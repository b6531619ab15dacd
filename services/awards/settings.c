#include "services/awards/awards.h"

#include "common/base/text.h"
#include "common/service/process.h"

struct awards_config awards_config_of(const struct process *process)
{
	const struct settings *settings = &process->settings;
	return (struct awards_config){
		.url = settings_text(settings, "KLEOS_AWARDS_URL"),
		.members_url = settings_text(settings, "KLEOS_MEMBERS_URL"),
		.data_dir = process->data_dir,
		.synchronous = text_equal(settings_text(settings, "KLEOS_SYNCHRONOUS"), "NORMAL") ? DB_NORMAL : DB_FULL,
		.environment = &process->environment,
		.key = &process->key,
	};
}
