/* service_state: what the files of the frame share. Private to common/service. */
#ifndef KLEOS_SERVICE_SERVICE_STATE_H
#define KLEOS_SERVICE_SERVICE_STATE_H

struct service;
struct parking;
struct personal_data;

struct parking *service_parking(struct service *service);
const struct personal_data *service_personal(const struct service *service); /* NULL: it said nothing */

#endif
