/* The list of commands: one row each; help and dispatch come from it. */
#include "clients/cli/cli.h"

#define CEILING                                                                                                        \
	"  --ceiling C      the loudest way: PRIVATE, MANAGER, TEAM, ORGANIZATION or\n"                                    \
	"                   EXTERNAL\n"
#define PERSON                                                                                                         \
	"  --name NAME      the name people read\n"                                                                        \
	"  --email ADDRESS  seen by them and by who looks after people\n"                                                  \
	"  --team TEAM      a path such as marketing/social\n"                                                             \
	"  --title TITLE    what they do\n"                                                                                \
	"  --manager WHO    whom they report to\n"                                                                         \
	"  --joined DAY     first day, YYYY-MM-DD\n"                                                                       \
	"  --leader         leads people, even without reports\n"
#define WORK                                                                                                           \
	"  --description T  what it was\n"                                                                                 \
	"  --kind K         CAMPAIGN, EVENT, CONTENT or OTHER\n"                                                           \
	"  --with @A,@B     who worked on it too\n"                                                                        \
	"  --on DAY         when, YYYY-MM-DD; else today\n"                                                                \
	"  --metric N=V     what came of it, such as reach=12000views; as often as wanted\n"                               \
	"  --link URL       where it can be seen, or \"URL title\"; as often as wanted\n"                                  \
	"  --private        seen by those who worked on it\n"                                                              \
	"  --manager        and by their managers\n"                                                                       \
	"  --team           and by their teams\n"                                                                          \
	"  --external       seen outside too; without any of these: by the organisation\n"
#define MEMBER_COLUMNS                                                                                                 \
	"  FILE.csv         the first line names its columns, handle and whichever of\n"                                   \
	"                   display_name, email, team, title, manager, leader, hats,\n"                                    \
	"                   joined_on, locale, time_zone, ceiling, external_id\n"
#define RECOGNITION_COLUMNS                                                                                            \
	"  FILE.csv         the first line names its columns: given_at, giver, receivers,\n"                               \
	"                   value, win, message, and whichever of visibility, prompt,\n"                                   \
	"                   setting, request_id\n"
#define RANGE                                                                                                          \
	"  --from DAY       first day, YYYY-MM-DD; else 89 days before the last\n"                                         \
	"  --to DAY         last day; else today\n"                                                                        \
	"  --team TEAM      a team and the teams inside it; else everybody\n"
#define AWARD                                                                                                          \
	"  --title TITLE    the name people read\n"                                                                        \
	"  --description T  what it is\n"                                                                                  \
	"  --criteria T     what it is given for\n"                                                                        \
	"  --hashtag TAG    under which it is spoken of\n"
#define CYCLE                                                                                                          \
	"  --title TITLE    the name people read, such as 2026\n"                                                          \
	"  --max N          people each may name, 1 to 10; else 3\n"                                                       \
	"  --self           one may name oneself\n"                                                                        \
	"  --shortlist S    finds the candidates: EPH, APPROVAL, JURY or NONE; else NONE\n"                                \
	"  --shortlist-size N\n"                                                                                           \
	"                   candidates it leaves, 1 to 50; else 5\n"                                                       \
	"  --juror @WHO     of JURY: somebody who scores; as often as wanted\n"                                            \
	"  --criterion N=W  of JURY: what is scored, and how much it counts, such as\n"                                    \
	"                   reach=2; as often as wanted; else merit alone\n"                                               \
	"  --tally T        SCHULZE, IRV, APPROVAL, PLURALITY or BORDA; else SCHULZE\n"                                    \
	"  --no-award       nobody is a candidate too\n"                                                                   \
	"  --electorate E   who votes: ALL, TEAM or COMMUNITY\n"                                                           \
	"  --team TEAM      the team that votes\n"                                                                         \
	"  --recusal        candidates, their managers and reports do not vote\n"                                          \
	"  --opens-nominating TIME\n"                                                                                      \
	"                   when the clock opens it, such as 2026-12-01T09:00 (UTC);\n"                                    \
	"                   \"\", here and below: only by hand\n"                                                          \
	"  --closes-nominating TIME\n"                                                                                     \
	"                   when nominations close\n"                                                                      \
	"  --opens-voting TIME\n"                                                                                          \
	"                   when voting opens\n"                                                                           \
	"  --closes-voting TIME\n"                                                                                         \
	"                   when it closes\n"                                                                              \
	"  --announces TIME when the result is told to everybody\n"

/* A line here is a line on the screen. */
/* clang-format off */
const struct command command_table[] = {
	{"login", "[--url URL] [--key-file FILE]", "Checks an API key and remembers it for the commands that follow.",
	 "  --key-file FILE  where the key is; else KLEOS_KEY_FILE; else it is asked for, or read from standard input\n", command_login},
	{"whoami", "", "Who you are and what you may do.", NULL, command_whoami},
	{"give", "@WHO[:CREDIT]… MESSAGE [OPTIONS]", "Thanks people, as loud as they like it: what is quieter than asked for is told.",
	 "  --value SLUG     the value it shows, such as craft\n"
	 "  --big            a big win; else a small one\n"
	 "  --prompt 1-5     which of the five questions it answers\n"
	 "  --private        heard by those you thank\n"
	 "  --manager        and by their managers\n"
	 "  --team           and by their teams\n"
	 "  --external       heard outside too; without any of these: by the organisation\n"
	 "  --credit @WHO:T  what one of them did, as is @WHO:T itself; as often as wanted\n"
	 "  --metric N=V     a figure and its unit, such as reach=12000views; as often\n"
	 "  --link URL       where it can be seen, or \"URL title\"; as often as wanted\n"
	 "  --setting S      where it was said: ONE_ON_ONE, CHAT, TEAM_MEETING,\n"
	 "                   COMPANY_MEETING or OTHER\n"
	 "  --as WHO         act for a member (integrations)\n", command_give},
	{"feed", "[OPTIONS]", "The thanks and the highlights that you may see, newest first.",
	 "  --team TEAM      given by or to people of a team or of the teams inside it\n"
	 "  --giver WHO      given by somebody; `me` is you\n"
	 "  --receiver WHO   given to somebody\n"
	 "  --value SLUG     showing a value\n"
	 "  --query TEXT     with these words, whatever their case and accents;\n"
	 "                   \"a phrase\", the beginning of a wor*\n"
	 "  --big            big wins only\n"
	 "  --limit N        at most so many, 1 to 500; else 20\n", command_feed},
	{"recognition show", "ID", "One recognition, whole, with its comments.", NULL, command_recognition_show},
	{"recognition share", "ID [LEVEL]", "Agrees to have it louder, up to what the giver asked for.", NULL, command_recognition_share},
	{"recognition lower", "ID LEVEL", "Makes it quieter, at any time; whoever it names.", NULL, command_recognition_lower},
	{"recognition edit", "ID [MESSAGE] [--credit @WHO:TEXT]…", "Mends the words, for 15 minutes; it says that it was edited.",
	 "  --credit @WHO:T  what one of them did, in other words\n", command_recognition_edit},
	{"recognition withdraw", "ID", "Takes it back, for 15 minutes: it is gone for everybody.", NULL, command_recognition_withdraw},
	{"recognition join", "ID [NOTE]", "Adds your own thanks.", NULL, command_recognition_join},
	{"recognition leave", "ID", "Takes your own thanks back.", NULL, command_recognition_leave},
	{"recognition react", "ID EMOJI", "Answers with an emoji.", NULL, command_recognition_react},
	{"recognition unreact", "ID EMOJI", "Takes the emoji back.", NULL, command_recognition_unreact},
	{"recognition comment", "ID TEXT", "Writes below it.", NULL, command_recognition_comment},
	{"recognition comments", "ID [OPTIONS]", "What was written below it, as it was said.",
	 "  --limit N        the newest N, 1 to 500; else 50\n", command_recognition_comments},
	{"recognition uncomment", "ID COMMENT", "Deletes a comment of yours.", NULL, command_recognition_uncomment},
	{"recognition report", "ID [WHY] [OPTIONS]", "Tells the people team that it should not stand.",
	 "  --comment ID     one of its comments; else the recognition itself\n", command_recognition_report},
	{"inbox", "[OPTIONS]", "The thanks you received, unread ones first.",
	 "  --read           marks what is shown as read\n"
	 "  --limit N        at most so many, 1 to 500; else 20\n", command_inbox},
	{"highlight share", "TITLE [OPTIONS]", "Shares work of yours, such as a campaign with what came of it.",
	 WORK, command_highlight_share},
	{"highlight list", "[OPTIONS]", "Work that people shared, newest first.",
	 "  --by WHO         theirs, or with them\n"
	 "  --team TEAM      of a team and of the teams inside it\n"
	 "  --limit N        at most so many, 1 to 500; else 20\n", command_highlight_list},
	{"highlight show", "ID", "One of them.", NULL, command_highlight_show},
	{"highlight update", "ID [OPTIONS]", "Changes it: reach grows later. What is not said stays.",
	 "  --title TITLE    the name people read\n"
	 WORK, command_highlight_update},
	{"highlight delete", "ID", "Takes it back.", NULL, command_highlight_delete},
	{"preferences show", "[WHO]", "How somebody likes to be recognised; else you.", NULL, command_preferences_show},
	{"preferences set", "[WHO] [OPTIONS]", "Says how you like to be recognised; what is not said stays.",
	 CEILING
	 "  --channels A,B   in order of liking: ONE_ON_ONE, CHAT, TEAM_MEETING,\n"
	 "                   COMPANY_MEETING, EMAIL\n"
	 "  --note TEXT      in your own words, for whoever is about to thank you\n"
	 "  --lower-given    what was given before gets no louder than the ceiling either\n", command_preferences_set},
	{"values list", "[OPTIONS]", "What this organisation thanks each other for.",
	 "  --retired        those out of use too\n", command_values_list},
	{"values add", "SLUG [OPTIONS]", "Makes a value, or revives a retired one.",
	 "  --title TITLE    what people read; else the slug\n"
	 "  --description T  what it means\n", command_values_add},
	{"values retire", "SLUG", "Takes a value out of use; what was given with it keeps it.", NULL, command_values_retire},
	{"prompts", "[OPTIONS]", "The five questions, and which one is asked this week.",
	 "  --locale L       el or en; else your own language\n", command_prompts},
	{"routine list", "[OPTIONS]", "When teams are asked their question.",
	 "  --team TEAM      of a team and of the teams inside it\n", command_routine_list},
	{"routine add", "TEAM --day D --at HH:MM --zone Z [OPTIONS]", "Makes an appointment of a team with its question.",
	 "  --day DAY        monday to sunday\n"
	 "  --at HH:MM       the time there\n"
	 "  --zone ZONE      such as Europe/Athens\n"
	 "  --setting S      ONE_ON_ONE, CHAT, TEAM_MEETING, COMPANY_MEETING or OTHER\n"
	 "  --channel TEXT   where to put the question, such as #kudos\n", command_routine_add},
	{"routine delete", "ID", "Ends it.", NULL, command_routine_delete},
	{"agenda", "[@WHO] [OPTIONS]", "What to talk about in a 1:1: last thanks, this week's question, who was overlooked.",
	 "  --days N         nobody thanked them for N days, 1 to 365; else 30\n", command_agenda},
	{"overlooked", "[OPTIONS]", "Whom of your people nobody has thanked for a while; never a ranking.",
	 "  --days N         for N days, 1 to 365; else 30\n"
	 "  --limit N        at most so many, 1 to 500; else 500\n", command_overlooked},
	{"pulse", "[OPTIONS]", "Three questions, anonymous, once a month; asks what is not said.",
	 "  --need YES|NO    you need your leaders to be more involved\n"
	 "  --have YES|NO    your leaders are involved\n"
	 "  --strain 0-4     how hard it is these days\n", command_pulse},
	{"members list", "[OPTIONS]", "Colleagues, newest first.",
	 "  --team TEAM      of a team and of the teams inside it\n"
	 "  --query TEXT     part of the handle or the name\n"
	 "  --status S       ACTIVE, INACTIVE or ERASED\n"
	 "  --limit N        at most so many, 1 to 500; else 50\n", command_members_list},
	{"members get", "WHO", "One colleague, by handle, id or `me`.", NULL, command_members_get},
	{"members add", "HANDLE [OPTIONS]", "Adds a colleague.",
	 PERSON CEILING, command_members_add},
	{"members update", "WHO [OPTIONS]", "Changes what is said; an empty text takes a field away.",
	 PERSON "  --no-leader      leads people only while somebody reports to them\n", command_members_update},
	{"members import", "FILE.csv", "Adds or changes colleagues from a file.", MEMBER_COLUMNS, command_import_members},
	{"members deactivate", "WHO [--left DAY]", "Somebody has left; their history stays.",
	 "  --left DAY       their last day, YYYY-MM-DD; else today\n", command_members_deactivate},
	{"members reactivate", "WHO", "Somebody is back.", NULL, command_members_reactivate},
	{"members export", "WHO [OPTIONS]", "Everything Kleos knows about somebody, as one JSON document.",
	 "  --file FILE      a new file that only you can read; else standard output\n", command_members_export},
	{"members erase", "WHO [OPTIONS]", "Takes somebody's name and words out of every service, for ever.",
	 "  --yes            do not ask for the handle once more\n", command_members_erase},
	{"teams list", "", "The tree of teams with head counts.", NULL, command_teams_list},
	{"teams rename", "TEAM NEW", "Gives a team another path; its history follows.", NULL, command_teams_rename},
	{"teams merge", "TEAM INTO", "Puts a team into another; its history follows.", NULL, command_teams_merge},
	{"audit", "[OPTIONS]", "Who changed what, and who looked; without a word, of yourself or of all.",
	 "  --about WHO      about a member, or anything by its id; `me` is you\n"
	 "  --by WHO         done by a member, or by the key with that id\n"
	 "  --since TIME     a day, or 2026-03-01T09:00:00Z\n"
	 "  --until TIME     before that time\n"
	 "  --limit N        at most so many, 1 to 500; else 50\n", command_audit},
	{"moderation list", "[OPTIONS]", "What was reported, without the words.",
	 "  --resolved       those that were decided; else those that are open\n"
	 "  --limit N        at most so many, 1 to 500; else 50\n", command_moderation_list},
	{"moderation show", "ID", "One report with the words; who wrote them can see that you looked.", NULL, command_moderation_show},
	{"moderation resolve", "ID DISMISS|REMOVE [OPTIONS]", "Decides: it may stand, or it goes.",
	 "  --note TEXT      a word on it\n", command_moderation_resolve},
	{"import members", "FILE.csv", "Adds or changes colleagues from a file; importing it twice changes nothing.", MEMBER_COLUMNS, command_import_members},
	{"import recognitions", "FILE.csv", "Takes in history from a file; importing it twice changes nothing.",
	 RECOGNITION_COLUMNS, command_import_recognitions},
	{"report", "[OPTIONS]", "The impact report.",
	 RANGE
	 "  --interval I     width of the buckets: DAY, WEEK or MONTH; else MONTH\n"
	 "  --csv            as a table for other programs\n"
	 "  --section NAME   of that table its rows of a section, such as totals or flows;\n"
	 "                   as often as wanted\n", command_report},
	{"digest", "[OPTIONS]", "A week or a month of the report in words, as Markdown, for chat and mail.",
	 "  --period P       2026-W47 or 2026-10; else the last week that is over\n"
	 "  --team T         a team with the teams inside it; else everybody\n"
	 "  --lang L         en or el; else your own language\n"
	 "  --html           for mail: kleos digest --html >digest.html\n", command_digest},
	{"verify", "[OPTIONS]", "Recomputes the report's figures from the tables and compares.", RANGE, command_verify},
	{"award list", "", "Awards, newest first.", NULL, command_award_list},
	{"award show", "AWARD", "One award, by its slug or id.", NULL, command_award_show},
	{"award add", "SLUG --title TITLE [OPTIONS]", "Founds an award.",
	 AWARD
	 "  --community      for people outside too; else for colleagues\n", command_award_add},
	{"award edit", "AWARD [OPTIONS]", "Changes what is said; an empty text takes a field away.", AWARD, command_award_edit},
	{"cycle list", "AWARD", "Rounds of an award, newest first.", NULL, command_cycle_list},
	{"cycle show", "CYCLE", "One round: where it is, its rules and times; a slug means the award's newest.", NULL, command_cycle_show},
	{"cycle add", "AWARD --title TITLE [OPTIONS]", "Prepares a round of an award.", CYCLE, command_cycle_add},
	{"cycle edit", "CYCLE [OPTIONS]", "Changes what is said: rules while it is a DRAFT, times until they have come.",
	 CYCLE
	 "  --no-self        nobody names oneself\n"
	 "  --without-no-award\n"
	 "                   somebody always wins\n"
	 "  --no-recusal     candidates and those around them vote too\n", command_cycle_edit},
	{"cycle advance", "CYCLE", "Moves a round to its next phase; there is no way back.", NULL, command_cycle_advance},
	{"cycle head", "CYCLE", "The newest signed head of the vote's log, to compare with later.", NULL, command_cycle_head},
	{"nominate", "@WHO REASON --cycle CYCLE [OPTIONS]", "Names somebody for an award; again, with other words, replaces them.",
	 "  --cycle CYCLE    the round, or the award's slug for its newest\n"
	 "  --link URL       where it can be seen, or \"URL title\"; as often as wanted\n"
	 "  --attach WHAT    work that speaks for it: recognitions/ID or highlights/ID; as\n"
	 "                   often as wanted\n"
	 "  --profile URL    of somebody who is no member, whose name then stands for @WHO\n"
	 "  --as WHO         act for a member (integrations)\n", command_nominate},
	{"nominations list", "CYCLE [OPTIONS]", "The nominations that you may see, newest first.",
	 "  --of WHO         of one nominee\n"
	 "  --status S       PENDING, ACCEPTED, DECLINED, WITHDRAWN or SHORTLISTED\n"
	 "  --limit N        at most so many, 1 to 500; else 50\n", command_nominations_list},
	{"nominations show", "ID", "One of them, as far as you may see it.", NULL, command_nominations_show},
	{"nominations endorse", "ID", "Stands behind a nomination whose author gave you its id, while they are taken.", NULL, command_nominations_endorse},
	{"nominations accept", "ID", "Agrees to be a candidate, by all nominations of you in that round.", NULL, command_nominations_accept},
	{"nominations decline", "ID", "Does not agree to be one.", NULL, command_nominations_decline},
	{"nominations withdraw", "ID", "Takes back a nomination that you made.", NULL, command_nominations_withdraw},
	{"nominations score", "ID [CRITERION=0-10…]", "As a juror: says what you think of the nominee, by every criterion; shows what you said.", NULL, command_nominations_score},
	{"tokens", "CYCLE --count N [OPTIONS]", "Makes one-use votes of a community's round, as CSV; they are shown once.",
	 "  --count N        how many, 1 to 100000\n"
	 "  --expires TIME   when they end, such as 2026-12-01T09:00 (UTC); else with the\n"
	 "                   voting\n"
	 "  --out FILE       a new file that only you can read; else standard output\n", command_tokens},
	{"vote", "CYCLE [WHO…] [OPTIONS]", "Shows the ballot paper; casts a ballot: the best first, @A,@B share a place.",
	 "  WHO              @HANDLE, a number on the paper, or a name as it stands there\n"
	 "  --no-award       nobody, at its place among them; NO_AWARD is the same\n"
	 "  --approve        they are all approved of, where the vote asks for that\n"
	 "  --token TOKEN    a one-use vote, instead of your own\n"
	 "  --receipt FILE   a new file for the receipt; else kleos-receipt-CYCLE.json\n"
	 "  --yes            do not ask once more, though a ballot is final\n", command_vote},
	{"receipt", "FILE", "Proves that the ballot of a receipt is in the log, trusting nobody.", NULL, command_receipt},
	{"result", "CYCLE", "Who won, and what every other way to count would have made of it.", NULL, command_result},
	{"ballots", "CYCLE [OPTIONS]", "The log of a vote that is over, whole, for kleos verify-ballots.",
	 "  --out FILE       a new file; else standard output\n", command_ballots},
	{"tally", "FILE [OPTIONS]", "Counts the ballots of a file of PrefLib (soc, soi, toc, toi), without a server.",
	 "  --method M       schulze, irv, approval, plurality, borda or eph; else schulze\n"
	 "  --size S         of the shortlist that eph makes, 1 to 255; else 5\n", command_tally},
	{"verify-ballots", "FILE [OPTIONS]", "Checks the log of a vote, as published when voting was over, without a server.",
	 "  --head FILE      a head that was published while voting was open (an event\n"
	 "                   award.tree_head, kleos --json cycle head, a receipt of kleos\n"
	 "                   vote); without one nobody can say whether the log was\n"
	 "                   replaced as a whole\n"
	 "  --receipt FILE   what one was given for a ballot: whether it was counted\n"
	 "                   FILE may be - for standard input\n", command_verify_ballots},
	{"events", "--follow [OPTIONS]", "What happens, as it happens; resumes by itself.",
	 "  --types TYPE,…   only these, such as recognition.given or award.*\n"
	 "  --after CURSOR   from where an earlier stream ended\n", command_events},
	{"keys list", "", "API keys.", NULL, command_keys_list},
	{"keys create", "NAME [OPTIONS]", "Makes an API key; it is shown once.",
	 "  --member WHO     whose key it is; else an integration's\n"
	 "  --roles R,…      MEMBER, LEADER, AWARDS_ADMIN, PEOPLE_ADMIN, AUDITOR, SERVICE, ADMIN; else MEMBER\n"
	 "  --scopes S,…     what it may do of what its roles let it: READ, WRITE, and ADMIN for roles that administer;\n"
	 "                   else all that your own key may\n"
	 "  --until TIME     when it stops working by itself, such as 2027-03-01 or 2027-03-01T09:00 (UTC); else never\n", command_keys_create},
	{"keys rotate", "ID [OPTIONS]", "Makes a key in the place of another one, with the same rights; it is shown once.",
	 "  --overlap N      minutes for which the old one works besides, 1 to 10080; else 1440, which is a day\n", command_keys_rotate},
	{"keys revoke", "ID", "Makes a key stop working.", NULL, command_keys_revoke},
	{"doctor", "[OPTIONS]", "Looks at a running Kleos and says in words what is wrong and what to do; exit 1 when something is.",
	 "  --data-dir DIR   look at a data folder of this machine too\n"
	 "                   with a key of the role ADMIN or SERVICE it sees every service\n", command_doctor},
	{"backup", "--out FILE | --check FILE [OPTIONS]", "All data of a running Kleos in one file; or whether such a file is whole.",
	 "  --out FILE       a new file, such as kleos.tar; it is there only when all of it came\n"
	 "                   and was found right\n"
	 "  --check FILE     reads one through (- is standard input), without a server\n"
	 "  --quiet          say nothing when all is well\n", command_backup},
	{"restore", "FILE --data-dir DIR [OPTIONS]", "Puts a backup into a data folder, without a server; then start Kleos there.",
	 "  FILE             - is standard input\n"
	 "  --data-dir DIR   where KLEOS_DATA_DIR will point to; nothing of the services may lie\n"
	 "                   there, but keys and NAME.erased may\n"
	 "  --service NAME   members, recognitions or awards alone, where each has a folder of\n"
	 "                   its own\n"
	 "  --quiet          say nothing when all is well\n", command_restore},
	{"completion", "bash", "The completion of a shell: source <(kleos completion bash)", NULL, command_completion},
	{"manual", "", "The manual page: kleos manual | man -l -", NULL, command_manual},
	{0},
};
/* clang-format on */
