/* The list of commands: one row each; help and dispatch come from it. */
#include "clients/cli/cli.h"

#define CEILINGS "PRIVATE, MANAGER, TEAM, ORGANIZATION or EXTERNAL"
#define PERSON                                                                                                         \
	"  --name NAME      the name people read\n"                                                                        \
	"  --email ADDRESS  seen by them and by who looks after people\n"                                                  \
	"  --team TEAM      a path such as marketing/social\n"                                                             \
	"  --title TITLE    what they do\n"                                                                                \
	"  --manager WHO    whom they report to\n"                                                                         \
	"  --joined DAY     first day, YYYY-MM-DD\n"                                                                       \
	"  --leader         leads people, even without reports\n"
#define RANGE                                                                                                          \
	"  --from DAY       first day, YYYY-MM-DD; else 89 days before the last\n"                                         \
	"  --to DAY         last day; else today\n"                                                                        \
	"  --team TEAM      a team and the teams inside it; else everybody\n"

/* A line here is a line on the screen. */
/* clang-format off */
const struct command command_table[] = {
	{"login", "[--url URL] [--key-file FILE]", "Checks an API key and remembers it for the commands that follow.",
	 "  --key-file FILE  where the key is; else KLEOS_KEY_FILE; else it is asked for, or read from standard input\n", command_login},
	{"whoami", "", "Who you are and what you may do.", NULL, command_whoami},
	{"give", "@WHO… MESSAGE [OPTIONS]", "Thanks people. The reply tells how far it is heard: never louder than they like.",
	 "  --value SLUG     the value it shows, such as craft\n"
	 "  --big            a big win; else a small one\n"
	 "  --prompt 1-5     which of the five questions it answers\n"
	 "  --private        heard by those you thank\n"
	 "  --manager        and by their managers\n"
	 "  --team           and by their teams\n"
	 "  --external       heard outside too; without any of these: by the organisation\n"
	 "  --as WHO         act for a member (integrations)\n", command_give},
	{"feed", "[OPTIONS]", "What you may see, newest first.",
	 "  --team TEAM      given by or to people of a team or of the teams inside it\n"
	 "  --giver WHO      given by somebody; `me` is you\n"
	 "  --receiver WHO   given to somebody\n"
	 "  --value SLUG     showing a value\n"
	 "  --limit N        at most so many, 1 to 500; else 20\n", command_feed},
	{"preferences", "[WHO] [OPTIONS]", "How somebody likes to be recognised; with options: says so.",
	 "  --ceiling C      the loudest way: " CEILINGS "\n"
	 "  --channels A,B   in order of liking: ONE_ON_ONE, CHAT, TEAM_MEETING, COMPANY_MEETING, EMAIL\n"
	 "  --note TEXT      in their own words\n", command_preferences},
	{"members list", "[OPTIONS]", "Colleagues, newest first.",
	 "  --team TEAM      of a team and of the teams inside it\n"
	 "  --query TEXT     part of the handle or the name\n"
	 "  --status S       ACTIVE, INACTIVE or ERASED\n"
	 "  --limit N        at most so many, 1 to 500; else 50\n", command_members_list},
	{"members get", "WHO", "One colleague, by handle, id or `me`.", NULL, command_members_get},
	{"members add", "HANDLE [OPTIONS]", "Adds a colleague.",
	 PERSON "  --ceiling C      how loud they like it: " CEILINGS "\n", command_members_add},
	{"members update", "WHO [OPTIONS]", "Changes what is said; an empty text takes a field away.",
	 PERSON "  --no-leader      leads people only while somebody reports to them\n", command_members_update},
	{"members import", "FILE.csv", "Adds or changes colleagues from a file.", NULL, command_import_members},
	{"members deactivate", "WHO [--left DAY]", "Somebody has left; their history stays.",
	 "  --left DAY       their last day, YYYY-MM-DD; else today\n", command_members_deactivate},
	{"members reactivate", "WHO", "Somebody is back.", NULL, command_members_reactivate},
	{"teams", "", "Teams with head counts.", NULL, command_teams},
	{"import members", "FILE.csv", "Adds or changes colleagues from a file; importing it twice changes nothing.", NULL, command_import_members},
	{"import recognitions", "FILE.csv", "Takes in history from a file; importing it twice changes nothing.", NULL, command_import_recognitions},
	{"report", "[OPTIONS]", "The impact report.",
	 RANGE
	 "  --interval I     width of the buckets: DAY, WEEK or MONTH; else MONTH\n"
	 "  --csv            as a table for other programs\n", command_report},
	{"verify", "[OPTIONS]", "Recomputes the report's figures from the tables and compares.", RANGE, command_verify},
	{"award create", "SLUG --title TITLE [OPTIONS]", "Founds an award.",
	 "  --title TITLE    the name people read\n"
	 "  --description T  what it is\n"
	 "  --criteria T     what it is given for\n"
	 "  --community      for people outside too; else for colleagues\n"
	 "  --hashtag TAG    under which it is spoken of\n", command_award_create},
	{"award list", "", "Awards, newest first.", NULL, command_award_list},
	{"cycle create", "AWARD --title TITLE [OPTIONS]", "Prepares a round of an award.",
	 "  --title TITLE    the name people read, such as 2026\n"
	 "  --max N          nominations each person may make, 1 to 10; else 3\n"
	 "  --self           allow naming oneself\n", command_cycle_create},
	{"cycle list", "AWARD", "Rounds of an award.", NULL, command_cycle_list},
	{"cycle advance", "CYCLE", "Moves a round to its next phase.", NULL, command_cycle_advance},
	{"nominate", "CYCLE @WHO REASON [--as WHO]", "Names somebody for an award.",
	 "  --as WHO         act for a member (integrations)\n", command_nominate},
	{"nominations", "CYCLE", "Nominations you may see.", NULL, command_nominations},
	{"events", "--follow [OPTIONS]", "What happens, as it happens; resumes by itself.",
	 "  --types TYPE,…   only these, such as recognition.given or award.*\n"
	 "  --after CURSOR   from where an earlier stream ended\n", command_events},
	{"keys list", "", "API keys.", NULL, command_keys_list},
	{"keys create", "NAME [OPTIONS]", "Makes an API key; it is shown once.",
	 "  --member WHO     whose key it is; else an integration's\n"
	 "  --roles R,…      MEMBER, LEADER, AWARDS_ADMIN, PEOPLE_ADMIN, AUDITOR, SERVICE, ADMIN; else MEMBER\n", command_keys_create},
	{"keys revoke", "ID", "Makes a key stop working.", NULL, command_keys_revoke},
	{0},
};
/* clang-format on */
