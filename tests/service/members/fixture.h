/* A members service of a test's own, and the ways in which its tests speak to it. */
#ifndef KLEOS_TESTS_MEMBERS_FIXTURE_H
#define KLEOS_TESTS_MEMBERS_FIXTURE_H

#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "services/members/members.h"
#include "tests/support/service_fixture.h"

struct members_fixture {
	struct service_fixture base;
	struct members *members;
	struct peer peer;
	struct principal hr; /* an integration with PEOPLE_ADMIN */
};

/* cmocka's set-up and tear-down, over inproc and over tcp. */
int members_inproc(void **state);
int members_tcp(void **state);
int members_tear_down(void **state);
#define MEMBERS_TEST(name)     cmocka_unit_test_setup_teardown(name, members_inproc, members_tear_down)
#define MEMBERS_TEST_TCP(name) cmocka_unit_test_setup_teardown(name, members_tcp, members_tear_down)

void members_fixture_open(struct members_fixture *fixture); /* service and client; again after a close */
void members_fixture_close(struct members_fixture *fixture);

#define MEMBERS   (&kleos__members_service__descriptor)
#define DIRECTORY (&kleos__directory_service__descriptor)

/* Created by human resources; `manager` and `team` may be "". Fails the test when refused. */
Kleos__Member *add_member(struct members_fixture *fixture, const char *handle, const char *team, const char *manager);
Kleos__Member *get_member_as(struct members_fixture *fixture, const struct principal *who, const char *name);
/* Sets one field by its name in the mask; fails the test when refused. */
Kleos__Member *set_team(struct members_fixture *fixture, const char *name, const char *team);
Kleos__Member *set_manager(struct members_fixture *fixture, const char *name, const char *manager);
void deactivate(struct members_fixture *fixture, const char *name);
void reactivate(struct members_fixture *fixture, const char *name);
/* What the other processes of the deployment read. */
Kleos__MemberRecord *read_record(struct members_fixture *fixture, const char *id);
void pass_days(struct members_fixture *fixture, int days);

#endif
